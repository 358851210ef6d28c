"""Two hundred people who wait, promoted by one raise of the seats."""

import time
from statistics import median

from bench.figures import Figure, within
from bench.filling import FIRST_EVENT, FIRST_TEACHER
from events.actions.correcting import correct
from events.models import Event, Registration
from notifications.models import Message
from teachers.models import User

WAITING, ROUNDS = 200, 5


def measure() -> list[Figure]:
    """Seconds of the whole action with its log and letters, the median of five."""
    return [within(f"promoting {WAITING} who wait, s", median(_raise() for _ in range(ROUNDS)), 1)]


def _raise() -> float:
    event, methodist = Event.objects.get(pk=FIRST_EVENT), User.objects.filter(is_superuser=True).first()
    methodist = methodist or User.objects.create_superuser("bench@example.com", last_name="Сетевая", first_name="Майя")
    Event.objects.filter(pk=event.pk).update(capacity=1)
    _queue(event)
    event.capacity = 1000
    began = time.monotonic()
    correct(event, ["capacity"], by=methodist)
    took = time.monotonic() - began
    if Registration.objects.filter(event=event).waiting().exists():
        raise ValueError("somebody still waits")
    _forget(event)
    return took


def _queue(event: Event) -> None:
    people = User.objects.filter(pk__gt=FIRST_TEACHER + 500).order_by("pk")[:WAITING]
    Registration.objects.filter(event=event, teacher__in=list(people)).delete()
    Registration.objects.bulk_create(
        Registration(
            event=event,
            teacher=person,
            state=Registration.State.WAITING,
            queue_number=number,
            joined_at=event.created_at,
        )
        for number, person in enumerate(people, start=1)
    )


def _forget(event: Event) -> None:
    Registration.objects.filter(event=event, teacher__pk__gt=FIRST_TEACHER + 500).delete()
    Message.objects.filter(kind="event_promoted").delete()
