"""What came out of an event, in its hosts' own words."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import Event
from teachers.models import User


class WrittenMeanwhile(Exception):
    """Somebody else wrote it after the person began; nothing was overwritten."""


@transaction.atomic
def write_summary(event: Event, text: str, *, seen: str, by: User) -> None:
    """Keeps what came out of the event. `seen` is the text the person began with. Raises WrittenMeanwhile."""
    event = lock_event(event.pk)
    require(permissions.can_write_summary(by, event))
    if _plain(event.summary) != _plain(seen):
        raise WrittenMeanwhile
    event.summary, event.changed_at, event.changed_by = text, timezone.now(), by
    event.save(update_fields=["summary", "changed_at", "changed_by"])


def _plain(text: str) -> str:
    """Browsers send line ends of their own."""
    return "\n".join(text.splitlines()).strip()
