"""Proposing and changing an event: short for the simple case, meetings and streams where they are needed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.planning import Time, plan
from events.models import CoHost, Event, EventForm, Meeting, Registration, Stream
from teachers.models import Kindergarten, User
from tests.events.sheets import as_opened, day_ahead, errors, meetings, moments, typed
from tests.factories import make_event, make_meeting, make_place, make_registration

SignIn = Callable[[User], Client]
PROPOSE = "/events/propose/"


@pytest.fixture
def host(teacher: User, sign_in: SignIn) -> Client:
    return sign_in(teacher)


def day_of(days: int) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days):%d}"


# --- The simple case ------------------------------------------------------------------------------------------------


def test_a_simple_event_is_one_meeting(host: Client) -> None:
    host.post(PROPOSE, typed())

    event = Event.objects.get()
    assert moments(event) == [(f"{day_of(7)} 13:00", "everybody")]
    assert event.hours == 1


def test_everything_beyond_the_simple_case_is_folded(host: Client) -> None:
    groups = host.get(PROPOSE).context["forms"].open_groups

    assert set(groups.values()) == {False}


def test_a_group_that_is_wrong_is_open(host: Client) -> None:
    groups = host.post(PROPOSE, typed(capacity="0")).context["forms"].open_groups

    assert [name for name, is_open in groups.items() if is_open] == ["seats"]


def test_opening_and_saving_changes_nothing(host: Client, teacher: User, kindergarten: Kindergarten) -> None:
    event = make_event(
        teacher, state="draft", capacity=12, question="Возраст группы?", place=make_place(kindergarten, "Кабинет")
    )
    make_meeting(event, starts_at=event.starts_at + dt.timedelta(days=7), ends_at=event.ends_at + dt.timedelta(days=7))
    plan(
        event,
        [
            Time(row.starts_at.replace(second=0, microsecond=0), row.ends_at.replace(second=0, microsecond=0))
            for row in event.meetings.all()
        ],
    )
    before = Event.objects.filter(pk=event.pk).values("title", "capacity", "place", "starts_at", "ends_at").get()
    rows = list(event.meetings.values("pk", "starts_at", "ends_at", "place", "topic"))

    response = host.post(f"/events/{event.pk}/edit/", as_opened(host.get(f"/events/{event.pk}/edit/")))

    assert response.status_code == 302
    assert Event.objects.filter(pk=event.pk).values(*before).get() == before
    assert list(event.meetings.values(*rows[0])) == rows


# --- Several meetings -----------------------------------------------------------------------------------------------


def test_a_laboratory_meets_several_times(host: Client) -> None:
    further = meetings(
        {"day": day_ahead(21), "begins": "15:00", "ends": "16:30", "topic": "Выводы"},
        {"day": day_ahead(14), "begins": "13:00", "ends": "14:00"},
        {"day": "", "begins": "", "ends": ""},
    )

    host.post(PROPOSE, typed(topic="Гипотеза", **further))

    event = Event.objects.get()
    expected = [(f"{day_of(7)} 13:00", "everybody"), (f"{day_of(14)} 13:00", "everybody")]
    assert moments(event) == [*expected, (f"{day_of(21)} 15:00", "everybody")]
    assert [row.topic for row in event.meetings.all()] == ["Гипотеза", "", "Выводы"]
    assert event.ends_at == event.meetings.last().ends_at  # type: ignore[union-attr]


def test_one_more_row_comes_without_a_word_about_the_rest(host: Client) -> None:
    response = host.post(
        PROPOSE,
        {**meetings({"day": day_ahead(14)}), "title": "Гостиная", "add-meeting": "1"}
        | {"meetings-TOTAL_FORMS": "1", "meetings-INITIAL_FORMS": "0", "meetings-0-day": day_ahead(14)},
    )

    forms = response.context["forms"]
    assert (len(forms.meetings), errors(response), forms.open_groups["meetings"]) == (2, {}, True)
    assert f'value="{day_ahead(14)}"' in response.content.decode()
    assert not Event.objects.exists()


def test_a_meeting_that_is_taken_away_is_gone_and_the_others_keep_their_rows(host: Client, teacher: User) -> None:
    event = make_event(teacher, state="draft")
    week = dt.timedelta(days=7)
    second = make_meeting(event, starts_at=event.starts_at + week, ends_at=event.ends_at + week)
    third = make_meeting(event, starts_at=event.starts_at + 2 * week, ends_at=event.ends_at + 2 * week)
    data = as_opened(host.get(f"/events/{event.pk}/edit/"))

    host.post(f"/events/{event.pk}/edit/", data | {"meetings-0-DELETE": "on"})

    assert third in event.meetings.all()
    assert second not in event.meetings.all()


def test_a_moved_meeting_keeps_its_row_though_the_order_changes(teacher: User) -> None:
    event = make_event(teacher)
    first = event.meetings.get()
    later = event.starts_at + dt.timedelta(days=9)
    second = make_meeting(
        event, starts_at=event.starts_at + dt.timedelta(days=3), ends_at=event.ends_at + dt.timedelta(days=3)
    )

    plan(
        event,
        [
            Time(later, later + dt.timedelta(hours=1), meeting=first.pk),
            Time(second.starts_at, second.ends_at, meeting=second.pk),
        ],
    )

    assert [row.pk for row in event.meetings.all()] == [second.pk, first.pk]


def test_a_meeting_lasts_a_day_at_most(host: Client) -> None:
    EventForm.objects.filter(code="lounge").update(default_minutes=1500)

    assert "ends" in errors(host.post(PROPOSE, typed(ends="")))


# --- Two streams ----------------------------------------------------------------------------------------------------


def two_streams(**fields: str) -> dict[str, str]:
    return {"streams__two": "on", "streams__begins": "14:15", "streams__ends": "15:15"} | fields


def test_two_streams_meet_one_after_the_other(host: Client) -> None:
    host.post(PROPOSE, typed(**two_streams(streams__first="Первая смена", streams__second_seats="8")))

    event = Event.objects.get()
    assert moments(event) == [(f"{day_of(7)} 13:00", "Первая смена"), (f"{day_of(7)} 14:15", "Второй поток")]
    assert [stream.capacity for stream in event.streams.all()] == [None, 8]


def test_a_first_meeting_for_both_streams(host: Client) -> None:
    further = meetings({"day": day_ahead(8), "begins": "13:00", "stream": "1"})

    host.post(PROPOSE, typed(**two_streams(streams__together="on"), **further))

    assert [stream for _begins, stream in moments(Event.objects.get())] == ["everybody", "Второй поток", "Первый поток"]


def test_streams_opened_and_saved_stay_as_they_are(host: Client, teacher: User) -> None:
    host.post(PROPOSE, typed(**two_streams()))
    event = Event.objects.get()
    before, streams = moments(event), list(event.streams.values())

    host.post(f"/events/{event.pk}/edit/", as_opened(host.get(f"/events/{event.pk}/edit/")))

    assert (moments(event), list(event.streams.values())) == (before, streams)


def test_streams_may_exchange_their_names(host: Client) -> None:
    host.post(PROPOSE, typed(**two_streams(streams__first="А", streams__second="Б")))
    event = Event.objects.get()
    data = as_opened(host.get(f"/events/{event.pk}/edit/"))

    host.post(f"/events/{event.pk}/edit/", data | {"streams-first": "Б", "streams-second": "А"})

    assert [stream.name for stream in event.streams.all()] == ["Б", "А"]


def test_without_the_mark_there_is_one_stream_again_and_nobody_loses_a_seat(
    host: Client, teacher: User, colleague: User
) -> None:
    host.post(PROPOSE, typed(**two_streams()))
    event = Event.objects.get()
    mine = make_registration(event, colleague, stream=event.streams.last())
    data = as_opened(host.get(f"/events/{event.pk}/edit/"))

    del data["streams-two"], data["streams-begins"], data["streams-ends"]
    host.post(f"/events/{event.pk}/edit/", data)

    mine.refresh_from_db()
    assert (Stream.objects.count(), mine.stream, mine.state) == (0, None, Registration.State.JOINED)


def test_whoever_had_registered_sits_in_the_first_stream(host: Client, teacher: User, colleague: User) -> None:
    event = make_event(
        teacher, state="draft", starts_at=timezone.now().replace(hour=9, minute=0) + dt.timedelta(days=3)
    )
    mine = make_registration(event, colleague)
    data = as_opened(host.get(f"/events/{event.pk}/edit/"))

    host.post(f"/events/{event.pk}/edit/", data | {"streams-two": "on", "streams-begins": "15:00"})

    mine.refresh_from_db()
    assert mine.stream == event.streams.first()


# --- For whom, with whom --------------------------------------------------------------------------------------------


def test_an_event_is_offered_to_chosen_kindergartens_with_seats_kept(
    host: Client, kindergarten: Kindergarten, other_kindergarten: Kindergarten
) -> None:
    ours, theirs = f"offers__seats{kindergarten.pk}", f"offers__to{other_kindergarten.pk}"

    host.post(PROPOSE, typed(audience="chosen", capacity="10", quotas_until=day_ahead(3), **{ours: "4", theirs: "on"}))

    event = Event.objects.get()
    offers = {offer.kindergarten: offer.quota for offer in event.offers.all()}
    assert offers == {kindergarten: 4, other_kindergarten: None}
    assert f"{timezone.localtime(event.quotas_until):%d %H:%M}" == f"{day_of(4)} 00:00"


def test_colleagues_are_named_as_second_hosts(host: Client, colleague: User) -> None:
    host.post(PROPOSE, typed(cohosts__person0=str(colleague.pk)))

    assert CoHost.objects.get().person == colleague


def test_whoever_agreed_to_hold_it_stays_agreed(host: Client, teacher: User, colleague: User) -> None:
    event = make_event(teacher, state="draft")
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)

    host.post(f"/events/{event.pk}/edit/", as_opened(host.get(f"/events/{event.pk}/edit/")))

    assert CoHost.objects.get().state == CoHost.State.AGREED


# --- Without a day --------------------------------------------------------------------------------------------------


def test_an_event_may_have_no_day_yet(host: Client) -> None:
    host.post(PROPOSE, typed(day="", begins="", ends="", undated="on"))

    event = Event.objects.get()
    assert (event.is_undated, event.meetings.count()) == (True, 0)
    assert host.get(f"/events/{event.pk}/edit/").context["forms"].open_groups["undated"]


# --- Bad input: a sentence beside the field, and nothing lost -------------------------------------------------------

BAD = {
    "the end before the beginning": ({"ends": "12:00"}, "ends"),
    "a day that has passed": ({"day": "2020-01-01"}, "day"),
    "more than a year ahead": ({"day": day_ahead(400)}, "day"),
    "no day": ({"day": ""}, "day"),
    "no beginning": ({"begins": ""}, "begins"),
    "no such day": ({"day": "2026-02-31"}, "day"),
    "no seats": ({"capacity": "0"}, "capacity"),
    "fewer than no seats": ({"capacity": "-5"}, "capacity"),
    "a million seats": ({"capacity": "1000000"}, "capacity"),
    "a day and the mark that there is none": ({"undated": "on"}, "undated"),
    "a character that is none": ({"description": "О книге\0"}, "description"),
    "a title of spaces": ({"title": "   "}, "title"),
    "a place nobody knows": ({"place": "\0"}, "place"),
    "chosen kindergartens, none of them chosen": ({"audience": "chosen"}, "audience"),
    "an unknown second host": ({"cohosts__person0": "999999"}, "cohosts-person0"),
    "one name for two streams": (
        {"streams__begins": "15:00", "streams__first": "Поток", "streams__second": "поток"},
        "streams-second",
    ),
    "a second stream that never meets": ({"streams__two": "on"}, "streams-begins"),
    "a first stream that meets only together": (
        {"streams__together": "on", "streams__begins": "15:00"},
        "streams-together",
    ),
    "a second stream's end before its beginning": (
        {"streams__begins": "15:00", "streams__ends": "14:00"},
        "streams-ends",
    ),
    "seats kept beyond the event": ({"audience": "network", "capacity": "2", "kept": "3"}, "kept"),
    "seats kept when it has begun": ({"quotas_until": day_ahead(9)}, "quotas_until"),
}


@pytest.mark.parametrize(("slip", "blamed"), BAD.values(), ids=BAD)
def test_a_slip_is_explained_beside_its_field(
    host: Client, other_kindergarten: Kindergarten, slip: dict[str, str], blamed: str
) -> None:
    seats = f"offers__seats{other_kindergarten.pk}"
    slip = {name.replace("kept", seats): value for name, value in slip.items()}
    blamed = blamed.replace("kept", seats.replace("__", "-"))

    response = host.post(PROPOSE, typed(to_bring="Фотография уголка", **slip))

    assert (response.status_code, list(errors(response))) == (200, [blamed])
    assert "Фотография уголка" in response.content.decode()
    assert not Event.objects.exists()


def test_meetings_of_the_same_people_do_not_overlap(host: Client) -> None:
    row = {"day": day_ahead(), "begins": "13:30"}

    assert list(errors(host.post(PROPOSE, typed(**meetings(row))))) == ["meetings-0-begins"]


def test_meetings_of_two_streams_may(host: Client) -> None:
    host.post(PROPOSE, typed(**two_streams(streams__begins="13:30")))

    assert Meeting.objects.count() == 2


def test_a_further_meeting_needs_a_day_and_a_beginning(host: Client) -> None:
    rows = meetings({"day": day_ahead(9)}, {"begins": "12:00"}, {"day": day_ahead(9), "begins": "12:00", "stream": "2"})

    found = errors(host.post(PROPOSE, typed(**rows)))

    assert list(found) == ["meetings-0-begins", "meetings-1-day", "meetings-2-stream"]


def test_a_place_of_another_kindergarten_cannot_be_posted(host: Client, other_kindergarten: Kindergarten) -> None:
    foreign = make_place(other_kindergarten, "Канарейка")

    response = host.post(PROPOSE, typed(place=str(foreign.pk)))

    assert errors(response) == {"place": ["Такого места в Вашем детском саду нет."]}
    assert "Канарейка" not in response.content.decode()


def test_a_further_meeting_meets_at_home_too(host: Client, other_kindergarten: Kindergarten) -> None:
    row = {"day": day_ahead(9), "begins": "12:00", "place": str(make_place(other_kindergarten).pk)}

    assert list(errors(host.post(PROPOSE, typed(**meetings(row))))) == ["meetings-0-place"]


def test_oneself_is_no_second_host(host: Client, teacher: User) -> None:
    response = host.post(PROPOSE, typed(cohosts__person0=str(teacher.pk)))

    assert errors(response) == {"cohosts-person0": ["Вы и так ведущий; назовите коллегу."]}


def test_a_stranger_is_no_second_host(host: Client, outsider: User) -> None:
    assert list(errors(host.post(PROPOSE, typed(cohosts__person0=str(outsider.pk))))) == ["cohosts-person0"]


def test_a_kindergarten_chosen_for_an_event_of_ones_own_is_asked_about(
    host: Client, other_kindergarten: Kindergarten
) -> None:
    response = host.post(PROPOSE, typed(**{f"offers__to{other_kindergarten.pk}": "on"}))

    assert list(errors(response)) == ["audience"]


def test_a_past_meeting_may_stay_where_it_was(host: Client, teacher: User) -> None:
    begins = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(days=1)
    event = make_event(teacher, state="draft", starts_at=begins)
    make_meeting(event, starts_at=begins + dt.timedelta(days=7), ends_at=begins + dt.timedelta(days=7, hours=1))
    data = as_opened(host.get(f"/events/{event.pk}/edit/"))

    response = host.post(f"/events/{event.pk}/edit/", data | {"title": "Лаборатория"})

    assert (response.status_code, Event.objects.get().title) == (302, "Лаборатория")
