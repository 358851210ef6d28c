"""A methodist's corrections of an event that is already proposed or published."""

from collections.abc import Iterable

from django.db import transaction

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import Event
from teachers.models import User


@transaction.atomic
def correct(event: Event, fields: Iterable[str], *, by: User) -> None:
    """Writes only the named fields of `event`: what others changed meanwhile (state, seats taken) stays.

    Lowering the seats evicts nobody. Raises PermissionDenied or EventBusy.
    """
    require(permissions.can_correct(by, lock_event(event.pk)))
    event.save(update_fields=list(fields))
