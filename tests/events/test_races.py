"""Everybody at once on PostgreSQL: the seats hold — and each test fails to hold when its guard is off."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.test import Client

from events.actions import lifecycle, registration
from events.actions.correcting import correct
from events.checks import WRONG_ISOLATION, seats_need_read_committed
from events.models import Event, Registration, Stream
from notifications.models import Message
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_registration, make_user
from tests.races import at_once, deadlocks

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time"),
    pytest.mark.usefixtures("real_transactions", "_no_deadlocks"),
]
SignIn = Callable[[User], Client]
State = Registration.State


@pytest.fixture
def _no_deadlocks(real_transactions: None) -> Iterator[None]:
    before = deadlocks()
    yield
    assert deadlocks() == before


@pytest.fixture
def people(kindergarten: Kindergarten) -> list[User]:
    return [make_user(kindergarten) for _ in range(50)]


@dataclass
class Pause:
    """A moment between counting and writing in which anything may happen."""

    reached: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def meanwhile(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            self.reached.wait(10)
            act()
            self.over.set()

        return run


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Pause:
    """The guard off: an event is read without its lock, and whoever joins pauses before the row is written."""
    pause, save = Pause(), Registration.save

    def read(pk: int) -> Event:
        return Event.objects.telling_cohosts().select_related("place", "kindergarten").get(pk=pk)

    def save_later(self: Registration, *args: Any, **kwargs: Any) -> None:
        pause.reached.set()
        pause.over.wait(1)
        save(self, *args, **kwargs)

    monkeypatch.setattr("events.actions.registration.lock_event", read)
    monkeypatch.setattr(Registration, "save", save_later)
    return pause


def press(client: Client, event: Event, what: str = "join") -> Callable[[], Any]:
    return lambda: client.post(f"/events/{event.pk}/{what}/", {"comment": "Заболел ведущий"})


def statuses(answers: list[Any]) -> set[Any]:
    return {getattr(answer, "status_code", answer) for answer in answers}


def joined(event: Event) -> list[int]:
    return list(Registration.objects.filter(event=event, state=State.JOINED).values_list("teacher", flat=True))


def seated(event: Event) -> int:
    return Registration.objects.filter(event=event).seated().count()


# --- The last seat --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seats", [1, 3])
def test_fifty_people_at_the_last_seats(teacher: User, people: list[User], sign_in: SignIn, seats: int) -> None:
    event = make_event(teacher, capacity=seats)

    answers = at_once(*[press(sign_in(person), event) for person in people])

    assert (seated(event), statuses(answers)) == (seats, {302})


@pytest.mark.usefixtures("unlocked")
def test_without_the_lock_the_last_seat_is_sold_twice(teacher: User, people: list[User], sign_in: SignIn) -> None:
    event = make_event(teacher, capacity=1)

    at_once(*[press(sign_in(person), event) for person in people])

    assert seated(event) > 1


def test_the_same_lock_at_repeatable_read_sells_it_twice(teacher: User, people: list[User]) -> None:
    event = make_event(teacher, capacity=1)

    def join(person: User) -> Callable[[], object]:
        def act() -> object:
            connection.ensure_connection()
            connection.connection.set_session(isolation_level="REPEATABLE READ")
            return registration.join(event, by=person)

        return act

    at_once(*[join(person) for person in people])

    assert seated(event) > 1


def test_a_start_at_repeatable_read_is_refused() -> None:
    assert seats_need_read_committed(["default"]) == []

    connection.connection.set_session(isolation_level="REPEATABLE READ")
    errors = seats_need_read_committed(["default"])
    connection.close()

    assert [error.id for error in errors] == [WRONG_ISOLATION]


# --- A double click -------------------------------------------------------------------------------------------------


def test_twenty_clicks_of_one_person_are_one_registration(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher)

    answers = at_once(*[press(sign_in(colleague), event) for _ in range(20)])

    assert (Registration.objects.count(), statuses(answers)) == (1, {302})


@pytest.mark.usefixtures("unlocked")
def test_without_the_lock_a_double_click_is_a_mistake_of_ours(teacher: User, colleague: User) -> None:
    event = make_event(teacher)

    answers = at_once(*[lambda: registration.join(event, by=colleague)] * 20)

    assert IntegrityError in {type(answer) for answer in answers}


# --- Cancelled, or narrowed, in the middle of it --------------------------------------------------------------------


def test_everyone_who_joined_hears_of_the_cancellation(
    teacher: User, methodist: User, people: list[User], sign_in: SignIn
) -> None:
    event = make_event(teacher)
    joining = [press(sign_in(person), event) for person in people[:20]]

    at_once(*joining, lambda: lifecycle.cancel(event, reason="Заболел ведущий", by=methodist))

    told = Message.objects.filter(kind="event_cancelled").values_list("recipient", flat=True)
    assert sorted(told) == sorted([teacher.pk, *joined(event)])


def test_without_the_lock_somebody_joins_what_is_cancelled(
    teacher: User, methodist: User, colleague: User, unlocked: Pause
) -> None:
    event = make_event(teacher)
    cancel = unlocked.meanwhile(lambda: lifecycle.cancel(event, reason="Заболел ведущий", by=methodist))

    at_once(lambda: registration.join(event, by=colleague), cancel)

    assert joined(event) == [colleague.pk]
    assert not Message.objects.filter(kind="event_cancelled", recipient=colleague).exists()


def test_nobody_joins_beyond_a_narrowed_limit_and_nobody_is_put_out(
    teacher: User, methodist: User, people: list[User], sign_in: SignIn
) -> None:
    event = make_event(teacher, capacity=10)
    joining = [press(sign_in(person), event) for person in people]

    had_joined = at_once(*joining, lambda: narrow(event, 5, by=methodist))[-1]

    assert seated(event) == max(had_joined, 5)


def test_without_the_lock_somebody_joins_beyond_a_narrowed_limit(
    teacher: User, methodist: User, colleague: User, unlocked: Pause
) -> None:
    event = make_event(teacher, capacity=2)
    make_registration(event, make_user(teacher.kindergarten))
    unlocked.reached.clear()

    at_once(lambda: registration.join(event, by=colleague), unlocked.meanwhile(lambda: narrow(event, 1, by=methodist)))

    assert seated(event) == 2


def narrow(event: Event, seats: int, *, by: User) -> int:
    """Corrects the limit; says how many had joined at that very moment."""
    event.capacity = seats
    with transaction.atomic():
        correct(event, ["capacity"], by=by)
        return seated(event)


def test_joining_leaving_and_correcting_end_within_the_limit(
    teacher: User, methodist: User, people: list[User], sign_in: SignIn
) -> None:
    event = make_event(teacher, capacity=5)
    for person in people[:5]:
        registration.join(event, by=person)
    leaving = [press(sign_in(person), event, "leave") for person in people[:5]]
    joining = [press(sign_in(person), event) for person in people[5:30]]

    answers = at_once(*leaving, *joining, lambda: correct(event, ["title"], by=methodist))

    assert statuses(answers) == {302, None}
    assert seated(event) <= 5


# --- The queue ------------------------------------------------------------------------------------------------------


def wait_for(event: Event, people: list[User]) -> None:
    for person in people:
        registration.join(event, by=person, or_wait=True)


def told() -> list[int]:
    return sorted(Message.objects.filter(kind="event_promoted").values_list("recipient", flat=True))


def raise_to(event: Event, seats: int, *, by: User) -> None:
    event.capacity = seats
    correct(event, ["capacity"], by=by)


def test_two_seats_freed_at_once_go_to_the_two_who_wait(teacher: User, people: list[User], sign_in: SignIn) -> None:
    event = make_event(teacher, capacity=2)
    wait_for(event, people[:4])

    at_once(*[press(sign_in(person), event, "leave") for person in people[:2]])

    assert sorted(joined(event)) == told() == sorted(person.pk for person in people[2:4])


@pytest.mark.usefixtures("unlocked")
def test_without_the_lock_one_of_two_freed_seats_is_given_to_nobody(teacher: User, people: list[User]) -> None:
    event = make_event(teacher, capacity=2)
    for number, person in enumerate(people[:4]):
        make_registration(event, person, "joined" if number < 2 else "waiting", queue_number=number)

    at_once(*[lambda who=person: registration.leave(event, by=who) for person in people[:2]])

    assert seated(event) == 1


def test_joining_leaving_waiting_and_raising_end_full_and_in_order(
    teacher: User, methodist: User, people: list[User], sign_in: SignIn
) -> None:
    event = make_event(teacher, capacity=5)
    wait_for(event, people[:15])
    leaving = [press(sign_in(person), event, "leave") for person in people[:3]]
    coming = [press(sign_in(person), event) for person in people[15:25]]
    raising = [lambda: raise_to(event, 8, by=methodist)]

    answers = at_once(*leaving, *coming, *raising)

    queue = list(Registration.objects.filter(event=event).waiting().values_list("teacher", flat=True))
    assert statuses(answers) == {302, None}
    assert (seated(event), sorted(joined(event))) == (8, sorted(person.pk for person in people[3:11]))
    assert told() == sorted(person.pk for person in people[5:11])
    assert queue == [person.pk for person in people[11:15]]


def test_nobody_sits_in_both_streams(teacher: User, people: list[User]) -> None:
    event = make_event(teacher)
    streams = [Stream.objects.create(event=event, name=name, capacity=10) for name in ("Первый", "Второй")]
    joins = [
        lambda who=person, where=stream: registration.join(event, by=who, stream=where)
        for person in people[:20]
        for stream in streams
    ]

    at_once(*joins)

    counts = Registration.objects.filter(event=event).seated().values_list("stream").annotate(Count("pk"))
    assert (seated(event), sorted(counts)) == (20, [(stream.pk, 10) for stream in streams])


# --- A holder that froze --------------------------------------------------------------------------------------------


@pytest.fixture
def held(real_transactions: None, teacher: User) -> Iterator[Event]:
    """An event that somebody holds and does nothing with."""
    event = make_event(teacher)
    holder = connection.copy()
    with holder.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT id FROM events_event FOR UPDATE")
        yield event
        cursor.execute("ROLLBACK")
    holder.close()


def test_a_frozen_holder_costs_the_others_a_try_again_within_four_seconds(
    held: Event, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    began = time.monotonic()

    answers = at_once(
        press(sign_in(colleague), held),
        press(sign_in(colleague), held, "leave"),
        press(sign_in(methodist), held, "cancel"),
    )

    assert (statuses(answers), time.monotonic() - began < 6) == ({503}, True)
    assert {answer["Retry-After"] for answer in answers} == {"2"}
    assert seated(held) == 0


def test_a_process_that_froze_with_a_lock_loses_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")

        assert cursor.fetchone() == ("15s",)
