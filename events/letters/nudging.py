"""The morning after a meeting: its host hears once that marks are missing."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from events.letters.facts import Facts
from events.marks import lacking_words
from events.models import Meeting
from notifications.models import Message
from notifications.outbox import unique_key

KIND = "event_unmarked"
AT = dt.time(8)
# Longer ago nobody remembers who was there.
NO_LONGER_THAN = dt.timedelta(days=7)
# From a meeting's end to eight the next morning passes the night at least.
SHORTEST_NIGHT = dt.timedelta(hours=8)


def due_nudges(now: dt.datetime) -> Iterator[Message]:
    """To the hosts of meetings of the last week at which somebody has no mark, from 8:00 the next day on.

    One letter for all meetings of an event on one day; its key holds the day, in the kindergarten's own time.
    """
    due: dict[str, Message] = {}
    for meeting in _unmarked(now):
        ended_on = meeting.ends_at.astimezone(_zone(meeting)).date()
        morning = dt.datetime.combine(ended_on + dt.timedelta(days=1), AT, _zone(meeting))
        if morning <= now:
            message = _message(meeting, ended_on, expires_at=morning + NO_LONGER_THAN)
            due.setdefault(message.unique_key, message)
    written = Message.objects.filter(unique_key__in=due).values_list("unique_key", flat=True)
    for key in due.keys() - set(written):
        yield due[key]


def _unmarked(now: dt.datetime) -> Iterator[Meeting]:
    recent = Meeting.objects.of_published().within(now - NO_LONGER_THAN, now)
    recent = recent.filter(ends_at__lte=now - SHORTEST_NIGHT, event__host__is_active=True)
    yield from lacking_words(recent).select_related("event__kindergarten").order_by("ends_at", "pk")


def _zone(meeting: Meeting) -> ZoneInfo:
    return ZoneInfo(meeting.event.kindergarten.time_zone)


def _message(meeting: Meeting, day: dt.date, *, expires_at: dt.datetime) -> Message:
    event = meeting.event
    return Message(
        kind=KIND,
        unique_key=unique_key(KIND, event.pk, day.isoformat(), event.host_id, Message.Channel.EMAIL),
        subject_id=event.pk,
        recipient_id=event.host_id,
        kindergarten_id=event.kindergarten_id,
        expires_at=expires_at,
    )


def unmarked(message: Message) -> Facts:
    """Wanted while marks are missing at a meeting that is over, and the reader still holds the event."""
    over = Meeting.objects.of_published().filter(event=message.subject_id, event__host=message.recipient_id)
    over = over.filter(ends_at__lte=message.created_at)
    meetings = list(lacking_words(over).select_related("event", "place", "stream").order_by("starts_at", "pk"))
    return {"event": meetings[0].event, "meetings": meetings} if meetings else None
