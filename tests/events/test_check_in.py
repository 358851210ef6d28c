"""Checking in by a code: whoever holds it stands in the room."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from events.actions.attendance import Word, mark_meeting
from events.actions.planning import Time, plan
from events.check_in import address_of
from events.models import CoHost, Event, Meeting, MeetingMark, Registration, Stream
from teachers.models import User
from tests.factories import make_event, make_registration, move_event

SignIn = Callable[[User], Client]
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def meeting(teacher: User) -> Meeting:
    """Of the teacher's event, an hour long, that began ten minutes ago."""
    return make_event(teacher, starts_at=timezone.now() - 10 * MINUTE).meetings.get()


def press(client: Client, meeting: Meeting) -> str:
    """What the page says after «I am here»."""
    return str(client.post(address_of(meeting), follow=True).context["standing"])


def standing(client: Client, meeting: Meeting) -> str:
    return str(client.get(address_of(meeting)).context["standing"])


def row_of(person: User) -> tuple[str, object]:
    row = Registration.objects.get(teacher=person)
    return row.state, row.hours


def test_one_button_marks_and_a_second_scan_says_so(meeting: Meeting, colleague: User, sign_in: SignIn) -> None:
    make_registration(meeting.event, colleague)
    client = sign_in(colleague)

    said = [standing(client, meeting), press(client, meeting), press(client, meeting), standing(client, meeting)]

    assert said == ["open", "done", "done", "done"]
    assert MeetingMark.objects.values_list("state", "checked_in", "by").get() == ("here", True, colleague.pk)


def test_opening_the_address_marks_nobody(meeting: Meeting, colleague: User, sign_in: SignIn) -> None:
    sign_in(colleague).get(address_of(meeting))

    assert not Registration.objects.exists()


def test_a_check_in_gives_no_hours_until_the_host_confirms(
    meeting: Meeting, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    registration = make_registration(meeting.event, colleague)
    press(sign_in(colleague), meeting)
    before = row_of(colleague)

    mark_meeting(meeting, {registration.pk: Word("here")}, by=teacher)

    assert (before, row_of(colleague)) == (("joined", None), ("attended", 1))
    assert MeetingMark.objects.values_list("checked_in", "by").get() == (False, teacher.pk)


@pytest.mark.parametrize(
    ("minutes", "said"), [(-31, "early"), (-29, "open"), (0, "open"), (59, "open"), (60, "late"), (600, "late")]
)
def test_the_code_works_from_half_an_hour_before_to_the_end(
    teacher: User, colleague: User, sign_in: SignIn, minutes: int, said: str
) -> None:
    meeting = make_event(teacher, starts_at=timezone.now() + dt.timedelta(days=1)).meetings.get()
    client = sign_in(colleague)

    with time_machine.travel(meeting.starts_at + minutes * MINUTE, tick=False):
        shown = standing(client, meeting)
        press(client, meeting)

    assert (shown, MeetingMark.objects.exists()) == (said, said == "open")


def test_too_early_and_too_late_say_when(teacher: User, colleague: User, sign_in: SignIn) -> None:
    begins = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)
    meeting = make_event(teacher, starts_at=begins).meetings.get()
    client = sign_in(colleague)

    words = []
    for minutes in (-45, 75):
        with time_machine.travel(begins + minutes * MINUTE):
            words.append(client.get(address_of(meeting)).content.decode())

    assert "отметиться можно 26 ноября с 12:30" in words[0]
    assert "закончилась 26 ноября в 14:00" in words[1]


def test_a_moved_meeting_takes_its_code_along(meeting: Meeting, colleague: User, sign_in: SignIn) -> None:
    address = address_of(meeting)
    move_event(meeting.event, timezone.now() + dt.timedelta(days=1))

    assert sign_in(colleague).get(address).context["standing"] == "early"


def test_whoever_is_not_signed_in_signs_in_and_comes_back(meeting: Meeting, colleague: User) -> None:
    EmailAddress.objects.create(user=colleague, email=colleague.email or "", primary=True, verified=True)
    client, address = Client(), address_of(meeting)

    way_in = client.get(address)["Location"]
    back = client.post(way_in, {"login": colleague.email, "password": "secret"})

    assert back["Location"] == address


@pytest.mark.parametrize("token", ["1", "1:guess", "x:y", "1:", ":"])
def test_a_forged_code_opens_nothing(meeting: Meeting, colleague: User, sign_in: SignIn, token: str) -> None:
    assert sign_in(colleague).get(f"/events/check-in/{token}/").status_code == 404


def test_the_code_of_one_meeting_is_not_that_of_another(meeting: Meeting, teacher: User) -> None:
    other = make_event(teacher).meetings.get()
    signature = address_of(meeting).rpartition(":")[2]

    assert address_of(other) != f"/events/check-in/{other.pk}:{signature}"


def test_a_draft_has_no_code(meeting: Meeting, colleague: User, sign_in: SignIn) -> None:
    Event.objects.update(state=Event.State.DRAFT)

    assert sign_in(colleague).get(address_of(meeting)).status_code == 404


def test_a_cancelled_event_says_so(meeting: Meeting, colleague: User, sign_in: SignIn) -> None:
    Event.objects.update(state=Event.State.CANCELLED)

    assert (press(sign_in(colleague), meeting), Registration.objects.exists()) == ("cancelled", False)


@pytest.mark.parametrize("who", ["host", "second host"])
def test_those_who_hold_it_need_no_mark(
    meeting: Meeting, teacher: User, colleague: User, sign_in: SignIn, who: str
) -> None:
    CoHost.objects.create(event=meeting.event, person=colleague, state="agreed")

    assert press(sign_in(teacher if who == "host" else colleague), meeting) == "host"
    assert not Registration.objects.exists()


# --- Those for whom no seat was kept --------------------------------------------------------------------------------


def test_a_guest_in_the_room_is_let_in_whatever_the_seats(
    meeting: Meeting, colleague: User, outsider: User, sign_in: SignIn
) -> None:
    """The event is neither offered to their kindergarten nor has it a seat left; they stand in the room."""
    Event.objects.update(capacity=1)
    make_registration(meeting.event, colleague)

    assert press(sign_in(outsider), meeting) == "done"

    row = Registration.objects.get(teacher=outsider)
    change = row.changes.get()
    assert (row.state, row.kindergarten) == ("joined", outsider.kindergarten)
    assert (change.was, change.became, change.by, change.reason) == ("", "joined", outsider, "отметка по коду в зале")


def test_a_guest_sees_what_they_came_to(meeting: Meeting, outsider: User, sign_in: SignIn) -> None:
    client = sign_in(outsider)
    before = client.get(meeting.event.get_absolute_url()).status_code

    press(client, meeting)

    assert (before, client.get(meeting.event.get_absolute_url()).status_code) == (404, 200)


@pytest.mark.parametrize("state", ["waiting", "left", "asked"])
def test_whoever_waited_or_left_and_came_has_a_seat(
    meeting: Meeting, colleague: User, sign_in: SignIn, state: str
) -> None:
    make_registration(meeting.event, colleague, state, queue_number=4)

    press(sign_in(colleague), meeting)

    row = Registration.objects.get()
    assert (row.state, row.queue_number, row.changes.get().was) == ("joined", None, state)


def test_nobody_comes_unannounced_to_a_consultation(meeting: Meeting, colleague: User, sign_in: SignIn) -> None:
    pytest.importorskip("events.behaviours.consultation")
    Event.objects.update(form=make_event(meeting.event.host, form_code="consultation").form)

    sign_in(colleague).post(address_of(meeting))

    assert not Registration.objects.exists()


def test_who_is_late_takes_back_the_hosts_no(meeting: Meeting, teacher: User, colleague: User, sign_in: SignIn) -> None:
    registration = make_registration(meeting.event, colleague)
    mark_meeting(meeting, {registration.pk: Word("absent", "children")}, by=teacher)

    press(sign_in(colleague), meeting)

    registration.refresh_from_db()
    assert (registration.state, registration.absence) == ("joined", "")
    assert list(registration.changes.values_list("was", "became")) == [("joined", "absent"), ("absent", "joined")]


@pytest.mark.parametrize("been", [False, True])
def test_who_changed_shifts_sits_where_they_came(
    meeting: Meeting, colleague: User, sign_in: SignIn, been: bool
) -> None:
    """But whoever has been at their own stream's meeting is counted there."""
    event = meeting.event
    first, second = (Stream.objects.create(event=event, name=name) for name in ("Первый", "Второй"))
    now = timezone.now()
    times = [(now - dt.timedelta(days=1), first), (now, second)]
    plan(event, [Time(at, at + 60 * MINUTE, stream=stream) for at, stream in times])
    registration = make_registration(event, colleague, stream=first)
    if been:
        MeetingMark.objects.create(registration=registration, meeting=event.meetings.get(stream=first), state="here")

    press(sign_in(colleague), event.meetings.get(stream=second))

    registration.refresh_from_db()
    assert registration.stream == (first if been else second)


# --- The code itself ------------------------------------------------------------------------------------------------


def test_the_host_shows_the_code_of_the_meeting_that_goes_on(teacher: User, sign_in: SignIn) -> None:
    event, now = make_event(teacher), timezone.now()
    days = [now + dt.timedelta(days=day) for day in (-9, 0, 9)]
    plan(event, [Time(day, day + 60 * MINUTE) for day in days])
    meetings, client = list(event.meetings.all()), sign_in(teacher)

    shown = [client.get(f"/events/{event.pk}/check-in/code/", {"meeting": pk}).context for pk in ("", meetings[2].pk)]

    assert [page["meeting"] for page in shown] == meetings[1:]
    assert shown[0]["address"] == f"http://testserver{address_of(meetings[1])}"


def test_the_code_of_what_is_over_is_not_shown(teacher: User, sign_in: SignIn) -> None:
    event = make_event(teacher, starts_at=timezone.now() - dt.timedelta(days=1))

    page = sign_in(teacher).get(f"/events/{event.pk}/check-in/code/").content.decode()

    assert ("data:image/svg" in page, "закончилась" in page) == (False, True)
