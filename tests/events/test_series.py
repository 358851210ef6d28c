"""A lounge every second Thursday: laid out without holidays, decided together, changed one, from here on, or all."""

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.actions import lifecycle, series
from events.actions.planning import Time
from events.models import CoHost, Event, Holiday, Registration
from events.recurrence import Rule, lay_out, shifted
from notifications.models import Message
from teachers.models import Kindergarten, User
from tests.events.sheets import as_opened, errors, typed
from tests.factories import make_registration, make_user

SignIn = Callable[[User], Client]
PROPOSE = "/events/propose/"
MOSCOW = ZoneInfo("Europe/Moscow")
FIRST = dt.date(2026, 12, 3)  # a Thursday


@pytest.fixture
def host(teacher: User, sign_in: SignIn) -> Iterator[Client]:
    """Before the first day, in the middle of a school year."""
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=MOSCOW), tick=False):
        yield sign_in(teacher)


def regular(**fields: str) -> dict[str, str]:
    """Every second Thursday from 3 December to 4 February."""
    rule = {"repeat__every": "2", "repeat__until": "2027-02-04"}
    return typed(**({"day": FIRST.isoformat()} | rule | fields))


def laid_out(host: Client, submit: bool = False, **fields: str) -> list[Event]:
    """What comes of proposing it and pressing once more, the nearest first."""
    data = regular(**fields) | ({"submit": "1"} if submit else {})
    seen = host.post(PROPOSE, data).context["notice"].digest
    assert host.post(PROPOSE, data | {"seen": seen}).status_code == 302
    return list(Event.objects.order_by("starts_at"))


def days(events: list[Event]) -> list[str]:
    return [f"{timezone.localtime(event.starts_at):%d.%m %H:%M}" for event in events]


def change(client: Client, event: Event, scope: str, **fields: str) -> None:
    """Opens the page of one, changes it, and presses once more if asked."""
    address = f"/events/{event.pk}/edit/"
    data = as_opened(client.get(address)) | fields | {"scope": scope}
    response = client.post(address, data)
    if response.status_code == 200:
        response = client.post(address, data | {"seen": response.context["notice"].digest})
    assert response.status_code == 302


# --- The days -------------------------------------------------------------------------------------------------------


def test_a_series_goes_over_new_year_and_skips_its_holidays(host: Client) -> None:
    events = laid_out(host)

    # 31 December is a working day by the list of the network; the kindergarten may say otherwise.
    assert days(events) == ["03.12 13:00", "17.12 13:00", "31.12 13:00", "14.01 13:00", "28.01 13:00"]
    assert len({event.series_id for event in events}) == 1


def test_the_kindergartens_own_days_are_skipped_and_another_ones_are_not(
    host: Client, kindergarten: Kindergarten, other_kindergarten: Kindergarten
) -> None:
    Holiday.objects.create(
        kindergarten=kindergarten, name="Каникулы", first_day=dt.date(2026, 12, 28), last_day=dt.date(2027, 1, 15)
    )
    Holiday.objects.create(
        kindergarten=other_kindergarten, name="Карантин", first_day=FIRST, last_day=dt.date(2027, 2, 28)
    )

    assert days(laid_out(host)) == ["03.12 13:00", "17.12 13:00", "28.01 13:00"]


def test_the_days_are_shown_with_those_left_out_before_anything_is_saved(
    host: Client, kindergarten: Kindergarten
) -> None:
    day = dt.date(2026, 12, 17)
    Holiday.objects.create(kindergarten=kindergarten, name="День кухни", first_day=day, last_day=day)

    notice = host.post(PROPOSE, regular()).context["notice"]

    assert (len(notice.days), notice.skipped) == (4, ["Четверг, 17 декабря 2026 – День кухни"])
    assert not Event.objects.exists()


def test_a_clash_on_one_of_the_days_is_said_too(host: Client, teacher: User) -> None:
    begins = dt.datetime(2027, 1, 14, 13, tzinfo=MOSCOW)
    other = laid_out(host)[0]
    Event.objects.exclude(pk=other.pk).delete()
    Event.objects.filter(pk=other.pk).update(
        state="published", starts_at=begins, ends_at=begins + dt.timedelta(hours=1)
    )
    other.meetings.update(starts_at=begins, ends_at=begins + dt.timedelta(hours=1))

    assert len(host.post(PROPOSE, regular()).context["notice"].own) == 1


@pytest.mark.parametrize(
    ("slip", "blamed"),
    [
        ({"repeat__until": ""}, "repeat-until"),
        ({"repeat__until": "2026-12-10"}, "repeat-until"),
        ({"repeat__until": "2027-09-01"}, "repeat-until"),
        ({"repeat__every": ""}, "repeat-every"),
        ({"repeat__every": "9"}, "repeat-every"),
        ({"day": "", "begins": "", "ends": "", "undated": "on"}, "repeat-every"),
    ],
)
def test_a_slip_is_explained_beside_its_field(host: Client, slip: dict[str, str], blamed: str) -> None:
    assert list(errors(host.post(PROPOSE, regular(**slip)))) == [blamed]


def test_days_that_are_all_holidays_make_no_series(host: Client) -> None:
    Holiday.objects.create(name="Ремонт", first_day=FIRST, last_day=dt.date(2027, 3, 1))

    assert list(errors(host.post(PROPOSE, regular()))) == ["repeat-until"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    every=st.integers(1, 4),
    weeks=st.integers(1, 39),
    closed=st.lists(st.tuples(st.integers(0, 280), st.integers(0, 20)), max_size=6),
)
def test_every_day_of_the_rule_is_kept_or_skipped_and_never_both(
    every: int, weeks: int, closed: list[tuple[int, int]]
) -> None:
    rule = Rule(every, FIRST + dt.timedelta(weeks=weeks))
    holidays = [
        Holiday(name="", first_day=FIRST + dt.timedelta(begin), last_day=FIRST + dt.timedelta(begin + length))
        for begin, length in closed
    ]

    calendar = lay_out(rule, FIRST, holidays)

    skipped = [day for day, _holiday in calendar.skipped]
    assert sorted([*calendar.kept, *skipped]) == rule.days(FIRST)
    assert not any(holiday.holds(day) for day in calendar.kept for holiday in holidays)
    assert all(holiday.holds(day) for day, holiday in calendar.skipped)


def test_the_wall_clock_stays_where_summer_time_begins() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begins = dt.datetime(2027, 3, 25, 13, tzinfo=berlin)

    later = shifted(Time(begins, begins + dt.timedelta(hours=1)), dt.timedelta(weeks=1), berlin)

    assert f"{later.starts_at.astimezone(berlin):%d %H:%M}" == "01 13:00"
    assert later.starts_at.utcoffset() != begins.utcoffset()


def test_streams_and_second_hosts_are_each_events_own(host: Client, colleague: User) -> None:
    events = laid_out(host, streams__begins="14:15", cohosts__person0=str(colleague.pk))

    assert [event.meetings.count() for event in events] == [2] * 5
    assert len({stream.pk for event in events for stream in event.streams.all()}) == 10
    assert CoHost.objects.count() == 5


# --- Decided together, told of once ---------------------------------------------------------------------------------


def test_one_letter_tells_of_the_whole_series(host: Client, methodist: User, colleague: User, sign_in: SignIn) -> None:
    events = laid_out(host, submit=True, cohosts__person0=str(colleague.pk))
    sign_in(methodist).post(f"/events/{events[1].pk}/accept/")
    host.post(f"/events/{events[0].pk}/confirm/")

    assert set(Event.objects.values_list("state", flat=True)) == {"published"}
    letters = sorted(Message.objects.values_list("kind", flat=True))
    assert letters == ["event_accepted", "event_cohost_invited", "event_proposed"]


def test_what_stands_elsewhere_is_left_there(host: Client, teacher: User, methodist: User) -> None:
    events = laid_out(host, submit=True)
    lifecycle.withdraw(events[2], by=teacher)

    series.together(lifecycle.accept, events[0], by=methodist)

    states = list(Event.objects.order_by("starts_at").values_list("state", flat=True))
    assert states == ["accepted", "accepted", "withdrawn", "accepted", "accepted"]


def test_a_second_host_agrees_to_all_at_once(host: Client, colleague: User, sign_in: SignIn) -> None:
    event = laid_out(host, submit=True, cohosts__person0=str(colleague.pk))[0]

    sign_in(colleague).post(f"/events/{event.pk}/hold/", {"agree": "1"})

    assert set(CoHost.objects.values_list("state", flat=True)) == {CoHost.State.AGREED}


# --- Changed one, from here on, or all ------------------------------------------------------------------------------


@pytest.fixture
def public(host: Client) -> list[Event]:
    events = laid_out(host)
    Event.objects.update(state="published")
    return events


@pytest.mark.parametrize(
    ("scope", "changed"),
    [("one", [0, 0, 1, 0, 0]), ("following", [0, 0, 1, 1, 1]), ("ahead", [1, 1, 1, 1, 1]), ("", [0, 0, 1, 0, 0])],
)
def test_words_are_changed_in_the_scope_that_is_chosen(
    host: Client, public: list[Event], scope: str, changed: list[int]
) -> None:
    change(host, public[2], scope, title="Салон")

    titles = Event.objects.order_by("starts_at").values_list("title", flat=True)
    assert [int(title == "Салон") for title in titles] == changed


def test_only_what_was_changed_is_carried_over(host: Client, public: list[Event]) -> None:
    Event.objects.filter(pk=public[3].pk).update(to_bring="Своё")

    change(host, public[2], "following", title="Салон")

    public[3].refresh_from_db()
    assert (public[3].title, public[3].to_bring) == ("Салон", "Своё")


def test_the_time_moves_by_as_much_and_one_moved_before_stays_apart(host: Client, public: list[Event]) -> None:
    change(host, public[3], "one", begins="15:00", ends="16:00")

    change(host, public[1], "following", begins="13:30", ends="14:45")

    events = list(Event.objects.order_by("starts_at"))
    assert days(events) == ["03.12 13:00", "17.12 13:30", "31.12 13:30", "14.01 15:30", "28.01 13:30"]
    assert events[4].ends_at - events[4].starts_at == dt.timedelta(minutes=75)


def test_a_moved_series_keeps_its_registrations_and_tells_those_concerned(
    host: Client, public: list[Event], colleague: User
) -> None:
    mine = [make_registration(event, colleague) for event in public[2:4]]
    rows = {event.pk: event.meetings.get().pk for event in public}

    change(host, public[1], "ahead", begins="13:30", ends="14:30")

    assert {event.pk: event.meetings.get().pk for event in public} == rows
    assert all(Registration.objects.get(pk=row.pk).state == "joined" for row in mine)
    assert Message.objects.filter(kind="event_moved", recipient=colleague).count() == 2


def test_another_day_of_the_week_is_carried_over(host: Client, public: list[Event]) -> None:
    change(host, public[3], "following", day="2027-01-15")

    assert days(list(Event.objects.order_by("starts_at")))[3:] == ["15.01 13:00", "29.01 13:00"]


def test_cancelled_ones_are_left_alone(host: Client, public: list[Event], teacher: User) -> None:
    lifecycle.cancel(public[3], reason="Ремонт", by=teacher)

    change(host, public[2], "ahead", title="Салон")

    public[3].refresh_from_db()
    assert (public[3].title, public[3].state) == ("Гостиная", "cancelled")


def test_an_outrun_page_changes_none_of_them(host: Client, public: list[Event]) -> None:
    address = f"/events/{public[0].pk}/edit/"
    data = as_opened(host.get(address)) | {"title": "Салон", "scope": "ahead"}
    Event.objects.filter(pk=public[0].pk).update(version=2)

    assert host.post(address, data).status_code == 409
    assert set(Event.objects.values_list("title", flat=True)) == {"Гостиная"}


@pytest.mark.parametrize(
    ("scope", "cancelled"), [("one", [0, 0, 1, 0, 0]), ("following", [0, 0, 1, 1, 1]), ("ahead", [1, 1, 1, 1, 1])]
)
def test_cancelling_has_the_same_scopes_and_one_reason(
    host: Client, public: list[Event], scope: str, cancelled: list[int]
) -> None:
    host.post(f"/events/{public[2].pk}/cancel/", {"comment": "Ремонт", "scope": scope})

    rows = Event.objects.order_by("starts_at").values_list("state", "state_note")
    assert [int(row == ("cancelled", "Ремонт")) for row in rows] == cancelled


def test_the_scope_is_asked_of_a_series_alone(host: Client, teacher: User) -> None:
    host.post(PROPOSE, typed(day=FIRST.isoformat()))
    event = Event.objects.get()

    assert 'name="scope"' not in host.get(f"/events/{event.pk}/edit/").content.decode()


def test_a_stranger_changes_none_of_them(public: list[Event], kindergarten: Kindergarten, sign_in: SignIn) -> None:
    assert sign_in(make_user(kindergarten)).get(f"/events/{public[0].pk}/edit/").status_code == 403
