"""Who would have to be in two places at once: found before it hurts, told to nobody whom it does not concern."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.planning import Time
from events.clashes import Clash, of_people, of_places
from events.models import CoHost, Event, Meeting, Registration, Stream
from teachers.models import Kindergarten, Shift, User
from tests.factories import make_event, make_meeting, make_place, make_registration, make_user
from tests.queries import costs, counted

SignIn = Callable[[User], Client]
HOUR = dt.timedelta(hours=1)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def noon() -> dt.datetime:
    """A Thursday ahead, 13:00 in Moscow, in an odd week."""
    day = timezone.localdate() + dt.timedelta(days=14)
    day += dt.timedelta(days=(3 - day.weekday()) % 7)
    day += dt.timedelta(days=0 if day.isocalendar().week % 2 else 7)
    if day.isocalendar().week % 2 == 0:  # a year of 53 weeks has two odd ones side by side
        day += dt.timedelta(days=7)
    return dt.datetime.combine(day, dt.time(13), MOSCOW)


def clashes(person: User, starts_at: dt.datetime, reader: User | None = None) -> list[Clash]:
    times = [Time(starts_at, starts_at + HOUR)]
    return of_people({person: times}, reader=reader or person)


def said(found: list[Clash]) -> list[str]:
    return [clash.words.split(". ")[0] for clash in found]


# --- What takes up a person's time ----------------------------------------------------------------------------------


def test_a_seat_at_another_event(teacher: User, colleague: User, noon: dt.datetime) -> None:
    make_registration(make_event(teacher, title="Гостиная", starts_at=noon + HOUR / 2), colleague)

    assert said(clashes(colleague, noon)) == ["Вы записаны: «Гостиная»"]


@pytest.mark.parametrize("minutes", [-60, 60])
def test_an_event_that_ends_as_the_other_begins_is_no_clash(
    teacher: User, colleague: User, noon: dt.datetime, minutes: int
) -> None:
    make_registration(make_event(teacher, starts_at=noon + dt.timedelta(minutes=minutes)), colleague)

    assert clashes(colleague, noon) == []


@pytest.mark.parametrize("state", ["left", "waiting", "asked"])
def test_without_a_seat_there_is_no_clash(teacher: User, colleague: User, noon: dt.datetime, state: str) -> None:
    make_registration(make_event(teacher, starts_at=noon), colleague, state, queue_number=1)

    assert clashes(colleague, noon) == []


def test_a_cancelled_event_takes_up_no_time(teacher: User, colleague: User, noon: dt.datetime) -> None:
    make_registration(make_event(teacher, starts_at=noon, state=Event.State.CANCELLED), colleague)

    assert clashes(colleague, noon) == []


def test_the_other_stream_is_not_ones_own(teacher: User, colleague: User, noon: dt.datetime) -> None:
    event = make_event(teacher, starts_at=noon - dt.timedelta(days=1))
    mine, other = (Stream.objects.create(event=event, name=name) for name in ("А", "Б"))
    make_meeting(event, stream=mine, starts_at=noon - 3 * HOUR, ends_at=noon - 2 * HOUR)
    make_meeting(event, stream=other, starts_at=noon, ends_at=noon + HOUR)
    make_registration(event, colleague, stream=mine)

    assert (clashes(colleague, noon), len(clashes(colleague, noon - 3 * HOUR))) == ([], 1)


def test_a_booked_slot_alone_is_taken(teacher: User, colleague: User, noon: dt.datetime) -> None:
    event = make_event(teacher, form_code="consultation", starts_at=noon, ends_at=noon + 3 * HOUR)
    begins, ends = noon + 2 * HOUR, noon + 2.5 * HOUR
    make_registration(event, colleague, slot_starts_at=begins, slot_ends_at=ends)

    assert (clashes(colleague, noon), len(clashes(colleague, noon + 2 * HOUR))) == ([], 1)


@pytest.mark.parametrize("state", ["accepted", "confirmed", "published"])
def test_what_one_holds(teacher: User, noon: dt.datetime, state: str) -> None:
    make_event(teacher, title="Проба", starts_at=noon, state=state)

    assert said(clashes(teacher, noon)) == ["Вы ведёте: «Проба»"]


def test_what_one_holds_together(teacher: User, colleague: User, noon: dt.datetime) -> None:
    event = make_event(teacher, title="Проба", starts_at=noon)
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)

    assert said(clashes(colleague, noon)) == ["Вы ведёте: «Проба»"]


def test_a_shift_in_the_kindergartens_own_time(kindergarten: Kindergarten, teacher: User, noon: dt.datetime) -> None:
    kindergarten.time_zone = "Asia/Yekaterinburg"
    kindergarten.save()
    Shift.objects.create(person=teacher, weekday=3, begins="15:30", ends="19:00")

    assert said(clashes(teacher, noon)) == ["У Вас смена"]  # 13:00 in Moscow is 15:00 there
    assert clashes(teacher, noon - HOUR) == []


@pytest.mark.parametrize(("weeks", "found"), [("odd", [1, 0]), ("even", [0, 1]), ("every", [1, 1])])
def test_shifts_take_turns_by_weeks(teacher: User, noon: dt.datetime, weeks: str, found: list[int]) -> None:
    Shift.objects.create(person=teacher, weekday=3, begins="07:00", ends="14:00", weeks=weeks)
    next_week = next(day for day in (noon + dt.timedelta(days=7), noon + dt.timedelta(days=14)) if _is_even(day))

    assert [len(clashes(teacher, moment)) for moment in (noon, next_week)] == found


def _is_even(day: dt.datetime) -> bool:
    return day.isocalendar().week % 2 == 0


def test_a_meeting_over_midnight_meets_the_shifts_of_both_days(teacher: User, noon: dt.datetime) -> None:
    Shift.objects.create(person=teacher, weekday=3, begins="22:00", ends="23:59")
    Shift.objects.create(person=teacher, weekday=4, begins="00:00", ends="06:00")
    late = [Time(noon + 10.5 * HOUR, noon + 12 * HOUR)]

    assert len(of_people({teacher: late}, reader=teacher)) == 2


def test_the_event_itself_does_not_count(teacher: User, noon: dt.datetime) -> None:
    event = make_event(teacher, starts_at=noon)

    assert of_people({teacher: [Time(noon, noon + HOUR)]}, reader=teacher, apart_from=[event.pk]) == []


# --- What others may know -------------------------------------------------------------------------------------------


def test_of_a_colleague_only_what_is_public_is_told(teacher: User, colleague: User, noon: dt.datetime) -> None:
    make_registration(make_event(teacher, title="Гостиная", starts_at=noon), colleague)

    assert said(clashes(colleague, noon, reader=teacher)) == ["Зорина Вера: «Гостиная»"]


def test_an_event_that_the_reader_may_not_see_is_not_named(
    teacher: User, colleague: User, outsider: User, noon: dt.datetime
) -> None:
    make_registration(make_event(outsider, title="Канарейка", starts_at=noon), colleague)

    assert said(clashes(colleague, noon, reader=teacher)) == ["Зорина Вера: другие дела"]


def test_a_shift_is_never_told_to_others(teacher: User, colleague: User, noon: dt.datetime) -> None:
    Shift.objects.create(person=colleague, weekday=3, begins="07:00", ends="14:00")

    found = clashes(colleague, noon, reader=teacher)

    assert said(found) == ["Зорина Вера: другие дела"]
    assert "07:00" not in found[0].words


# --- Places ---------------------------------------------------------------------------------------------------------


def test_a_place_that_is_taken(kindergarten: Kindergarten, teacher: User, colleague: User, noon: dt.datetime) -> None:
    hall = make_place(kindergarten, "Зал")
    make_event(colleague, title="Музыка для перехода", starts_at=noon, place=hall)

    found = of_places([(Time(noon, noon + HOUR), hall), (Time(noon + HOUR, noon + 2 * HOUR), hall)], reader=teacher)

    assert said(found) == ["Зал: «Музыка для перехода»"]


def test_an_event_that_is_only_proposed_takes_no_place(
    kindergarten: Kindergarten, teacher: User, colleague: User, noon: dt.datetime
) -> None:
    hall = make_place(kindergarten)
    make_event(colleague, starts_at=noon, place=hall, state=Event.State.PROPOSED)

    assert of_places([(Time(noon, noon + HOUR), hall)], reader=teacher) == []


# --- At what cost ---------------------------------------------------------------------------------------------------


def test_one_query_for_oneself(teacher: User, colleague: User, noon: dt.datetime) -> None:
    make_registration(make_event(teacher, starts_at=noon), colleague)
    Shift.objects.create(person=colleague, weekday=3, begins="07:00", ends="14:00")
    assert colleague.kindergarten

    with counted() as queries:
        found = clashes(colleague, noon)

    assert (len(found), len(queries)) == (2, 1)


def test_any_number_of_people_costs_the_same(kindergarten: Kindergarten, teacher: User, noon: dt.datetime) -> None:
    people: dict[User, list[Time]] = {}

    def one_more() -> None:
        person = make_user(kindergarten)
        make_registration(make_event(teacher, starts_at=noon), person)
        Shift.objects.create(person=person, weekday=3, begins="07:00", ends="14:00")
        people[person] = [Time(noon, noon + HOUR), Time(noon + HOUR, noon + 2 * HOUR)]

    assert len(set(costs(lambda: of_people(people, reader=teacher), one_more))) == 1


# --- On the pages ---------------------------------------------------------------------------------------------------


def test_the_page_of_an_event_warns_and_lets_one_register(
    teacher: User, colleague: User, noon: dt.datetime, sign_in: SignIn
) -> None:
    make_registration(make_event(teacher, title="Гостиная", starts_at=noon), colleague)
    event, reader = make_event(teacher, starts_at=noon), sign_in(colleague)

    response = reader.get(event.get_absolute_url())

    assert said(response.context["clashes"]) == ["Вы записаны: «Гостиная»"]
    assert "В это время Вы заняты" in response.content.decode()
    reader.post(f"/events/{event.pk}/join/")
    assert Registration.objects.of(colleague).filter(state="joined").count() == 2


def test_whoever_is_registered_was_warned(teacher: User, colleague: User, noon: dt.datetime, sign_in: SignIn) -> None:
    Shift.objects.create(person=colleague, weekday=3, begins="07:00", ends="14:00")
    event = make_event(teacher, starts_at=noon)
    make_registration(event, colleague)

    assert sign_in(colleague).get(event.get_absolute_url()).context["clashes"] == []


def test_a_warning_adds_one_question_to_the_page(
    teacher: User, colleague: User, noon: dt.datetime, sign_in: SignIn
) -> None:
    event, reader = make_event(teacher, starts_at=noon), sign_in(colleague)

    def one_more() -> None:
        make_registration(make_event(teacher, starts_at=noon), colleague)

    one, three = costs(lambda: reader.get(event.get_absolute_url()), one_more)

    assert one == three
    assert Meeting.objects.count() == 4
