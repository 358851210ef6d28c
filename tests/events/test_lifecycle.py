"""From a draft to the calendar."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from events.actions import lifecycle
from events.actions.attendance import record_attendance
from events.models import Event, EventForm
from teachers.models import User
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

    assert (response.status_code, list(response.context["form"].errors)) == (200, [blamed])
    assert "Гостиная" in response.content.decode()


def test_the_methodist_publishes_and_it_is_seen(teacher: User, methodist: User, colleague: User) -> None:
    event = lifecycle.publish(make_event(teacher, state=Event.State.PROPOSED), by=methodist)

    assert list(Event.objects.visible_to(colleague)) == [event]


def test_a_returned_event_keeps_the_words(teacher: User, methodist: User) -> None:
    event = make_event(teacher, state=Event.State.PROPOSED)

    lifecycle.return_with_comment(event, comment="Добавьте место", by=methodist)

    event.refresh_from_db()
    assert (event.state, event.state_note) == (Event.State.RETURNED, "Добавьте место")


def test_a_teacher_publishes_nothing(teacher: User) -> None:
    with pytest.raises(PermissionDenied):
        lifecycle.publish(make_event(teacher, state=Event.State.PROPOSED), by=teacher)


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
