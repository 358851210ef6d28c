"""Letters about seats and second hosts: each is wanted only while what it says is still true."""

from events.letters.facts import Facts, about, event_in
from events.models import CoHost, Event, Interest, Registration
from notifications.kinds import Load
from notifications.models import Message
from teachers.models import User

State = Registration.State
PUBLISHED = Event.State.PUBLISHED


def registered(state: State) -> Load:
    """Wanted while the person's registration is still what the letter says, and the event is ahead."""

    def load(message: Message) -> Facts:
        event = _ahead(message)
        mine = Registration.objects.filter(event=message.subject_id, teacher=message.recipient_id, state=state)
        if event is None or not mine.exists():
            return None
        return about(event, message.recipient) | {"words": message.data.get("reason", "")}

    return load


def asked(message: Message) -> Facts:
    event, person = _ahead(message), User.objects.filter(pk=message.data.get("person")).first()
    waits = Registration.objects.filter(event=message.subject_id, teacher=person, state=State.ASKED)
    return about(event, message.recipient) | {"person": person} if event and person and waits.exists() else None


def _ahead(message: Message) -> Event | None:
    event = event_in(message, PUBLISHED)
    return None if event is None or event.has_ended else event


def cohost(state: CoHost.State, *, to_host: bool = False) -> Load:
    """About one second host, whose word is still what the letter says."""

    def load(message: Message) -> Facts:
        event = event_in(message, PUBLISHED, *Event.UNDECIDED_STATES, Event.State.RETURNED)
        person = message.data.get("person") if to_host else message.recipient_id
        rows = CoHost.objects.filter(event=message.subject_id, person=person, state=state).select_related("person")
        row = rows.first()
        if event is None or event.has_ended or row is None:
            return None
        return about(event, message.recipient) | {"person": row.person}

    return load


def wished_for(message: Message) -> Facts:
    """Wanted while the person still asks to be told, may see the event and has not registered yet."""
    event = event_in(message, PUBLISHED)
    if event is None or event.is_undated or event.has_started:
        return None
    wished = Interest.objects.filter(
        person=message.recipient_id, event__in=[event.pk, event.cloned_from_id or event.pk]
    )
    sees = Event.objects.visible_to(message.recipient).filter(pk=event.pk)
    mine = Registration.objects.filter(event=event, teacher=message.recipient_id).exclude(state=State.LEFT)
    return about(event, message.recipient) if wished.exists() and sees.exists() and not mine.exists() else None
