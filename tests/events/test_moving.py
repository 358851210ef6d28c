"""Changing what others know of: clashes are said first, nobody loses a seat, whoever is concerned hears of it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.actions import registration
from events.actions.attendance import Word, mark_meeting
from events.actions.moving import revise
from events.actions.planning import Sheet, Time, plan
from events.models import CoHost, Event, Interest, MeetingMark, Registration, Stream
from notifications.models import Message
from teachers.models import Kindergarten, Shift, User
from tests.events.sheets import as_opened, day_ahead
from tests.factories import make_event, make_meeting, make_past_event, make_place, make_registration, make_user
from tests.races import at_once

SignIn = Callable[[User], Client]
HOUR = dt.timedelta(hours=1)
NOON = dt.time(13)


@pytest.fixture
def event(teacher: User) -> Event:
    """Published, in two days, 13:00–14:00."""
    day = timezone.localdate() + dt.timedelta(days=2)
    starts_at = dt.datetime.combine(day, NOON, timezone.get_current_timezone())
    return make_event(teacher, title="Гостиная", starts_at=starts_at, capacity=2)


@pytest.fixture
def host(teacher: User, sign_in: SignIn) -> Client:
    return sign_in(teacher)


def edit(client: Client, event: Event, **changes: str) -> tuple[Client, str, dict[str, str]]:
    """The page of the event opened, and what would be sent from it."""
    address = f"/events/{event.pk}/edit/"
    return client, address, as_opened(client.get(address)) | changes


def told(kind: str) -> list[int]:
    return sorted(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def sheet(event: Event, *times: Time, **fields: object) -> Sheet:
    return Sheet(fields=fields, times=times or [Time(event.starts_at, event.ends_at)])


# --- Moving ---------------------------------------------------------------------------------------------------------


def test_moving_says_first_who_will_clash_and_writes_nothing(
    host: Client, event: Event, colleague: User, kindergarten: Kindergarten
) -> None:
    make_registration(event, colleague)
    make_registration(event, make_user(kindergarten))
    Shift.objects.create(person=colleague, weekday=(event.starts_at.weekday() + 1) % 7, begins="07:00", ends="14:00")
    client, address, data = edit(host, event, day=day_ahead(3))

    notice = client.post(address, data).context["notice"]

    assert (notice.is_move, notice.expected, len(notice.coming)) == (True, 2, 1)
    assert Event.objects.get().starts_at == event.starts_at


def test_moving_is_confirmed_by_pressing_once_more(host: Client, event: Event, teacher: User, colleague: User) -> None:
    mine = make_registration(event, colleague)
    client, address, data = edit(host, event, day=day_ahead(3))
    seen = client.post(address, data).context["notice"].digest

    client.post(address, data | {"seen": seen})

    event.refresh_from_db()
    mine.refresh_from_db()
    assert f"{timezone.localtime(event.starts_at):%Y-%m-%d %H:%M}" == f"{day_ahead(3)} 13:00"
    assert (event.sequence, event.version, mine.state) == (1, 2, Registration.State.JOINED)
    assert told("event_moved") == [colleague.pk]


def test_another_time_than_the_one_confirmed_is_asked_about_anew(host: Client, event: Event, colleague: User) -> None:
    make_registration(event, colleague)
    Shift.objects.create(person=colleague, weekday=event.starts_at.weekday(), begins="15:00", ends="19:00")
    client, address, data = edit(host, event, day=day_ahead(3))
    seen = client.post(address, data).context["notice"].digest

    response = client.post(address, data | {"day": day_ahead(2), "begins": "15:00", "ends": "16:00", "seen": seen})

    assert len(response.context["notice"].coming) == 1


def test_other_words_need_no_second_press_and_no_letter(host: Client, event: Event, colleague: User) -> None:
    make_registration(event, colleague)
    client, address, data = edit(host, event, to_bring="Фото")

    response = client.post(address, data)

    event.refresh_from_db()
    assert (response.status_code, event.to_bring, told("event_moved")) == (302, "Фото", [])


def test_another_place_is_a_move_too(host: Client, event: Event, kindergarten: Kindergarten, colleague: User) -> None:
    make_registration(event, colleague)
    client, address, data = edit(host, event, place=str(make_place(kindergarten).pk))
    seen = client.post(address, data).context["notice"].digest

    client.post(address, data | {"seen": seen})

    assert (told("event_moved"), Event.objects.get().sequence) == ([colleague.pk], 1)


def test_a_place_taken_and_a_host_engaged_are_said(
    host: Client, event: Event, teacher: User, colleague: User, kindergarten: Kindergarten
) -> None:
    hall = make_place(kindergarten, "Зал")
    make_event(colleague, starts_at=event.starts_at, place=hall)
    make_event(teacher, starts_at=event.starts_at)
    client, address, data = edit(host, event, place=str(hall.pk))

    notice = client.post(address, data).context["notice"]

    assert (len(notice.places), len(notice.own)) == (1, 1)


def test_everybody_is_asked_about_the_times_of_their_own_stream(
    host: Client, event: Event, colleague: User, kindergarten: Kindergarten
) -> None:
    first, second = (Stream.objects.create(event=event, name=name, order=order) for order, name in enumerate("АБ"))
    event.meetings.update(stream=first)
    make_meeting(event, stream=second, starts_at=event.starts_at + 2 * HOUR, ends_at=event.starts_at + 3 * HOUR)
    late = make_user(kindergarten)
    make_registration(event, colleague, stream=first)
    make_registration(event, late, stream=second)
    for person in (colleague, late):
        make_registration(make_event(make_user(kindergarten), starts_at=event.starts_at + 3 * HOUR), person)
    client, address, data = edit(host, event, **{"streams-begins": "16:00", "streams-ends": "17:00"})

    notice = client.post(address, data).context["notice"]

    assert [clash.who for clash in notice.coming] == [str(late)]


def test_marks_of_attendance_stay_with_their_meeting(event: Event, teacher: User, colleague: User) -> None:
    past = make_past_event(teacher)
    meeting = past.meetings.get()
    later = make_meeting(past, starts_at=timezone.now() + HOUR, ends_at=timezone.now() + 2 * HOUR)
    past.ends_at = later.ends_at
    past.save()
    MeetingMark.objects.create(registration=make_registration(past, colleague), meeting=meeting, state="here")
    times = [
        Time(meeting.starts_at, meeting.ends_at, meeting=meeting.pk),
        Time(later.starts_at + HOUR, later.ends_at + HOUR, meeting=later.pk),
    ]

    revise(past, sheet(past, *times), by=teacher, version=1)

    assert MeetingMark.objects.get().meeting == meeting


# --- Seats ----------------------------------------------------------------------------------------------------------


def test_more_seats_promote_those_who_wait_in_their_order(
    event: Event, teacher: User, kindergarten: Kindergarten
) -> None:
    for _seat in range(2):
        make_registration(event, make_user(kindergarten))
    waiting = [make_registration(event, make_user(kindergarten), "waiting", queue_number=n) for n in (1, 2, 3)]

    revise(event, sheet(event, capacity=4), by=teacher, version=1)

    states = [Registration.objects.get(pk=row.pk).state for row in waiting]
    assert states == ["joined", "joined", "waiting"]


def test_fewer_seats_evict_nobody(event: Event, teacher: User, kindergarten: Kindergarten) -> None:
    for _seat in range(2):
        make_registration(event, make_user(kindergarten))

    revise(event, sheet(event, capacity=1), by=teacher, version=1)

    assert Registration.objects.filter(event=event).seated().count() == 2


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_joining_while_the_seats_change_ends_with_as_many_as_there_are(
    kindergarten: Kindergarten, teacher: User
) -> None:
    event = make_event(teacher, capacity=3)
    people = [make_user(kindergarten) for _ in range(20)]
    joining = [lambda person=person: registration.join(event, by=person, or_wait=True) for person in people]

    at_once(*joining, lambda: revise(event, sheet(event, capacity=8), by=teacher, version=1))

    assert Registration.objects.filter(event=event, state="joined").count() == 8


# --- Who may, and until when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["proposed", "accepted", "confirmed", "published"])
def test_the_host_and_a_methodist_change_it_until_it_is_over(
    teacher: User, methodist: User, state: str, sign_in: SignIn
) -> None:
    event = make_event(teacher, state=state)

    assert [sign_in(who).get(f"/events/{event.pk}/edit/").status_code for who in (teacher, methodist)] == [200, 200]


def test_a_second_host_who_agreed_changes_it_but_asks_nobody_else(
    event: Event, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)
    client, address, data = edit(sign_in(colleague), event, title="Салон", **{"cohosts-person0": ""})

    client.post(address, data)

    assert (Event.objects.get().title, CoHost.objects.count()) == ("Салон", 1)


def test_nobody_else_does(event: Event, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        revise(event, sheet(event), by=colleague, version=1)


def test_what_is_over_stays_as_it_was(teacher: User) -> None:
    event = make_past_event(teacher)

    with pytest.raises(PermissionDenied):
        revise(event, sheet(event), by=teacher, version=1)


# --- Others hear of it ----------------------------------------------------------------------------------------------


def test_a_colleague_named_later_is_asked_at_once(host: Client, event: Event, colleague: User) -> None:
    client, address, data = edit(host, event, **{"cohosts-person0": str(colleague.pk)})

    client.post(address, data)

    assert told("event_cohost_invited") == [colleague.pk]


def test_a_day_found_invites_those_who_were_interested(host: Client, teacher: User, colleague: User) -> None:
    event = make_event(teacher, starts_at=timezone.now() + HOUR, state="draft")
    event.meetings.all().delete()
    Event.objects.update(starts_at=None, ends_at=None, state="published")
    Interest.objects.create(event=event, person=colleague)
    client, address, data = edit(host, event, day=day_ahead(5), begins="13:00")
    del data["undated"]
    notice = client.post(address, data).context["notice"]

    client.post(address, data | {"seen": notice.digest})

    assert told("event_wished_for") == [colleague.pk]


# --- Proposing ------------------------------------------------------------------------------------------------------


def test_a_clash_is_said_before_an_event_is_proposed(host: Client, event: Event) -> None:
    draft = make_event(event.host, state="draft", starts_at=event.starts_at)
    client, address, data = edit(host, draft, submit="1")

    response = client.post(address, data)

    assert len(response.context["notice"].own) == 1
    assert "Всё равно предложить" in response.content.decode()
    client.post(address, data | {"seen": response.context["notice"].digest})
    assert Event.objects.get(pk=draft.pk).state == Event.State.PROPOSED


def test_a_draft_is_saved_without_a_word(host: Client, event: Event) -> None:
    draft = make_event(event.host, state="draft", starts_at=event.starts_at)
    client, address, data = edit(host, draft)

    assert client.post(address, data).status_code == 302


# --- Hours that were said already -----------------------------------------------------------------------------------


@pytest.fixture
def half_way(teacher: User, colleague: User) -> tuple[Event, Registration]:
    """A laboratory whose first hour is over, with the colleague there, and whose second is ahead."""
    event = make_past_event(teacher)
    make_meeting(event, starts_at=timezone.now() + 24 * HOUR, ends_at=timezone.now() + 25 * HOUR)
    plan(event, [Time(m.starts_at, m.ends_at, meeting=m.pk) for m in event.meetings.all()])
    row = make_registration(event, colleague)
    mark_meeting(event.meetings.all()[0], {row.pk: Word(MeetingMark.State.HERE)}, by=teacher)
    return event, row


def test_hours_follow_a_meeting_that_was_longer(half_way: tuple[Event, Registration], teacher: User) -> None:
    event, row = half_way
    first, second = event.meetings.all()
    times = [
        Time(first.starts_at, first.ends_at + HOUR, meeting=first.pk),
        Time(second.starts_at, second.ends_at, meeting=second.pk),
    ]

    revise(event, Sheet(fields={}, times=times), by=teacher, version=Event.objects.get().version)

    row.refresh_from_db()
    assert row.hours == 2


def test_a_meeting_taken_out_takes_its_hours_along(half_way: tuple[Event, Registration], teacher: User) -> None:
    event, row = half_way
    second = event.meetings.all()[1]
    times = [Time(second.starts_at, second.ends_at, meeting=second.pk)]

    revise(event, Sheet(fields={}, times=times), by=teacher, version=Event.objects.get().version)

    row.refresh_from_db()
    assert (row.state, row.hours) == (Registration.State.JOINED, None)
