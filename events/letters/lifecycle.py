"""Letters about the turns of an event's life."""

from events.letters.facts import Facts, about, about_change, event_in
from events.models import Event
from notifications.kinds import Load
from notifications.models import Message


def in_state(*states: Event.State) -> Load:
    """Wanted while the event is still in the state that the letter speaks of."""

    def load(message: Message) -> Facts:
        event = event_in(message, *states)
        return None if event is None else about(event, message.recipient)

    return load


def cancelled(message: Message) -> Facts:
    event = event_in(message, Event.State.CANCELLED)
    return about_change(event, message.recipient) if event else None


def proposed(message: Message) -> Facts:
    """Wanted while the proposal waits and the reader may still decide about it."""
    event = event_in(message, Event.State.PROPOSED)
    decides = event is not None and message.recipient.is_methodist_of(event.kindergarten_id)
    return about(event, message.recipient) if event and decides else None
