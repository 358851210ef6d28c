"""One pass over the outbox: derive, close what is overdue, then lease, send and mark — in that order.

A worker that dies between sending and marking sends the same Message-ID twice; one that dies earlier loses nothing.
Any number of passes may run at once.
"""

import contextlib
import logging
import time
from collections import Counter

from django.utils import timezone

from notifications.channels import CHANNELS, Channel, Deferred, Refused, Unavailable
from notifications.kinds import Producer, all_producers, kind_named
from notifications.letters import compose
from notifications.models import Heartbeat, Message
from notifications.outbox import put

logger = logging.getLogger(__name__)

BATCH = 50
# A pass ends after this long, so that its heartbeat stays younger than readiness asks for; the next one goes on.
PASS_SECONDS = 60


def sweep() -> Counter[str]:
    """Runs one pass; says how many messages were written, closed, and came to which state."""
    counts = Counter(written=sum(_derive(producer) for producer in all_producers()))
    counts["closed"] = Message.objects.close_overdue()
    stop_at = time.monotonic() + PASS_SECONDS
    for name, make_channel in CHANNELS.items():
        with contextlib.closing(make_channel()) as channel:
            counts.update(_empty(name, channel, stop_at))
    Heartbeat.beat("sweep")
    return counts


def _derive(producer: Producer) -> int:
    try:
        return put(producer(timezone.now()))
    except Exception:
        # An app whose reminders are broken must not hold up everybody's letters.
        logger.exception("reminders of %s could not be derived", producer.__module__)
        return 0


def _empty(name: str, channel: Channel, stop_at: float) -> Counter[str]:
    """Sends what is due by one channel, batch by batch, until nothing is left, time is up, or nobody answers."""
    counts: Counter[str] = Counter()
    while time.monotonic() < stop_at and (batch := Message.objects.lease(name, BATCH)):
        try:
            for message in batch:
                channel.open()
                if message.begin():
                    counts[_deliver(message, channel)] += 1
        except Unavailable as trouble:
            logger.warning("%s does not answer: %s", name, trouble)
            counts["put off"] += _give_back(batch, str(trouble))
            break
    return counts


def _give_back(batch: list[Message], words: str) -> int:
    untried = [message.pk for message in batch if message.state == Message.State.LEASED]
    return Message.objects.filter(pk__in=untried, due_at=batch[-1].due_at).give_back(Message.Trouble.UNAVAILABLE, words)


def _deliver(message: Message, channel: Channel) -> str:
    """Tries one message and marks it; whatever goes wrong is this message's alone."""
    try:
        sent = _send_if_wanted(message, channel)
    except Refused as error:
        message.mark_failed(error.trouble, str(error))
    except Deferred as error:
        message.mark_for_retry(Message.Trouble.DEFERRED, str(error))
    except Exception as error:
        # A template or a `load` may raise anything; the others must still get their letters. The words of the error
        # stay in the log: they may hold what only the letter may say.
        logger.exception("message %s (%s) could not be written", message.pk, message.kind)
        message.mark_for_retry(Message.Trouble.BROKEN, type(error).__name__)
    else:
        message.mark_sent() if sent else message.mark_unwanted()
    return message.state


def _send_if_wanted(message: Message, channel: Channel) -> bool:
    """Whether the letter left; the person and the subject are read now, not with the batch."""
    if not message.recipient.is_active:
        return False
    letter = compose(message, kind_named(message.kind))
    if letter is None:
        return False
    channel.send(message, letter)
    return True


def in_words(counts: Counter[str]) -> str:
    """«written 3, sent 3»; empty when nothing happened."""
    return ", ".join(f"{word} {number}" for word, number in counts.items() if number)
