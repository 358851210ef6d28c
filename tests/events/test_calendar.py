"""Events in people's calendars, read back with a parser that is not the one that wrote them."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
import vobject
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.actions import feeds, lifecycle
from events.actions.planning import Time, plan
from events.letters.moving import tell_moved
from events.models import CalendarFeed, CoHost, Event, Stream
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.events.test_letters import sweep_at
from tests.factories import (
    make_event,
    make_meeting,
    make_past_event,
    make_place,
    make_registration,
    move_event,
)
from tests.queries import costs

SignIn = Callable[[User], Client]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def feed(person: User, **headers: str) -> Any:
    """The answer to a calendar program, which has no session."""
    return Client().get(reverse("events:feed", args=[feeds.address_of(person).secret]), headers=headers)


def parsed(content: bytes) -> Any:
    return vobject.readOne(content.decode())


def entries(person: User) -> list[Any]:
    return parsed(feed(person).content).contents.get("vevent", [])


def summaries(person: User) -> list[str]:
    return [entry.summary.value for entry in entries(person)]


@pytest.fixture
def event(teacher: User, colleague: User) -> Event:
    starts_at = timezone.now().replace(microsecond=0) + 2 * DAY
    place = make_place(Kindergarten.objects.get(slug="solnyshko"), "Зал")
    event = make_event(teacher, title="Гостиная", starts_at=starts_at, place=place)
    make_registration(event, colleague)
    return event


# --- What stands in it ----------------------------------------------------------------------------------------------


def test_a_person_finds_what_they_joined_and_what_they_hold(event: Event, teacher: User, colleague: User) -> None:
    assert (summaries(teacher), summaries(colleague)) == (["Гостиная"], ["Гостиная"])


def test_a_colleague_who_has_not_joined_finds_nothing(event: Event, head: User) -> None:
    assert summaries(head) == []


@pytest.mark.parametrize("state", ["asked", "waiting", "left"])
def test_who_has_no_seat_has_no_entry(event: Event, head: User, state: str) -> None:
    make_registration(event, head, state=state, queue_number=1)

    assert summaries(head) == []


def test_a_second_host_who_agreed_finds_the_event(event: Event, head: User, methodist: User) -> None:
    CoHost.objects.create(event=event, person=head, state=CoHost.State.AGREED)
    CoHost.objects.create(event=event, person=methodist)

    assert (summaries(head), summaries(methodist)) == (["Гостиная"], [])


@pytest.mark.parametrize("state", ["draft", "proposed", "returned", "declined", "accepted", "confirmed", "withdrawn"])
def test_what_is_not_public_yet_is_in_no_calendar(teacher: User, state: str) -> None:
    make_event(teacher, state=state)

    assert summaries(teacher) == []


def test_every_meeting_is_an_entry_of_its_own(event: Event, colleague: User) -> None:
    later = event.starts_at + 7 * DAY
    make_meeting(event, starts_at=later, ends_at=later + HOUR, topic="Что получилось")

    assert summaries(colleague) == ["Гостиная", "Гостиная · Что получилось"]
    assert len({entry.uid.value for entry in entries(colleague)}) == 2


def test_only_the_meetings_of_ones_own_stream_stand_there(event: Event, colleague: User) -> None:
    first, second = (Stream.objects.create(event=event, name=name) for name in ("Первый поток", "Второй поток"))
    event.meetings.update(stream=first)
    make_meeting(event, stream=second)
    event.registrations.update(stream=second)

    assert summaries(colleague) == ["Гостиная · Второй поток"]


def test_a_booked_slot_stands_at_its_own_time(event: Event, colleague: User) -> None:
    slot = event.starts_at + HOUR / 2
    event.registrations.update(slot_starts_at=slot, slot_ends_at=slot + HOUR / 4)

    [entry] = entries(colleague)
    assert (entry.dtstart.value, entry.dtend.value) == (
        slot,
        slot + HOUR / 4,
    )


@pytest.mark.parametrize(("days", "number"), [(-59, 1), (-61, 0), (365, 1), (368, 0)])
def test_it_reaches_sixty_days_back_and_a_year_ahead(teacher: User, days: int, number: int) -> None:
    make_event(teacher, starts_at=timezone.now() + days * DAY)

    assert len(entries(teacher)) == number


def test_a_past_event_stays(teacher: User, colleague: User) -> None:
    make_registration(make_past_event(teacher, state="closed", title="Была"), colleague, state="attended")

    assert summaries(colleague) == ["Была"]


def test_a_cancelled_event_is_struck_out(event: Event, teacher: User, colleague: User) -> None:
    lifecycle.cancel(event, reason="Заболеваю", by=teacher)

    assert [entry.status.value for entry in entries(colleague)] == ["CANCELLED"]


def test_sixty_days_after_it_was_cancelled_it_is_gone(event: Event, teacher: User, colleague: User) -> None:
    plan(event, [Time(event.starts_at + 90 * DAY, event.ends_at + 90 * DAY)])
    Event.objects.update(state="cancelled", state_changed_at=timezone.now() - 61 * DAY)

    assert entries(colleague) == []


def test_who_leaves_loses_the_entry(event: Event, colleague: User) -> None:
    event.registrations.update(state="left")

    assert entries(colleague) == []


def test_an_entry_says_where_and_by_whom(event: Event, colleague: User) -> None:
    Event.objects.update(
        description="О чтении", to_bring="Книгу", outcome="Список книг", online_url="https://a.example/1"
    )

    [entry] = entries(colleague)
    assert entry.location.value == "Зал"
    assert entry.url.value == f"http://localhost:8000/events/{event.pk}/"
    assert entry.description.value.splitlines() == [
        "Ведущий: Светлова\xa0Е.\xa0В.",
        "Что взять с собой: Книгу",
        "С чем Вы уйдёте: Список книг",
        "Подключиться дистанционно: https://a.example/1",
        "",
        "О чтении",
    ]


def test_guests_are_told_in_which_kindergarten_the_place_is(event: Event, outsider: User) -> None:
    Event.objects.update(audience="network")
    make_registration(event, outsider)

    assert entries(outsider)[0].location.value == "Зал, Детский сад «Солнышко»"


def test_no_address_of_anybody_is_in_a_feed(event: Event, teacher: User, colleague: User) -> None:
    text = feed(colleague).content.decode()

    uid = f"meeting-{event.meetings.get().pk}@localhost"
    assert re.findall(r"[\w.+-]+@[\w.-]+", text.replace("\r\n ", "")) == [uid, "noreply@localhost"]


def test_a_feed_speaks_its_owners_language(event: Event, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(language="en")

    text = parsed(feed(colleague).content)
    assert text.contents["x-wr-calname"][0].value == "Coworking: Зорина\xa0В."
    assert entries(colleague)[0].description.value == "Host: Светлова\xa0Е.\xa0В."


# --- How programs read it -------------------------------------------------------------------------------------------


def test_an_entry_keeps_its_uid_and_counts_up_when_it_moves(event: Event, teacher: User, colleague: User) -> None:
    [was] = entries(colleague)
    with time_machine.travel(timezone.now() + HOUR):
        move_event(event, event.starts_at + DAY)
        Event.objects.update(sequence=1, changed_at=timezone.now())

        [now] = entries(colleague)
    assert (now.uid.value, now.dtstart.value) == (was.uid.value, was.dtstart.value + DAY)
    assert (was.sequence.value, now.sequence.value) == ("0", "1")
    assert now.dtstamp.value > was.dtstamp.value


def test_a_long_russian_line_is_folded_at_75_bytes(event: Event, colleague: User) -> None:
    description = "Съешь ещё этих мягких французских булок; да выпей же чаю, «чай» \\ 😀. " * 20
    Event.objects.update(description=f"{description}\r\nВторой абзац")

    content = feed(colleague).content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.count(b"\n") == content.count(b"\r\n")
    assert entries(colleague)[0].description.value.endswith(f"\n\n{description}\nВторой абзац")


def test_what_people_type_adds_no_line_to_a_calendar(event: Event, colleague: User) -> None:
    Event.objects.update(title="Чай\r\nATTENDEE:mailto:a@example.com", to_bring="Чашку\nEND:VEVENT")

    [entry] = entries(colleague)
    assert {"attendee", "valarm"} & set(entry.contents) == set()
    assert entry.summary.value == "Чай\nATTENDEE:mailto:a@example.com"


@pytest.mark.parametrize("zone", ["Asia/Yekaterinburg", "Europe/Moscow", "Europe/Berlin"])
def test_the_zone_is_that_of_the_kindergarten_and_comes_before_it_is_named(
    event: Event, colleague: User, zone: str
) -> None:
    Kindergarten.objects.update(time_zone=zone)

    text = feed(colleague).content.decode()
    assert re.findall(r"TZID[:=]([\w/]+)", text) == [zone, zone, zone]
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    assert entries(colleague)[0].dtstart.value == event.starts_at


def test_the_clock_of_summer_is_kept(event: Event, colleague: User) -> None:
    """A kindergarten where clocks change: its zone is spelled out with both of its offsets."""
    Kindergarten.objects.update(time_zone="Europe/Berlin")
    with time_machine.travel(dt.datetime(2026, 3, 1, tzinfo=dt.UTC)):
        for moment in (dt.datetime(2026, 3, 28, 9, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 9, tzinfo=dt.UTC)):
            make_registration(make_event(event.host, starts_at=moment), colleague)

        text = feed(colleague).content.decode()
    assert re.findall(r"DTSTART;TZID=Europe/Berlin:202603\d\dT(\d{4})", text) == ["1000", "1100"]
    assert {"TZOFFSETTO:+0100", "TZOFFSETTO:+0200"} <= set(text.split("\r\n"))


def test_moments_of_change_are_in_utc(event: Event, colleague: User) -> None:
    text = feed(colleague).content.decode()

    assert len(re.findall(r"\r\n(?:DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z\r\n", text.replace("\r\n", "\r\n\r\n"))) == 2


def test_a_feed_says_its_name_how_often_to_ask_and_no_method(colleague: User) -> None:
    text = feed(colleague).content.decode()

    said = dict(line.split(":", 1) for line in text.split("\r\n")[1:-2])
    assert said == {
        "PRODID": "-//Methodical Coworking//Events//RU",
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "X-WR-CALNAME": "Коворкинг: Зорина\xa0В.",
        "NAME": "Коворкинг: Зорина\xa0В.",
        "REFRESH-INTERVAL;VALUE=DURATION": "PT1H",
        "X-PUBLISHED-TTL": "PT1H",
    }


def test_an_unchanged_feed_is_not_sent_twice(event: Event, colleague: User) -> None:
    first = feed(colleague)
    again = feed(colleague, **{"if-none-match": first["ETag"]})
    Event.objects.update(title="Иное")
    changed = feed(colleague, **{"if-none-match": first["ETag"]})

    assert [answer.status_code for answer in (first, again, changed)] == [200, 304, 200]
    assert (again.content, again["ETag"]) == (b"", first["ETag"])


def test_a_feed_is_kept_by_no_shared_cache_and_sets_no_cookie(colleague: User) -> None:
    answer = feed(colleague)

    assert (answer["Cache-Control"], answer["Content-Type"]) == ("private, no-cache", "text/calendar; charset=utf-8")
    assert answer.cookies == {}


def test_a_feed_asks_the_same_however_long_it_is(teacher: User, colleague: User) -> None:
    def add_a_row() -> None:
        make_registration(make_event(teacher), colleague)

    assert costs(lambda: feed(colleague), add_a_row) == (5, 5)


# --- The secret address ---------------------------------------------------------------------------------------------


def test_a_new_address_ends_the_old_one_at_once(sign_in: SignIn, colleague: User) -> None:
    old = reverse("events:feed", args=[feeds.address_of(colleague).secret])

    sign_in(colleague).post(reverse("events:renew_feed"))

    assert (Client().get(old).status_code, feed(colleague).status_code) == (404, 200)


def test_only_ones_own_address_is_changed(sign_in: SignIn, teacher: User, colleague: User) -> None:
    theirs = feeds.address_of(teacher).secret

    sign_in(colleague).post(reverse("events:renew_feed"))

    assert feeds.address_of(teacher).secret == theirs


def test_the_feed_of_one_who_may_not_sign_in_is_not_there(colleague: User) -> None:
    address = reverse("events:feed", args=[feeds.address_of(colleague).secret])
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    assert Client().get(address).status_code == 404


def test_the_page_gives_the_address_and_the_same_one_again(sign_in: SignIn, colleague: User) -> None:
    pages = [sign_in(colleague).get(reverse("events:calendar")).content.decode() for _ in range(2)]

    secret = CalendarFeed.objects.get().secret
    address = f"localhost:8000/events/calendar/{secret}.ics"
    links = {(f'href="webcal://{address}"' in page, f'value="http://{address}"' in page) for page in pages}
    assert links == {(True, True)}


# --- One event's file -----------------------------------------------------------------------------------------------


def test_an_event_is_downloaded_as_a_file(event: Event, sign_in: SignIn, head: User) -> None:
    answer = sign_in(head).get(reverse("events:event_file", args=[event.pk]))

    calendar = parsed(answer.content)
    assert (calendar.method.value, calendar.vevent.summary.value) == ("PUBLISH", "Гостиная")
    assert "filename*=utf-8''%D0%93%D0%BE%D1%81%D1%82%D0%B8%D0%BD%D0%B0%D1%8F.ics" in answer["Content-Disposition"]


def test_the_file_and_the_feed_name_a_meeting_alike(event: Event, sign_in: SignIn, colleague: User) -> None:
    answer = sign_in(colleague).get(reverse("events:event_file", args=[event.pk]))

    assert parsed(answer.content).vevent.uid.value == entries(colleague)[0].uid.value


def test_an_event_without_a_date_has_no_file(event: Event, sign_in: SignIn, head: User) -> None:
    plan(event, [])

    assert sign_in(head).get(reverse("events:event_file", args=[event.pk])).status_code == 404


# --- With letters ---------------------------------------------------------------------------------------------------


def sent_to(person: User) -> Any:
    [letter] = [letter for letter in mail.outbox if letter.to == [person.email]]
    return letter.message()


def calendars(letter: Any) -> list[tuple[str, Any]]:
    """(what the part calls itself, the calendar) of a letter's parts."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return [(str(part.get_param("method")), parsed(part.get_payload(decode=True))) for part in parts]


def test_a_reminder_carries_an_invitation_to_one_person(event: Event, colleague: User) -> None:
    sweep_at(event.starts_at - 23 * HOUR)

    [(method, calendar), attached] = calendars(sent_to(colleague))
    assert (method, calendar.method.value, attached[1].method.value) == ("REQUEST", "REQUEST", "REQUEST")
    assert [line.value for line in calendar.vevent.contents["attendee"]] == [f"mailto:{colleague.email}"]
    assert calendar.vevent.organizer.value == "mailto:noreply@localhost"
    assert calendar.vevent.uid.value == entries(colleague)[0].uid.value


def test_a_letter_offers_its_calendar_beside_its_words(event: Event, colleague: User) -> None:
    """Where programs look for it: the last of the letter's own forms, and a file to open by hand."""
    sweep_at(event.starts_at - 23 * HOUR)

    letter = sent_to(colleague)
    body, attached = letter.get_payload()
    assert [part.get_content_type() for part in body.get_payload()] == ["text/plain", "text/html", "text/calendar"]
    assert attached.get_filename() == "meeting-1.ics"


def test_a_reminder_of_a_slot_invites_to_the_slot(event: Event, colleague: User) -> None:
    event.registrations.update(slot_starts_at=event.starts_at + HOUR / 2, slot_ends_at=event.ends_at)

    sweep_at(event.starts_at - 23 * HOUR)

    [(_method, calendar), _attached] = calendars(sent_to(colleague))
    assert calendar.vevent.uid.value == f"slot-{event.registrations.get().pk}@localhost"


def test_a_letter_about_a_move_brings_every_meeting_in_a_file_of_its_own(
    event: Event, teacher: User, colleague: User
) -> None:
    was = list(event.meetings.all())
    plan(event, [Time(event.starts_at + n * DAY, event.ends_at + n * DAY) for n in (1, 2)])
    tell_moved(event, was, by=teacher)
    sweep()

    files = calendars(sent_to(colleague))
    assert [method for method, _calendar in files] == ["REQUEST"] * 3
    assert len({calendar.vevent.uid.value for _method, calendar in files}) == 2


def test_a_cancellation_takes_the_entry_out(event: Event, teacher: User, colleague: User) -> None:
    was = entries(colleague)[0]
    lifecycle.cancel(event, reason="Заболеваю", by=teacher)
    sweep()

    [(method, calendar), _attached] = calendars(sent_to(colleague))
    assert (method, calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCEL", "CANCELLED")
    assert calendar.vevent.uid.value == was.uid.value
    assert (was.sequence.value, calendar.vevent.sequence.value) == ("0", "1")


def test_a_letter_that_names_no_time_carries_no_calendar(teacher: User, methodist: User) -> None:
    lifecycle.accept(make_event(teacher, state="proposed"), by=methodist)
    sweep()

    assert calendars(sent_to(teacher)) == []
