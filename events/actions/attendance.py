"""Who was there: recorded by the host or a methodist; hours follow, and the news travels upward."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import Event, Registration
from events.signals import attendance_confirmed, attendance_withdrawn, event_closed
from teachers.models import User

WAS_THERE = (Registration.State.ATTENDED, Registration.State.PARTLY)


@transaction.atomic
def record_attendance(event: Event, marks: Mapping[int, str], *, by: User) -> None:
    """Sets `marks` (registration id -> attended, partly or absent) and closes the event once nobody is unmarked.

    Ids of other events are ignored. Repeating a mark changes nothing and sends no second news.
    """
    event = lock_event(event.pk)
    require(permissions.can_record_attendance(by, event))
    for registration in Registration.objects.filter(event=event, pk__in=marks).seated().select_related("teacher"):
        _mark(registration, marks[registration.pk], event=event, by=by)
    if not Registration.objects.filter(event=event, state=Registration.State.JOINED).exists():
        Event.objects.filter(pk=event.pk).update(
            state=Event.State.CLOSED, state_changed_at=timezone.now(), state_changed_by=by
        )
        event_closed.send(Event, event=event, by=by)


def _mark(registration: Registration, state: str, *, event: Event, by: User) -> None:
    if registration.state == state:
        return
    registration.event = event
    was_there, is_there = registration.state in WAS_THERE, state in WAS_THERE
    registration.state, registration.changed_by = state, by
    registration.hours = _hours(event, state)
    registration.save()
    if is_there and not was_there:
        attendance_confirmed.send(Registration, registration=registration, by=by)
    elif was_there and not is_there:
        attendance_withdrawn.send(Registration, registration=registration, by=by)


def _hours(event: Event, state: str) -> Decimal | None:
    """The whole length for one who attended, half of it for one who attended in part, none for one who did not."""
    whole = Decimal(str(event.hours))
    return {Registration.State.ATTENDED.value: whole, Registration.State.PARTLY.value: whole / 2}.get(state)
