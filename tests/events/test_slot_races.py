"""Two people and one time of a consultation on PostgreSQL — and the test fails to hold when its guard is off."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from events.actions import consultations
from events.actions.consultations import SlotTaken
from events.models import Event, Registration
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_user
from tests.races import at_once, deadlocks

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time"),
    pytest.mark.usefixtures("real_transactions", "_no_deadlocks"),
]
SignIn = Callable[[User], Client]


@pytest.fixture
def _no_deadlocks(real_transactions: None) -> Iterator[None]:
    before = deadlocks()
    yield
    assert deadlocks() == before


@pytest.fixture
def event(teacher: User) -> Event:
    """Three times: 0, 40 and 80 minutes after the beginning."""
    starts_at = (timezone.now() + dt.timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    return make_event(
        teacher, form_code="consultation", starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=110)
    )


@pytest.fixture
def people(kindergarten: Kindergarten) -> list[User]:
    return [make_user(kindergarten) for _ in range(30)]


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard off: the event is read without its lock, and everybody waits for everybody before writing."""
    gate, save = threading.Barrier(2), Registration.save

    def read(pk: int) -> Event:
        return Event.objects.get(pk=pk)

    def save_together(self: Registration, *args: object, **kwargs: object) -> None:
        gate.wait(5)
        save(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("events.actions.consultations.lock_event", read)
    monkeypatch.setattr(Registration, "save", save_together)


def book(event: Event, person: User, minutes: int) -> Callable[[], Registration]:
    moment = event.starts_at + dt.timedelta(minutes=minutes)
    return lambda: consultations.book(event, moment, by=person)


def booked(event: Event) -> int:
    return event.registrations.booked().count()


def test_of_thirty_people_at_one_time_one_gets_it(event: Event, people: list[User]) -> None:
    answers = at_once(*[book(event, person, 0) for person in people])

    assert booked(event) == 1
    assert sum(isinstance(answer, SlotTaken) for answer in answers) == 29


def test_everybody_who_lost_is_told_so_on_the_page(event: Event, people: list[User], sign_in: SignIn) -> None:
    data = {"starts_at": event.starts_at.isoformat()}
    press = [partial(sign_in(person).post, f"/events/{event.pk}/slots/book/", data) for person in people]

    answers = at_once(*press)

    lost = [answer for answer in answers if answer["Location"] == f"/events/{event.pk}/slots/"]
    assert (booked(event), len(lost), {answer.status_code for answer in answers}) == (1, 29, {302})


def test_moving_booking_and_cancelling_at_once_leave_nobody_on_another(event: Event, people: list[User]) -> None:
    for person, minutes in zip(people, (0, 40, 80), strict=False):
        book(event, person, minutes)()

    at_once(
        *[partial(consultations.cancel, event, by=person) for person in people[:2]],
        book(event, people[2], 0),
        *[book(event, person, minutes) for person in people[3:] for minutes in (0, 40, 80)],
    )

    times = list(event.registrations.booked().values_list("slot_starts_at", flat=True))
    assert len(times) == len(set(times)) <= 3


@pytest.mark.usefixtures("unlocked")
def test_without_the_lock_both_believe_the_time_is_theirs_and_the_database_refuses_one(
    event: Event, people: list[User]
) -> None:
    answers = at_once(book(event, people[0], 0), book(event, people[1], 0))

    assert sorted(type(answer).__name__ for answer in answers) == sorted(
        [IntegrityError.__name__, Registration.__name__]
    )
