"""A methodist's corrections of an event that is already proposed or published."""

from collections.abc import Iterable

from django.db import transaction

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.actions.registration import promote
from events.models import Event
from events.versions import count
from teachers.models import User


@transaction.atomic
def correct(event: Event, fields: Iterable[str], *, by: User) -> None:
    """Writes only the named fields of `event`: what others changed meanwhile (state, seats taken) stays.

    More seats promote those who wait; fewer evict nobody. Raises PermissionDenied or EventBusy.
    """
    locked, fields = lock_event(event.pk), list(fields)
    require(permissions.can_correct(by, locked))
    event.version = locked.version
    event.save(update_fields=[*fields, *count(event, by=by)])
    for name in fields:
        setattr(locked, name, getattr(event, name))
    promote(locked, by=by)
