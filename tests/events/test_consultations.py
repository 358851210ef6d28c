"""Times of a consultation: which are free, who books them, and who hears of it."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from events.actions import consultations, registration
from events.actions.consultations import SlotTaken
from events.models import CoHost, ConsultationHours, Event, Registration, RegistrationChange
from events.slots import hours_of_event, slots_of
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import book_slot, make_event, make_meeting, make_registration, make_user
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]
NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
FIRST = dt.datetime(2026, 11, 27, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(teacher: User) -> Event:
    """A window of two hours on Friday: 10:00, 10:40 and 11:20 in UTC, each of thirty minutes, ten between them."""
    event = make_event(teacher, form_code="consultation", starts_at=FIRST, ends_at=FIRST + dt.timedelta(hours=2))
    ConsultationHours.objects.create(event=event)
    return event


def at(hours: int, minutes: int = 0) -> dt.datetime:
    return FIRST.replace(hour=hours, minute=minutes)


def free(event: Event, **options: object) -> list[str]:
    event = Event.objects.get(pk=event.pk)
    found = slots_of(event, hours_of_event(event), **options)  # type: ignore[arg-type]
    return [f"{slot.starts_at:%H:%M}" for slot in found if slot.is_free]


# --- Which times there are ------------------------------------------------------------------------------------------


def test_a_window_is_cut_by_length_and_break(event: Event) -> None:
    assert free(event) == ["10:00", "10:40", "11:20"]


@pytest.mark.parametrize(
    ("length", "gap", "expected"),
    [
        (30, 0, ["10:00", "10:30", "11:00", "11:30"]),
        (45, 15, ["10:00", "11:00"]),
        (120, 0, ["10:00"]),
        (121, 0, []),
    ],
)
def test_what_is_left_at_the_end_is_too_short(event: Event, length: int, gap: int, expected: list[str]) -> None:
    ConsultationHours.objects.update(slot_minutes=length, buffer_minutes=gap)

    assert free(event) == expected


def test_every_meeting_is_a_window(event: Event) -> None:
    later = FIRST + dt.timedelta(days=7)
    make_meeting(event, starts_at=later, ends_at=later + dt.timedelta(minutes=30))

    assert free(event) == ["10:00", "10:40", "11:20", "10:00"]


@pytest.mark.parametrize(("notice", "expected"), [(49, ["10:00", "10:40", "11:20"]), (50, ["11:20"]), (52, [])])
def test_nothing_is_offered_within_the_notice_time(event: Event, notice: int, expected: list[str]) -> None:
    ConsultationHours.objects.update(notice_hours=notice)

    assert free(event) == expected


def test_without_rules_of_its_own_the_usual_ones_hold(event: Event) -> None:
    ConsultationHours.objects.all().delete()

    assert free(event) == ["10:00", "10:40", "11:20"]


def test_what_is_booked_is_taken(event: Event, colleague: User) -> None:
    book_slot(event, colleague, at(10, 40))

    assert free(event) == ["10:00", "11:20"]


def test_the_break_is_kept_around_what_was_booked_by_older_rules(event: Event, colleague: User) -> None:
    book_slot(event, colleague, at(10, 35))
    ConsultationHours.objects.update(slot_minutes=30, buffer_minutes=10)

    assert free(event) == ["11:20"]


def test_another_event_of_the_host_closes_its_time(event: Event, teacher: User) -> None:
    make_event(teacher, starts_at=at(10, 50), ends_at=at(11, 20))

    assert free(event) == ["10:00", "11:20"]


def test_an_event_that_the_host_attends_closes_its_time(event: Event, teacher: User, colleague: User) -> None:
    make_registration(make_event(colleague, starts_at=at(9, 30), ends_at=at(10, 1)), teacher)

    assert free(event) == ["10:40", "11:20"]


@pytest.mark.parametrize("state", ["draft", "cancelled", "declined", "withdrawn"])
def test_an_event_that_does_not_take_place_closes_nothing(event: Event, teacher: User, state: str) -> None:
    make_event(teacher, starts_at=at(10), ends_at=at(12), state=state)

    assert free(event) == ["10:00", "10:40", "11:20"]


def test_of_another_consultation_only_what_is_booked_closes(event: Event, teacher: User, colleague: User) -> None:
    another = make_event(teacher, form_code="consultation", starts_at=at(10), ends_at=at(12))
    book_slot(another, colleague, at(11))

    assert free(event) == ["10:00"]


def test_a_consultation_that_the_host_has_booked_closes_its_own_time(
    event: Event, teacher: User, colleague: User
) -> None:
    theirs = make_event(colleague, form_code="consultation", starts_at=at(9), ends_at=at(12))
    book_slot(theirs, teacher, at(10))

    assert free(event) == ["10:40", "11:20"]


# --- Booking, moving, cancelling ------------------------------------------------------------------------------------


def test_a_colleague_books_a_time_and_the_host_hears_of_it(event: Event, colleague: User, teacher: User) -> None:
    mine = consultations.book(event, at(10, 40), by=colleague)

    assert (mine.state, mine.slot_starts_at, mine.slot_ends_at) == ("joined", at(10, 40), at(11, 10))
    assert list(Message.objects.values_list("kind", "recipient")) == [("slot_booked", teacher.pk)]


def test_booking_the_same_time_twice_changes_nothing(event: Event, colleague: User) -> None:
    for _ in range(2):
        consultations.book(event, at(10), by=colleague)

    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_a_time_is_booked_once(event: Event, colleague: User, head: User) -> None:
    consultations.book(event, at(10), by=colleague)

    with pytest.raises(SlotTaken):
        consultations.book(event, at(10), by=head)


@pytest.mark.parametrize("moment", [FIRST - dt.timedelta(days=7), FIRST + dt.timedelta(minutes=5)])
def test_only_times_that_are_offered_are_booked(event: Event, colleague: User, moment: dt.datetime) -> None:
    with pytest.raises(SlotTaken):
        consultations.book(event, moment, by=colleague)


def test_seats_do_not_limit_times(event: Event, kindergarten: Kindergarten) -> None:
    Event.objects.update(capacity=1)

    for moment in (at(10), at(10, 40), at(11, 20)):
        consultations.book(event, moment, by=make_user(kindergarten))

    assert (free(event), Registration.objects.seated().count()) == ([], 3)


def test_moving_frees_the_old_time_and_tells_the_host(event: Event, colleague: User) -> None:
    consultations.book(event, at(10), by=colleague)

    consultations.book(event, at(11, 20), by=colleague)

    assert free(event) == ["10:00", "10:40"]
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == ["slot_booked", "slot_moved"]


def test_ones_own_time_does_not_stand_in_the_way_of_moving(event: Event, colleague: User) -> None:
    consultations.book(event, at(10, 40), by=colleague)
    ConsultationHours.objects.update(slot_minutes=20, buffer_minutes=10)

    consultations.book(event, at(10, 30), by=colleague)

    assert Registration.objects.get().slot_starts_at == at(10, 30)


def test_cancelling_frees_the_time_and_tells_the_host(event: Event, colleague: User) -> None:
    consultations.book(event, at(10), by=colleague)

    consultations.cancel(event, by=colleague)

    mine = Registration.objects.get()
    assert (mine.state, mine.slot_starts_at, free(event)) == ("left", None, ["10:00", "10:40", "11:20"])
    assert Message.objects.filter(kind="slot_cancelled").count() == 1


def test_coming_back_reuses_the_row_and_every_change_is_kept(event: Event, colleague: User) -> None:
    consultations.book(event, at(10), by=colleague)
    consultations.cancel(event, by=colleague)
    consultations.book(event, at(11, 20), by=colleague)

    assert Registration.objects.count() == 1
    assert list(RegistrationChange.objects.values_list("became", flat=True)) == ["joined", "left", "joined"]


def test_too_late_it_is_neither_moved_nor_cancelled(event: Event, colleague: User) -> None:
    consultations.book(event, at(10), by=colleague)

    with time_machine.travel(at(0), tick=False):
        for act in (lambda: consultations.cancel(event, by=colleague), lambda: move(event, colleague)):
            with pytest.raises(PermissionDenied):
                act()

    assert Registration.objects.get().slot_starts_at == at(10)


def move(event: Event, person: User) -> None:
    consultations.book(event, at(11, 20), by=person)


def test_hosts_book_nothing_with_themselves(event: Event, teacher: User, colleague: User) -> None:
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)

    for person in (teacher, colleague):
        with pytest.raises(PermissionDenied):
            consultations.book(event, at(10), by=person)


@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_only_a_published_consultation_is_booked(event: Event, colleague: User, state: str) -> None:
    Event.objects.update(state=state)

    with pytest.raises(PermissionDenied):
        consultations.book(event, at(10), by=colleague)


def test_one_does_not_join_a_consultation_without_a_time(event: Event, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        registration.join(event, by=colleague)


def test_a_later_window_is_booked_after_the_first_has_begun(event: Event, colleague: User) -> None:
    later = FIRST + dt.timedelta(days=7)
    make_meeting(event, starts_at=later, ends_at=later + dt.timedelta(minutes=30))
    Event.objects.update(ends_at=later + dt.timedelta(minutes=30))

    with time_machine.travel(FIRST + dt.timedelta(hours=1), tick=False):
        assert consultations.book(event, later, by=colleague).slot_starts_at == later


def test_whoever_was_there_books_no_second_time(event: Event, colleague: User) -> None:
    mine = book_slot(event, colleague, at(10))
    Registration.objects.filter(pk=mine.pk).update(state="attended")

    with pytest.raises(PermissionDenied):
        consultations.book(event, at(11, 20), by=colleague)


# --- The host's side ------------------------------------------------------------------------------------------------


def test_the_host_cancels_with_a_word_to_the_person(
    event: Event, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    booked = book_slot(event, colleague, at(10))
    address = reverse("events:take_slot_back", args=[event.pk, booked.pk])

    without_words = sign_in(teacher).post(address, {"comment": " "})
    sign_in(teacher).post(address, {"comment": "Заболела напарница"})

    assert list(without_words.context["form"].errors) == ["comment"]
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.data["reason"]) == (
        "slot_taken_back",
        colleague,
        "Заболела напарница",
    )
    assert (Registration.objects.get().state, RegistrationChange.objects.get().reason) == ("left", "Заболела напарница")


def test_rules_that_make_no_sense_are_refused_beside_the_field(event: Event, teacher: User, sign_in: SignIn) -> None:
    address = reverse("events:hours", args=[event.pk])

    def wrong(**typed: int) -> list[str]:
        usual = {"slot_minutes": 30, "buffer_minutes": 10, "notice_hours": 12}
        return list(sign_in(teacher).post(address, usual | typed).context["form"].errors)

    assert wrong(slot_minutes=0) == ["slot_minutes"]
    assert wrong(slot_minutes=10, buffer_minutes=60) == ["buffer_minutes"]
    assert wrong(notice_hours=-1) == ["notice_hours"]


def test_new_rules_leave_what_is_booked_as_it_is(event: Event, teacher: User, colleague: User, sign_in: SignIn) -> None:
    book_slot(event, colleague, at(10))

    sign_in(teacher).post(
        reverse("events:hours", args=[event.pk]), {"slot_minutes": 20, "buffer_minutes": 0, "notice_hours": 1}
    )

    assert (Registration.objects.get().slot_ends_at, free(event)) == (at(10, 30), ["10:40", "11:00", "11:20", "11:40"])


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_the_host_reads_who_has_booked_and_others_that_it_is_taken(
    event: Event, teacher: User, colleague: User, head: User, methodist: User, sign_in: SignIn
) -> None:
    book_slot(event, colleague, at(10))
    addresses = [reverse("events:slots", args=[event.pk]), event.get_absolute_url()]

    read = [
        [colleague.last_name in sign_in(reader).get(address).content.decode() for address in addresses]
        for reader in (teacher, head, methodist)
    ]

    assert read == [[True, True], [False, False], [False, False]]
    assert "занято" in sign_in(head).get(addresses[0]).content.decode()


def test_times_stand_by_days_and_the_chosen_day_is_shown(event: Event, colleague: User, sign_in: SignIn) -> None:
    later = FIRST + dt.timedelta(days=7)
    make_meeting(event, starts_at=later, ends_at=later + dt.timedelta(minutes=30))

    response = sign_in(colleague).get(reverse("events:slots", args=[event.pk]), {"day": "2026-12-04"})

    assert list(response.context["days"]) == [dt.date(2026, 11, 27), dt.date(2026, 12, 4)]
    assert [slot.starts_at for slot in response.context["slots"]] == [later]


@pytest.mark.parametrize("typed", ["", "вчера", "2026-11-27T10:00", "2026-99-99T10:00+00:00"])
def test_a_moment_that_is_none_books_nothing(event: Event, colleague: User, sign_in: SignIn, typed: str) -> None:
    response = sign_in(colleague).post(reverse("events:book", args=[event.pk]), {"starts_at": typed})

    assert (response.status_code, Registration.objects.count()) == (302, 0)


def test_a_time_is_booked_moved_and_cancelled_on_the_pages(event: Event, colleague: User, sign_in: SignIn) -> None:
    browser = sign_in(colleague)
    book, cancel = reverse("events:book", args=[event.pk]), reverse("events:cancel_slot", args=[event.pk])

    browser.post(book, {"starts_at": at(10).isoformat()})
    browser.post(book, {"starts_at": at(11, 20).isoformat()})
    moved = Registration.objects.get().slot_starts_at
    browser.post(cancel)

    assert (moved, Registration.objects.get().state) == (at(11, 20), "left")


def test_an_event_of_another_form_has_no_times(teacher: User, colleague: User, sign_in: SignIn) -> None:
    assert sign_in(colleague).get(reverse("events:slots", args=[make_event(teacher).pk])).status_code == 404


@pytest.mark.parametrize("reader", ["host", "guest"])
def test_the_page_of_times_costs_the_same_whatever_is_booked(
    event: Event, teacher: User, colleague: User, kindergarten: Kindergarten, sign_in: SignIn, reader: str
) -> None:
    browser = sign_in({"host": teacher, "guest": colleague}[reader])
    moments = iter([at(10), at(10, 40), at(11, 20)])

    one, three = costs(
        lambda: browser.get(reverse("events:slots", args=[event.pk])),
        lambda: book_slot(event, make_user(kindergarten), next(moments)),
    )

    assert one == three <= MOST


# --- Letters --------------------------------------------------------------------------------------------------------


def test_the_letter_to_the_host_says_who_and_when(
    event: Event, colleague: User, mailoutbox: list, settings: object
) -> None:
    consultations.book(event, at(10, 40), by=colleague)

    sweep()

    [letter] = mailoutbox
    assert letter.to == [event.host.email]
    assert letter.subject == f"Запись на время: {event.title}, Пятница, 27 ноября, 13:40–14:10"
    assert (colleague.get_full_name() in letter.body, "13:40–14:10" in letter.body) == (True, True)


def test_whoever_books_and_cancels_at_once_writes_one_letter(event: Event, colleague: User, mailoutbox: list) -> None:
    consultations.book(event, at(10), by=colleague)
    consultations.cancel(event, by=colleague)

    sweep()

    assert [letter.subject.partition(":")[0] for letter in mailoutbox] == ["Запись отменена"]


def test_the_letter_to_the_person_carries_the_hosts_words(
    event: Event, teacher: User, colleague: User, mailoutbox: list
) -> None:
    consultations.take_back(book_slot(event, colleague, at(10)), reason="Педсовет в это время", by=teacher)

    sweep()

    [letter] = mailoutbox
    assert (letter.to, "Педсовет в это время" in letter.body) == ([colleague.email], True)


def test_a_time_reminds_of_itself_a_day_before(event: Event, colleague: User, mailoutbox: list) -> None:
    book_slot(event, colleague, at(11, 20))

    with time_machine.travel(at(11) - dt.timedelta(days=1), tick=False):
        sweep()
        before = [letter.to for letter in mailoutbox if letter.to == [colleague.email]]
    with time_machine.travel(at(11, 25) - dt.timedelta(days=1), tick=False):
        sweep()

    assert (before, [letter.to for letter in mailoutbox].count([colleague.email])) == ([], 1)
