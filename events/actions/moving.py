"""Changing an event that others may have read already: under its lock, and never over somebody else's change."""

from django.db import transaction

from common.permissions import require
from events import permissions
from events.actions.attendance import recount
from events.actions.cohosts import invite_all
from events.actions.interest import tell_interested
from events.actions.locking import lock_event
from events.actions.planning import Sheet, write
from events.actions.registration import promote
from events.letters.moving import tell_moved
from events.models import Event, Meeting
from events.versions import claim
from teachers.models import User

# What calendars show besides the meetings; a change of it must reach them (RFC 5545, 3.8.7.4).
SHOWN_IN_CALENDARS = ("title", "description", "place_id", "online_url")


@transaction.atomic
def revise(event: Event, sheet: Sheet, *, by: User, version: int | None) -> Event:
    """Writes the sheet over the version of the event that was read; registrations and marks stay.

    More seats promote those who wait, fewer evict nobody; whoever is concerned hears of another time or place.
    Raises Outrun, EventBusy or PermissionDenied.
    """
    event = lock_event(event.pk)
    require(permissions.can_edit(by, event) or permissions.can_revise(by, event))
    claim(event, version, by=by)
    was, shown, marked = _meetings(event), _shown(event), _marked(event)
    write(event, sheet)
    if marked:
        recount(event, marked, by=by)
    if shown != _shown(event):
        event.sequence += 1
        event.save(update_fields=["sequence"])
    if event.state not in Event.EDITABLE_STATES:
        _tell(event, was, by=by)
    return event


def _marked(event: Event) -> list[int]:
    """Registrations of whom something has been said: their hours follow the meetings, a removed one among them."""
    return list(
        event.registrations.filter(marks__checked_in=False).order_by("pk").values_list("pk", flat=True).distinct()
    )


def _tell(event: Event, was: list[Meeting], *, by: User) -> None:
    invite_all(event)
    tell_moved(event, was, by=by)
    tell_interested(event)
    promote(event, by=by)


def _meetings(event: Event) -> list[Meeting]:
    return list(Meeting.objects.filter(event=event).select_related("place", "stream"))


def _shown(event: Event) -> list[object]:
    """What calendars show of the event and its meetings."""
    columns = Meeting.objects.filter(event=event).values_list("starts_at", "ends_at", "place", "topic", "stream__name")
    return [*columns, *(getattr(event, name) for name in SHOWN_IN_CALENDARS)]
