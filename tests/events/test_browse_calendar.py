"""The week and the month of events: their edges, what is quiet and what is struck through, and the way about."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from events.models import Event
from events.spans import Month, Week
from teachers.models import Kindergarten, User
from tests.factories import make_event

SignIn = Callable[[User], Client]
MOSCOW = ZoneInfo("Europe/Moscow")
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=MOSCOW)


def at(day: str, clock: str = "13:00", zone: ZoneInfo = MOSCOW) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("named", "monday"),
    [
        ("2026-11-24", "2026-11-23"),
        ("2026-12-31", "2026-12-28"),
        ("2027-01-01", "2026-12-28"),
        ("2027-01-03", "2026-12-28"),
        ("2027-01-04", "2027-01-04"),
        ("", "2026-11-23"),
        ("odd", "2026-11-23"),
        ("9999-12-31", "2026-11-23"),
        ("0001-01-01", "2026-11-23"),
    ],
)
def test_a_week_begins_on_monday_and_walks_over_new_year(named: str, monday: str) -> None:
    with time_machine.travel(NOON):
        assert str(Week.named(named)) == monday


def test_weeks_follow_each_other() -> None:
    week = Week.named("2026-12-31")

    assert (str(week.previous), str(week.next), week.last) == ("2026-12-21", "2027-01-04", dt.date(2027, 1, 3))


@pytest.mark.parametrize(
    ("named", "first", "last"),
    [
        ("2026-11", "2026-10-26", "2026-12-06"),
        ("2027-02", "2027-02-01", "2027-02-28"),
        ("2028-02", "2028-01-31", "2028-03-05"),
        ("2026-13", "2026-10-26", "2026-12-06"),
        ("2026-11-24", "2026-10-26", "2026-12-06"),
    ],
)
def test_a_month_is_shown_in_whole_weeks(named: str, first: str, last: str) -> None:
    with time_machine.travel(NOON):
        month = Month.named(named)

    assert (str(month.first), str(month.last)) == (first, last)


def test_months_follow_each_other_over_new_year() -> None:
    assert [str(Month.named(name).next) for name in ("2026-12", "2027-01")] == ["2027-01", "2027-02"]
    assert [str(Month.named(name).previous) for name in ("2027-01", "2027-03")] == ["2026-12", "2027-02"]


def shown(client: Client, query: str) -> dict[dt.date, list[str]]:
    """Titles by day of a week or a month."""
    context = client.get(f"/events/?{query}").context
    days = context["days"] if "week" in context else [pair for week in context["weeks"] for pair in week]
    return {day: [entry.event.title for entry in entries] for day, entries in days if entries}


@pytest.mark.parametrize("query", ["view=week&from=2026-12-31", "view=month&month=2026-12"])
def test_a_meeting_stands_under_the_readers_own_day(
    teacher: User, colleague: User, kindergarten: Kindergarten, sign_in: SignIn, query: str
) -> None:
    Kindergarten.objects.filter(pk=kindergarten.pk).update(time_zone="Asia/Kamchatka")
    kamchatka = ZoneInfo("Asia/Kamchatka")
    with time_machine.travel(NOON):
        make_event(teacher, title="До полуночи", starts_at=at("2026-12-31", "23:59", kamchatka))
        make_event(teacher, title="В полночь", starts_at=at("2027-01-01", "00:00", kamchatka))

        days = shown(sign_in(colleague), query)

    assert days == {dt.date(2026, 12, 31): ["До полуночи"], dt.date(2027, 1, 1): ["В полночь"]}


def test_the_edges_of_a_week_belong_to_one_week_each(teacher: User, colleague: User, sign_in: SignIn) -> None:
    with time_machine.travel(NOON):
        for moment in (
            at("2026-11-22", "23:59"),
            at("2026-11-23", "00:00"),
            at("2026-11-29", "23:59"),
            at("2026-11-30", "00:00"),
        ):
            make_event(teacher, title=f"{moment:%d %H:%M}", starts_at=moment)
        days = shown(sign_in(colleague), "view=week")

    assert days == {dt.date(2026, 11, 23): ["23 00:00"], dt.date(2026, 11, 29): ["29 23:59"]}


@pytest.mark.parametrize("query", ["view=week", "view=month"])
def test_past_meetings_are_quiet_and_cancelled_ones_struck_through(
    teacher: User, colleague: User, sign_in: SignIn, query: str
) -> None:
    with time_machine.travel(NOON):
        make_event(teacher, starts_at=at("2026-11-23"), state=Event.State.CLOSED)
        make_event(teacher, starts_at=at("2026-11-26"), state=Event.State.CANCELLED)
        make_event(teacher, starts_at=at("2026-11-27"))
        make_event(teacher, starts_at=at("2026-11-27"), state=Event.State.PROPOSED)
        page = sign_in(colleague).get(f"/events/?{query}").content.decode()

    calendar = page[page.index('class="turn"') : page.index("</ol>" if "week" in query else "</table>")]
    counts = [calendar.count(words) for words in ("brief--over", "brief--cancelled", ">отменено<", 'class="brief ')]
    assert counts == [1, 1, 1, 3]


def test_a_full_day_names_some_and_leads_to_the_rest(teacher: User, colleague: User, sign_in: SignIn) -> None:
    with time_machine.travel(NOON):
        for hour in range(10, 15):
            make_event(teacher, starts_at=at("2026-11-26", f"{hour}:00"))
        reader = sign_in(colleague)
        month = reader.get("/events/?view=month").content.decode()
        of_day = reader.get("/events/?view=month&month=2026-11&day=2026-11-26").context["of_day"]

    assert "Ещё 2" in month
    assert "26 ноября, 5 встреч" in month
    assert [entry.event.starts_at.astimezone(MOSCOW).hour for entry in of_day] == [10, 11, 12, 13, 14]


def test_a_week_bounds_a_day_too(teacher: User, colleague: User, sign_in: SignIn) -> None:
    with time_machine.travel(NOON):
        for minute in range(14):
            make_event(teacher, starts_at=at("2026-11-26", f"13:{minute:02}"))
        page = sign_in(colleague).get("/events/?view=week").content.decode()

    assert (page.count('class="brief '), "Ещё 2" in page) == (12, True)


def test_filters_narrow_the_calendar_and_stay_when_it_is_turned(
    teacher: User, colleague: User, sign_in: SignIn
) -> None:
    with time_machine.travel(NOON):
        make_event(teacher, title="Круг", starts_at=at("2026-11-26"))
        make_event(teacher, title="Театр", starts_at=at("2026-11-26"))
        reader = sign_in(colleague)

        assert shown(reader, "view=month&q=круг") == {dt.date(2026, 11, 26): ["Круг"]}
        page = reader.get("/events/?view=month&form=master-class").content.decode()

    turns = [f'href="/events/?view=month&amp;form=master-class&amp;month={month}"' for month in ("2026-10", "2026-12")]
    assert [turn in page for turn in turns] == [True, True]


def test_the_month_is_a_table_with_named_columns(teacher: User, sign_in: SignIn) -> None:
    with time_machine.travel(NOON):
        page = sign_in(teacher).get("/events/?view=month").content.decode()

    assert '<caption class="visually-hidden">Ноябрь 2026</caption>' in page
    assert (page.count('scope="col"'), 'title="понедельник"' in page.lower()) == (7, True)
    assert page.count('aria-current="date"') == 1


@pytest.mark.parametrize(
    "query", ["view=week&from=%00", "view=month&month=9999-12", "view=month&day=2026-02-30", "view=x"]
)
def test_an_address_that_makes_no_sense_shows_what_is_usual(teacher: User, sign_in: SignIn, query: str) -> None:
    assert sign_in(teacher).get(f"/events/?{query}").status_code == 200
