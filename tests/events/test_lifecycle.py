"""From a draft to the calendar."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from events.actions import lifecycle
from events.actions.attendance import record_attendance
from events.actions.registration import join
from events.models import Event, EventForm
from notifications.models import Message
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_past_event, make_registration

SignIn = Callable[[User], Client]


def details(**changes: str) -> dict[str, str]:
    """What a person types to propose an event a week ahead."""
    day = timezone.localdate() + dt.timedelta(days=7)
    typed = {"form": str(EventForm.objects.get(code="lounge").pk), "title": "Гостиная", "day": f"{day}"}
    return typed | {"begins": "13:00", "ends": "14:00", "audience": "kindergarten"} | changes


def test_a_proposal_waits_for_the_methodist(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/events/propose/", details(submit="1"))

    assert Event.objects.get().state == Event.State.PROPOSED


def test_a_kindergarten_may_publish_at_once(teacher: User, sign_in: SignIn) -> None:
    teacher.kindergarten.moderates_events = False  # type: ignore[union-attr]
    teacher.kindergarten.save()  # type: ignore[union-attr]

    sign_in(teacher).post("/events/propose/", details(submit="1"))

    assert Event.objects.get().state == Event.State.PUBLISHED


def test_an_event_without_an_end_takes_as_long_as_its_form_usually_does(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/events/propose/", details(ends=""))

    assert Event.objects.get().hours == 1


def test_host_and_state_cannot_be_posted(teacher: User, colleague: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/events/propose/", details(host=str(colleague.pk), state="published"))

    event = Event.objects.get()
    assert (event.host, event.state) == (teacher, Event.State.DRAFT)


@pytest.mark.parametrize(
    ("field", "value", "blamed"),
    [
        ("ends", "12:00", "ends"),
        ("day", "2020-01-01", "day"),
        ("capacity", "0", "capacity"),
        ("capacity", "1000000", "capacity"),
    ],
)
def test_a_slip_is_explained_beside_its_field(
    teacher: User, sign_in: SignIn, field: str, value: str, blamed: str
) -> None:
    response = sign_in(teacher).post("/events/propose/", details(**{field: value}))

    assert (response.status_code, list(response.context["forms"].details.errors)) == (200, [blamed])
    assert "Гостиная" in response.content.decode()


def test_what_is_accepted_is_public_once_its_host_confirms(teacher: User, methodist: User, colleague: User) -> None:
    event = lifecycle.accept(make_event(teacher, state=Event.State.PROPOSED), by=methodist)
    before = list(Event.objects.visible_to(colleague))

    event = lifecycle.confirm(event, by=teacher)

    assert (before, event.state, list(Event.objects.visible_to(colleague))) == ([], Event.State.PUBLISHED, [event])


def test_where_the_kindergarten_wants_it_so_a_methodist_publishes(teacher: User, methodist: User) -> None:
    Kindergarten.objects.update(publishes_on_confirmation=False)

    event = lifecycle.confirm(make_event(teacher, state=Event.State.ACCEPTED), by=teacher)

    assert event.state == Event.State.CONFIRMED
    assert lifecycle.publish(event, by=methodist).state == Event.State.PUBLISHED


def test_a_methodists_own_event_needs_no_second_word(methodist: User) -> None:
    event = lifecycle.accept(make_event(methodist, state=Event.State.PROPOSED), by=methodist)

    assert event.state == Event.State.PUBLISHED


def test_confirming_twice_sends_one_letter(teacher: User, methodist: User) -> None:
    Kindergarten.objects.update(publishes_on_confirmation=False)
    event = lifecycle.accept(make_event(teacher, state=Event.State.PROPOSED), by=methodist)

    event = lifecycle.confirm(lifecycle.unconfirm(lifecycle.confirm(event, by=teacher), by=teacher), by=teacher)

    assert event.state == Event.State.CONFIRMED
    assert list(Message.objects.values_list("kind", "recipient")) == [("event_accepted", teacher.pk)]


@pytest.mark.parametrize("state", [Event.State.PROPOSED, Event.State.ACCEPTED])
def test_a_proposal_is_taken_back_until_it_is_confirmed(teacher: User, state: Event.State) -> None:
    event = lifecycle.withdraw(make_event(teacher, state=state), by=teacher)

    assert lifecycle.submit(event, by=teacher).state == Event.State.PROPOSED


@pytest.mark.parametrize("state", [Event.State.CONFIRMED, Event.State.PUBLISHED])
def test_what_is_confirmed_is_not_taken_back(teacher: User, state: Event.State) -> None:
    with pytest.raises(PermissionDenied):
        lifecycle.withdraw(make_event(teacher, state=state), by=teacher)


def test_cancelling_tells_those_who_wait_too_and_calendars(teacher: User, colleague: User, head: User) -> None:
    event = make_event(teacher, capacity=1)
    join(event, by=colleague)
    join(event, by=head, or_wait=True)

    event = lifecycle.cancel(event, reason="Карантин", by=teacher)

    assert set(Message.objects.values_list("recipient", flat=True)) == {colleague.pk, head.pk}
    assert event.sequence == 1


def test_an_event_is_archived_a_year_on(teacher: User) -> None:
    old = make_event(teacher, starts_at=timezone.now() - dt.timedelta(days=370), state=Event.State.CLOSED)
    recent = make_past_event(teacher, state=Event.State.CLOSED)

    assert (list(Event.objects.archived()), list(Event.objects.not_archived())) == ([old], [recent])


def test_a_returned_event_keeps_the_words(teacher: User, methodist: User) -> None:
    event = make_event(teacher, state=Event.State.PROPOSED)

    lifecycle.return_with_comment(event, comment="Добавьте место", by=methodist)

    event.refresh_from_db()
    assert (event.state, event.state_note) == (Event.State.RETURNED, "Добавьте место")


def test_a_teacher_publishes_nothing(teacher: User) -> None:
    with pytest.raises(PermissionDenied):
        lifecycle.accept(make_event(teacher, state=Event.State.PROPOSED), by=teacher)


def test_a_draft_is_private_even_to_the_methodist(teacher: User, methodist: User) -> None:
    make_event(teacher, state=Event.State.DRAFT)

    assert list(Event.objects.visible_to(methodist)) == []


def test_attendance_closes_the_event_and_gives_hours(teacher: User, colleague: User, head: User) -> None:
    event = make_past_event(teacher)
    came, absent = make_registration(event, colleague), make_registration(event, head)

    record_attendance(event, {came.pk: "attended", absent.pk: "absent"}, by=teacher)

    came.refresh_from_db()
    event.refresh_from_db()
    assert (came.hours, event.state) == (1, Event.State.CLOSED)
