"""Real processes that die, and a broker that forgets: nothing is lost, and every extra copy bears the same name."""

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.models import Event
from notifications.models import Message, MessageQuerySet
from notifications.outbox import notify_all
from notifications.sweep import sweep
from teachers.models import Kindergarten
from tests.factories import make_event, make_user
from tests.processes import Processes, kill, processes, redis_url
from tests.races import at_once
from tests.smtp_sink import Sink, smtp_sink

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the processes meet in PostgreSQL"),
    pytest.mark.usefixtures("real_transactions"),
]
SENT = Message.State.SENT


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def product(real_transactions: None, tmp_path: Path, sink: Sink) -> Iterator[Processes]:
    with processes(tmp_path, sink.port) as ours:
        yield ours


def write_messages(number: int, kindergarten: Kindergarten) -> list[str]:
    """Puts a message to each of `number` people into the outbox; their Message-IDs."""
    people = [make_user(kindergarten) for _ in range(number)]
    event: Event = make_event(people[0])
    notify_all(people, "event_published", subject=event)
    written = Message.objects.filter(subject_id=event.pk)
    return [message.message_id_header for message in written]


def end_leases() -> None:
    """What three minutes do."""
    Message.objects.filter(state=Message.State.LEASED).update(due_at=timezone.now())


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


# --- Killed while sending -------------------------------------------------------------------------------------------


def test_killed_six_times_nothing_is_lost_and_copies_bear_the_same_name(
    product: Processes, sink: Sink, kindergarten: Kindergarten
) -> None:
    written = write_messages(30, kindergarten)

    for moment in ["before_data", "taken", "after_250"] * 2:
        process = product.sweep()
        setattr(sink, moment, killer(process, at=len(sink.letters) + 3))
        assert process.wait(timeout=60) < 0
        setattr(sink, moment, lambda number: None)
        end_leases()
    assert product.sweep().wait(timeout=60) == 0

    assert states() == {SENT: 30}
    copies = Counter(sink.message_ids)
    assert set(copies) == set(written)
    # Two kills came between keeping a letter and saying so; two more may have come before the mark.
    assert 2 <= copies.total() - len(written) <= 4


def killer(process: subprocess.Popen[bytes], *, at: int) -> Callable[[int], None]:
    def look(number: int) -> None:
        if number >= at:
            kill(process)

    return look


# --- Many sweepers --------------------------------------------------------------------------------------------------


@pytest.fixture
def _real_mail(settings: Settings, sink: Sink) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port


@pytest.mark.usefixtures("_real_mail")
def test_three_sweeps_at_once_send_each_letter_once(sink: Sink, kindergarten: Kindergarten) -> None:
    written = write_messages(120, kindergarten)

    at_once(sweep, sweep, sweep)

    assert sorted(sink.message_ids) == sorted(written)


@pytest.mark.usefixtures("_real_mail")
def test_without_leases_three_sweeps_send_copies(
    sink: Sink, kindergarten: Kindergarten, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(rows: MessageQuerySet, channel: str, number: int) -> list[Message]:
        return list(rows.due(timezone.now())[:number])

    monkeypatch.setattr(MessageQuerySet, "lease", read)
    monkeypatch.setattr(Message, "begin", lambda message: True)
    monkeypatch.setattr(Message, "mark_sent", lambda message: Message.objects.filter(pk=message.pk).update(state=SENT))
    written = write_messages(20, kindergarten)

    at_once(sweep, sweep, sweep)

    assert len(sink.message_ids) > len(written)


# --- Celery on Redis ------------------------------------------------------------------------------------------------


def test_two_beats_and_a_worker_that_dies_and_a_broker_that_forgets(
    product: Processes, sink: Sink, kindergarten: Kindergarten, client: Client
) -> None:
    first = write_messages(5, kindergarten)
    worker, _beat, _other_beat = product.worker(), product.beat(), product.beat()
    assert sink.wait_for(5, seconds=60)
    assert sorted(sink.message_ids) == sorted(first)

    sink.taken = lambda number: kill(worker)
    second = write_messages(1, kindergarten)
    assert worker.wait(timeout=60) < 0
    sink.taken = lambda number: None

    redis.Redis.from_url(redis_url()).flushdb()
    end_leases()
    product.worker()
    third = write_messages(1, kindergarten)

    assert sink.wait_for(8, seconds=60)
    assert Counter(sink.message_ids) == Counter([*first, *second, *second, *third])
    assert client.get("/readyz").json()["sweep"] is True
