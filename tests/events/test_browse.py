"""The list of events: meetings ahead under their days, filters in the address, what is said when nothing is found."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events import browsing, reasons
from events.actions.planning import plan
from events.models import Event, Interest, Meeting, Stream
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_meeting, make_past_event, make_place, make_registration
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Moscow"))


def in_days(days: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def listed(client: Client, query: str = "") -> list[Event]:
    """Events of the meetings of a list, in their order."""
    return [entry.event for _, entries in client.get(f"/events/{query}").context["days"] for entry in entries]


def of_several(host: User, days: list[int], **fields: object) -> tuple[Event, list[Meeting]]:
    """An event that meets on each of the days from now."""
    event = make_event(host, starts_at=in_days(days[0]), **fields)
    meetings = [event.meetings.get()]
    meetings += [make_meeting(event, starts_at=in_days(day), ends_at=in_days(day + 0.05)) for day in days[1:]]
    Event.objects.filter(pk=event.pk).update(ends_at=meetings[-1].ends_at)
    return event, meetings


def without_date(host: User) -> Event:
    event = make_event(host)
    plan(event, [])
    return event


def test_every_meeting_ahead_has_a_card_under_its_day(teacher: User, colleague: User, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        of_several(teacher, [-7, 0, 1, 2])
        page = sign_in(colleague).get("/events/")

    assert [entry.number_in_words for _, entries in page.context["days"] for entry in entries] == [
        "встреча 2 из 4",
        "встреча 3 из 4",
        "встреча 4 из 4",
    ]
    words = page.content.decode()
    assert [f">{day}<" in words for day in ("Сегодня, 24 ноября", "Завтра, 25 ноября", "Четверг, 26 ноября")] == [
        True
    ] * 3


def test_a_meeting_of_a_stream_is_counted_in_its_stream(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, starts_at=in_days(1))
    for n, name in enumerate(("Первый поток", "Второй поток")):
        stream = Stream.objects.create(event=event, name=name, order=n)
        make_meeting(event, stream=stream, starts_at=in_days(2 + n), ends_at=in_days(2.1 + n))
    Event.objects.filter(pk=event.pk).update(ends_at=in_days(3.1))

    page = sign_in(colleague).get("/events/")

    entries = [entry for _, entries in page.context["days"] for entry in entries]
    assert [(entry.number, entry.total) for entry in entries] == [(1, 2), (2, 2), (2, 2)]
    assert "встреча 2 из 2, Второй поток" in page.content.decode()


def test_a_meeting_after_the_last_hour_of_the_day_stands_under_the_readers_own_day(
    teacher: User, colleague: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    Kindergarten.objects.filter(pk=kindergarten.pk).update(time_zone="Asia/Vladivostok")
    with time_machine.travel(NOON, tick=False):
        make_event(teacher, starts_at=NOON + dt.timedelta(hours=6))
        days = sign_in(colleague).get("/events/").context["days"]

    assert [day for day, _ in days] == [dt.date(2026, 11, 25)]


def test_what_runs_stands_there_until_it_ends(teacher: User, colleague: User, sign_in: SignIn) -> None:
    running = make_event(teacher, starts_at=in_days(-0.01))
    make_event(teacher, starts_at=in_days(-0.5))

    assert listed(sign_in(colleague)) == [running]


@pytest.mark.parametrize("state", ["draft", "proposed", "cancelled", "closed"])
def test_what_is_not_published_is_not_ahead(teacher: User, sign_in: SignIn, state: str) -> None:
    make_event(teacher, state=state)

    assert listed(sign_in(teacher)) == []


def test_an_event_of_another_kindergarten_is_not_listed(teacher: User, outsider: User, sign_in: SignIn) -> None:
    make_event(outsider, title="Канарейка")

    pages = [sign_in(teacher).get(f"/events/{query}").content.decode() for query in ("", "?view=week", "?view=month")]

    assert ["Канарейка" in page for page in pages] == [False] * 3


def test_a_network_event_is_listed_everywhere(teacher: User, outsider: User, sign_in: SignIn) -> None:
    event = make_event(outsider, audience=Event.Audience.NETWORK)

    assert listed(sign_in(teacher)) == [event]


# --- Filters ---


def test_search_knows_no_letter_case(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, title="Утренний круг без спешки")
    make_event(teacher, title="Театр из ничего")

    assert listed(sign_in(colleague), "?q=КРУГ") == [event]


def test_free_seats_are_a_filter(teacher: User, colleague: User, head: User, sign_in: SignIn) -> None:
    make_registration(make_event(teacher, capacity=1), head)
    free = make_event(teacher, capacity=1)

    assert listed(sign_in(colleague), "?free=on") == [free]


def test_a_place_filters_its_meetings(
    teacher: User, colleague: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    hall, garden = (make_place(kindergarten, name) for name in ("Зал", "Сад"))
    event, _ = of_several(teacher, [1, 2], place=hall)
    elsewhere = make_meeting(event, starts_at=in_days(3), ends_at=in_days(3.1), place=garden)

    page = sign_in(colleague).get(f"/events/?place={garden.pk}")

    assert [entry.meeting for _, entries in page.context["days"] for entry in entries] == [elsewhere]


def test_a_kindergarten_is_a_filter(teacher: User, outsider: User, sign_in: SignIn) -> None:
    theirs = make_event(outsider, audience=Event.Audience.NETWORK)
    make_event(teacher)

    assert listed(sign_in(teacher), f"?kindergarten={theirs.kindergarten_id}") == [theirs]


def test_only_a_kindergarten_that_offers_something_is_named(
    teacher: User, outsider: User, other_methodist: User, sign_in: SignIn
) -> None:
    reader = sign_in(teacher)
    make_event(outsider)
    before = reader.get("/events/").content.decode()
    make_event(outsider, audience=Event.Audience.NETWORK)

    assert ["Теремок" in page for page in (before, reader.get("/events/").content.decode())] == [False, True]


@pytest.mark.parametrize(("period", "expected"), [("today", 1), ("week", 2), ("month", 3), ("", 4), ("odd", 4)])
def test_a_period_narrows_the_list(teacher: User, colleague: User, sign_in: SignIn, period: str, expected: int) -> None:
    with time_machine.travel(NOON, tick=False):
        for days in (0.1, 3, 20, 100):
            make_event(teacher, starts_at=in_days(days))
        assert len(listed(sign_in(colleague), f"?period={period}")) == expected


def test_every_filter_stays_in_the_addresses_of_the_page(teacher: User, sign_in: SignIn) -> None:
    page = sign_in(teacher).get("/events/?q=круг&form=master-class&free=on&period=week").content.decode()

    kept = "q=%D0%BA%D1%80%D1%83%D0%B3&amp;form=master-class&amp;free=on"
    assert [
        f'href="/events/?{kept}&amp;{more}"' in page for more in ("period=today", "period=week&amp;view=month")
    ] == [
        True,
        True,
    ]
    assert 'type="hidden" name="period" value="week"' in page


@pytest.mark.parametrize("query", ["form=odd", "place=1%27", "kindergarten=-1", "place=99999999999999999999", "page=x"])
def test_a_filter_that_makes_no_sense_is_passed_over(
    teacher: User, colleague: User, sign_in: SignIn, query: str
) -> None:
    event = make_event(teacher)

    assert listed(sign_in(colleague), f"?{query}") == [event]


# --- Search that finds nothing exactly ---


def test_a_mistyped_word_finds_what_is_alike_and_says_so(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, title="Адаптация без слёз у двери")
    make_event(teacher, title="Театр из ничего")

    page = sign_in(colleague).get("/events/?q=одаптация")

    assert [entry.event for _, entries in page.context["days"] for entry in entries] == [event]
    assert "Точных совпадений нет, похожее:" in page.content.decode()


def test_what_is_alike_still_obeys_the_other_filters(teacher: User, colleague: User, sign_in: SignIn) -> None:
    make_event(teacher, title="Адаптация без слёз")

    assert listed(sign_in(colleague), "?q=одаптация&form=laboratory") == []


def test_what_one_may_not_see_is_not_alike(teacher: User, outsider: User, sign_in: SignIn) -> None:
    make_event(outsider, title="Адаптация без слёз")

    assert listed(sign_in(teacher), "?q=одаптация") == []


def test_a_word_like_nothing_is_passed_over_beside_others(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, title="Утренний круг")

    assert list(browsing.resembling(Event.objects.all(), "утренний щщщщщ")) == [event]
    assert list(browsing.resembling(Event.objects.all(), "щщщщщ")) == []


@pytest.mark.parametrize("query", ["%00", "%25", "%27%22", "%5C", "%F0%9F%99%82", "a" * 5000, "%3Cscript%3E"])
def test_odd_searches_are_answered(teacher: User, sign_in: SignIn, query: str) -> None:
    make_event(teacher)

    page = sign_in(teacher).get(f"/events/?q={query}")

    assert (page.status_code, "<script>" in page.content.decode()) == (200, False)


# --- Without a date, the archive ---


def test_events_without_a_date_stand_apart_with_those_who_are_interested(
    teacher: User, colleague: User, head: User, sign_in: SignIn
) -> None:
    little, much = (without_date(teacher) for _ in range(2))
    for person in (colleague, head):
        Interest.objects.create(event=much, person=person)

    page = sign_in(colleague).get("/events/?undated=1")

    assert list(page.context["page"]) == [much, little]
    assert "Интересно 2 коллегам" in page.content.decode()
    assert listed(sign_in(colleague)) == []


def test_the_archive_is_apart(teacher: User, colleague: User, sign_in: SignIn) -> None:
    old = make_event(teacher, starts_at=in_days(-400), state=Event.State.CLOSED)
    make_past_event(teacher, state=Event.State.CLOSED)

    assert list(sign_in(colleague).get("/events/?archive=1").context["page"]) == [old]
    assert "в архиве" in sign_in(colleague).get(old.get_absolute_url()).content.decode()


# --- What it costs ---


@pytest.mark.parametrize(
    "query", ["", "?for_me=on", "?undated=1", "?archive=1", "?q=событие", "?view=week", "?view=month"]
)
def test_a_list_costs_the_same_whatever_its_length(
    teacher: User, colleague: User, kindergarten: Kindergarten, sign_in: SignIn, query: str
) -> None:
    reader = sign_in(teacher)

    def add_events() -> None:
        event, _ = of_several(colleague, [0, 1], place=make_place(kindergarten))
        make_registration(event, teacher, "waiting", queue_number=1)
        Interest.objects.create(event=event, person=teacher)
        make_event(colleague, starts_at=in_days(-400), state=Event.State.CLOSED)
        without_date(colleague)

    one, three = costs(lambda: reader.get(f"/events/{query}"), add_events)

    # Each reason of «for me» is a query of its own.
    assert one == three <= 10 + len(reasons.registered()) * ("for_me" in query)


def test_a_plain_list_costs_no_more_than_any_page(teacher: User, colleague: User, sign_in: SignIn) -> None:
    reader = sign_in(teacher)

    one, three = costs(lambda: reader.get("/events/"), lambda: make_registration(make_event(colleague), teacher))

    assert one == three <= MOST
