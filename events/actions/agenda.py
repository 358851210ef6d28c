"""The programme of an event, written anew as a whole."""

from collections.abc import Sequence

from django.db import transaction

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import AgendaItem, Event
from teachers.models import User


class ChangedMeanwhile(Exception):
    """Somebody else wrote the programme after the person began; nothing was overwritten."""


def fingerprint(event: Event) -> str:
    """Two equal ones stand for the same rows: each save makes new ones."""
    return "-".join(str(pk) for pk in event.agenda.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def set_agenda(event: Event, lines: Sequence[AgendaItem], *, seen: str, by: User) -> None:
    """Makes the programme of `event` those lines, in their order. `seen` is the fingerprint of what the person began
    with. Raises ChangedMeanwhile."""
    event = lock_event(event.pk)
    require(permissions.can_keep_materials(by, event))
    if fingerprint(event) != seen:
        raise ChangedMeanwhile
    event.agenda.all().delete()
    for order, line in enumerate(lines):
        line.event, line.order = event, order
    AgendaItem.objects.bulk_create(lines)
