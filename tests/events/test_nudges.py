"""The next morning the host hears that marks are missing, once; and what is marked closes by itself."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail

from events.actions.attendance import Word, mark_meeting
from events.actions.planning import Time, plan
from events.actions.upkeep import close_marked
from events.letters.nudging import due_nudges
from events.models import Event, MeetingMark, Registration
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_registration
from tests.queries import counted

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# Thursday, 13:00 in Moscow.
BEGINS = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 27, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def event(teacher: User, colleague: User) -> Event:
    event = make_event(teacher, title="Гостиная", starts_at=BEGINS)
    make_registration(event, colleague)
    return event


@pytest.fixture(autouse=True)
def _empty_mailbox() -> Iterator[None]:
    yield
    mail.outbox.clear()


def reached(moment: dt.datetime) -> list[str]:
    """Who was asked for marks in a pass at `moment`; letters of other kinds may leave as well."""
    mail.outbox.clear()
    with time_machine.travel(moment):
        sweep()
    return [letter.to[0] for letter in mail.outbox if letter.subject.startswith("Кто был")]


def say(event: Event, state: str = "here") -> None:
    with time_machine.travel(BEGINS + HOUR / 2):
        for meeting in event.meetings.filter(starts_at__lte=BEGINS + HOUR / 2):
            words = {row.pk: Word(state) for row in event.registrations.all()}
            mark_meeting(meeting, words, by=event.host)


def test_the_host_hears_at_eight_the_next_morning_and_once(event: Event, teacher: User) -> None:
    heard = [reached(MORNING + delay) for delay in (-HOUR / 60, HOUR / 60, HOUR, 2 * DAY)]

    assert heard == [[], [teacher.email], [], []]


def test_the_letter_says_which_event_and_leads_to_its_list(event: Event) -> None:
    reached(MORNING + HOUR)

    letter = mail.outbox[0]
    assert letter.subject == "Кто был на событии: Гостиная"
    assert f"/events/{event.pk}/attendance/" in str(letter.body)


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Kamchatka", 20), ("Europe/Kaliningrad", 6), ("Europe/Moscow", 5)])
def test_morning_is_the_kindergartens_own(event: Event, kindergarten: Kindergarten, zone: str, hour: int) -> None:
    """In Kamchatka the meeting ended at 23:00 of the same day, and eight o'clock comes nine hours later."""
    Kindergarten.objects.update(time_zone=zone)
    eight = dt.datetime(2026, 11, 26 if hour == 20 else 27, hour, tzinfo=dt.UTC)

    assert [len(list(due_nudges(eight + delay))) for delay in (-HOUR / 60, HOUR / 60)] == [0, 1]


def test_nobody_hears_when_everybody_is_marked(event: Event) -> None:
    say(event)

    assert reached(MORNING + HOUR) == []


def test_a_check_in_is_not_the_hosts_word(event: Event, teacher: User) -> None:
    row = Registration.objects.get()
    MeetingMark.objects.create(registration=row, meeting=event.meetings.get(), state="here", checked_in=True)

    assert reached(MORNING + HOUR) == [teacher.email]


@pytest.mark.parametrize("state", ["waiting", "left"])
def test_an_event_that_nobody_had_joined_reminds_of_nothing(event: Event, state: str) -> None:
    Registration.objects.update(state=state, queue_number=1)

    assert reached(MORNING + HOUR) == []


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_only_of_what_waits_to_be_closed(event: Event, state: str) -> None:
    Event.objects.update(state=state)

    assert reached(MORNING + HOUR) == []


def test_what_is_longer_ago_than_a_week_is_let_be(event: Event) -> None:
    assert reached(BEGINS + 9 * DAY) == []


def test_each_meeting_of_a_laboratory_reminds_on_its_own_morning(event: Event, teacher: User) -> None:
    plan(event, [Time(BEGINS + number * 3 * DAY, BEGINS + number * 3 * DAY + HOUR) for number in range(2)])

    heard = [reached(MORNING + number * DAY + HOUR) for number in range(4)]

    assert heard == [[teacher.email], [], [], [teacher.email]]


def test_two_meetings_on_one_day_are_one_letter(event: Event, teacher: User) -> None:
    plan(event, [Time(BEGINS + number * 2 * HOUR, BEGINS + (number * 2 + 1) * HOUR) for number in range(2)])

    assert reached(MORNING + HOUR) == [teacher.email]


def test_a_letter_on_its_way_is_dropped_when_the_marks_come_first(event: Event) -> None:
    with time_machine.travel(MORNING + HOUR):
        Message.objects.bulk_create(due_nudges(MORNING + HOUR))
    say(event)

    assert reached(MORNING + 2 * HOUR) == []


def test_a_host_who_may_not_sign_in_hears_nothing(event: Event, teacher: User) -> None:
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    assert reached(MORNING + HOUR) == []


def test_looking_costs_two_questions_however_many_wait(teacher: User, colleague: User) -> None:
    for _ in range(3):
        make_registration(make_event(teacher, starts_at=BEGINS), colleague)

    with counted() as queries:
        found = list(due_nudges(MORNING + HOUR))

    assert (len(found), len(queries)) == (3, 2)


# --- Closing by itself ----------------------------------------------------------------------------------------------


def state_after(event: Event, moment: dt.datetime) -> str:
    with time_machine.travel(moment):
        close_marked()
    event.refresh_from_db()
    return event.state


def test_what_was_marked_before_its_end_closes_after_it(event: Event) -> None:
    say(event)

    states = [state_after(event, BEGINS + minutes * HOUR / 60) for minutes in (45, 65)]

    assert states == ["published", "closed"]


def test_what_lacks_a_mark_stays_open(event: Event, head: User) -> None:
    say(event)
    make_registration(event, head)

    assert state_after(event, BEGINS + 2 * HOUR) == "published"
