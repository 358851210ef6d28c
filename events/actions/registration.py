"""Joining and leaving an event."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import Event, Registration
from teachers.models import User


class EventFull(Exception):
    """Every seat is taken."""


@transaction.atomic
def join(event: Event, *, by: User) -> Registration:
    """Gives `by` a seat; joining twice changes nothing. Raises EventFull, EventBusy or PermissionDenied."""
    event = lock_event(event.pk)
    require(permissions.can_join(by, event))
    registration = Registration.objects.filter(event=event, teacher=by).first()
    if registration and registration.state == Registration.State.JOINED:
        return registration
    taken = Registration.objects.filter(event=event).seated().count()
    if event.seat_limit is not None and taken >= event.seat_limit:
        raise EventFull
    registration = registration or Registration(event=event, teacher=by)
    registration.state = Registration.State.JOINED
    registration.joined_at = timezone.now()
    registration.changed_by = by
    registration.save()
    return registration


@transaction.atomic
def leave(event: Event, *, by: User) -> None:
    """Frees the seat of `by`; leaving twice changes nothing. Raises EventBusy or PermissionDenied."""
    event = lock_event(event.pk)
    require(permissions.can_leave(by, event))
    mine = Registration.objects.filter(event=event, teacher=by, state=Registration.State.JOINED)
    mine.update(state=Registration.State.LEFT, changed_at=timezone.now(), changed_by=by)
