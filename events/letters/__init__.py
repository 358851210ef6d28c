"""What events write to people: the kinds of letters, and the reminders that follow from the meetings' own times."""

from django.utils.translation import gettext_lazy as _

from events.calendar.files import cancellations, invitations
from events.letters import seats, slots
from events.letters.lifecycle import cancelled, in_state, proposed
from events.letters.moving import moved
from events.letters.nudging import due_nudges, unmarked
from events.letters.reminders import due_reminders, meeting_reminder, slot_reminder
from events.models import CoHost, Event, Registration
from notifications import kinds
from notifications.kinds import Kind

State = Registration.State
KINDS = (
    Kind("event_reminder", "events", _("reminder of an event"), meeting_reminder, invitations),
    Kind("slot_reminder", "events", _("reminder of a booked time"), slot_reminder, invitations),
    Kind("event_proposed", "events", _("an event is proposed"), proposed),
    Kind("event_accepted", "events", _("an event is accepted"), in_state(Event.State.ACCEPTED)),
    Kind("event_published", "events", _("an event is published"), in_state(Event.State.PUBLISHED)),
    Kind("event_returned", "events", _("an event is returned with a comment"), in_state(Event.State.RETURNED)),
    Kind("event_declined", "events", _("an event is declined"), in_state(Event.State.DECLINED)),
    Kind("event_moved", "events", _("an event is moved"), moved, invitations),
    Kind("event_cancelled", "events", _("an event is cancelled"), cancelled, cancellations),
    Kind("event_promoted", "events", _("a seat from the queue"), seats.registered(State.JOINED), invitations),
    Kind("event_asked", "events", _("somebody asks to come"), seats.asked),
    Kind(
        "event_request_accepted",
        "events",
        _("the host agrees to a request"),
        seats.registered(State.JOINED),
        invitations,
    ),
    Kind("event_request_refused", "events", _("the host refuses a request"), seats.registered(State.LEFT)),
    Kind("event_cohost_invited", "events", _("asked to hold an event"), seats.cohost(CoHost.State.INVITED)),
    Kind("event_cohost_agreed", "events", _("a second host agrees"), seats.cohost(CoHost.State.AGREED, to_host=True)),
    Kind(
        "event_cohost_refused", "events", _("a second host refuses"), seats.cohost(CoHost.State.REFUSED, to_host=True)
    ),
    Kind("slot_booked", "events", _("somebody books a time"), slots.of_host(booked=True)),
    Kind("slot_moved", "events", _("somebody moves a booked time"), slots.of_host(booked=True)),
    Kind("slot_cancelled", "events", _("somebody cancels a booked time"), slots.of_host(booked=False)),
    Kind("slot_taken_back", "events", _("the host cancels a booked time"), slots.taken_back),
    Kind("event_unmarked", "events", _("marks of attendance are missing"), unmarked),
    Kind("event_wished_for", "events", _("an event one asked to hear of"), seats.wished_for),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        kinds.register(kind)
    kinds.register_producer(due_reminders)
    kinds.register_producer(due_nudges)
