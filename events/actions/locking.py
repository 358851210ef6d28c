"""The one lock of an event: everything that counts or changes its seats takes it first."""

from django.db import OperationalError

from common.busy import Busy, is_lock_wait
from events.models import Event


class EventBusy(Busy):
    """Somebody else held the event for too long; trying again is safe."""


def lock_event(pk: int) -> Event:
    """The event's row, locked until the transaction ends; must be called before anything is counted.

    Locking the event first keeps everybody in one order, so there is nothing to deadlock on. SQLite has no row
    locks: there every write transaction is IMMEDIATE. Raises EventBusy when the lock does not come in time.
    """
    try:
        return Event.objects.telling_cohosts().select_for_update(of=("self",)).get(pk=pk)
    except OperationalError as error:
        if is_lock_wait(error):
            raise EventBusy from error
        raise
