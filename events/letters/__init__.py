"""What events write to people: the kinds of letters, and the reminders that follow from the meetings' own times."""

from django.utils.translation import gettext_lazy as _

from events.calendar.files import cancellations, invitations
from events.letters.lifecycle import cancelled, in_state, proposed
from events.letters.moving import moved
from events.letters.reminders import due_reminders, meeting_reminder, slot_reminder
from events.models import Event
from notifications import kinds
from notifications.kinds import Kind

KINDS = (
    Kind("event_reminder", "events", _("reminder of an event"), meeting_reminder, invitations),
    Kind("slot_reminder", "events", _("reminder of a booked time"), slot_reminder, invitations),
    Kind("event_proposed", "events", _("an event is proposed"), proposed),
    Kind("event_published", "events", _("an event is published"), in_state(Event.State.PUBLISHED)),
    Kind("event_returned", "events", _("an event is returned with a comment"), in_state(Event.State.RETURNED)),
    Kind("event_declined", "events", _("an event is declined"), in_state(Event.State.DECLINED)),
    Kind("event_moved", "events", _("an event is moved"), moved, invitations),
    Kind("event_cancelled", "events", _("an event is cancelled"), cancelled, cancellations),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        kinds.register(kind)
    kinds.register_producer(due_reminders)
