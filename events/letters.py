"""What events write to people: the kinds of letters, and the reminders that follow from the events' own times."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from events.models import Event, Registration
from notifications import kinds
from notifications.kinds import Kind
from notifications.models import Message
from notifications.outbox import unique_key_in_sql

State = Event.State
Facts = Mapping[str, Any] | None


@dataclass(frozen=True)
class Reminder:
    """Due `before` the beginning; somebody who joins later is reminded at once, until `latest` before it."""

    before: dt.timedelta
    latest: dt.timedelta

    @property
    def name(self) -> str:
        return f"{self.before // dt.timedelta(minutes=1)}min"


# The day before and the hour before; the second takes over where the first ends.
REMINDERS = (
    Reminder(before=dt.timedelta(hours=24), latest=dt.timedelta(hours=1)),
    Reminder(before=dt.timedelta(hours=1), latest=dt.timedelta(minutes=30)),
)


# --- Reminders ------------------------------------------------------------------------------------------------------


def due_reminders(now: dt.datetime) -> Iterator[Message]:
    """Reminders to hosts and to those who joined that are due by `now` and not written yet.

    Their key holds the beginning of the event, so a moved event reminds anew and nothing needs cleaning up.
    """
    for reminder in REMINDERS:
        begins = (now + reminder.latest, now + reminder.before)
        hosted = Event.objects.filter(state=State.PUBLISHED, starts_at__range=begins, host__is_active=True)
        joined = Registration.objects.filter(
            event__state=State.PUBLISHED,
            event__starts_at__range=begins,
            state=Registration.State.JOINED,
            teacher__is_active=True,
        )
        yield from _unwritten(hosted, reminder, prefix="", event="pk", person="host_id")
        yield from _unwritten(joined, reminder, prefix="event__", event="event_id", person="teacher_id")


def _unwritten(rows: QuerySet[Any], reminder: Reminder, *, prefix: str, event: str, person: str) -> Iterator[Message]:
    occurrence: list[str | Value] = [f"{prefix}starts_at", Value(f" {reminder.name}")]
    key = unique_key_in_sql("event_reminder", subject=event, occurrence=occurrence, person=person)
    written = Message.objects.filter(unique_key=OuterRef("message_key"))
    columns = (
        rows.annotate(message_key=key)
        .filter(~Exists(written))
        .order_by()
        .values_list("message_key", F(event), F(person), F(f"{prefix}starts_at"), F(f"{prefix}kindergarten_id"))
    )
    for unique_key, event_pk, person_pk, starts_at, kindergarten_pk in columns:
        yield Message(
            kind="event_reminder",
            unique_key=unique_key,
            subject_id=event_pk,
            recipient_id=person_pk,
            kindergarten_id=kindergarten_pk,
            expires_at=starts_at,
        )


def _reminder(message: Message) -> Facts:
    """Wanted while the event still begins when the reminder says, and the person still takes part."""
    event = _event(message, State.PUBLISHED)
    if event is None or event.starts_at != message.expires_at or event.has_started:
        return None
    if event.host_id == message.recipient_id:
        return {"event": event, "is_host": True, "going": Registration.objects.filter(event=event).seated().count()}
    return {"event": event, "is_host": False} if _takes_part(message, event) else None


# --- Turns of an event's life ---------------------------------------------------------------------------------------


def _in_state(state: State) -> kinds.Load:
    """Wanted while the event is still in the state that the letter speaks of."""

    def load(message: Message) -> Facts:
        event = _event(message, state)
        return None if event is None else {"event": event}

    return load


def _cancelled(message: Message) -> Facts:
    event = _event(message, State.CANCELLED)
    return {"event": event} if event and _takes_part(message, event) else None


def _proposed(message: Message) -> Facts:
    """Wanted while the proposal waits and the reader may still decide about it."""
    event = _event(message, State.PROPOSED)
    return {"event": event} if event and message.recipient.is_methodist_of(event.kindergarten_id) else None


def _event(message: Message, state: State) -> Event | None:
    events = Event.objects.select_related("form", "place", "host")
    return events.filter(pk=message.subject_id, state=state).first()


def _takes_part(message: Message, event: Event) -> bool:
    if event.host_id == message.recipient_id:
        return True
    mine = Registration.objects.filter(event=event, teacher=message.recipient_id)
    return mine.filter(state=Registration.State.JOINED).exists()


KINDS = (
    Kind("event_reminder", "events", _("reminder of an event"), _reminder),
    Kind("event_proposed", "events", _("an event is proposed"), _proposed),
    Kind("event_published", "events", _("an event is published"), _in_state(State.PUBLISHED)),
    Kind("event_returned", "events", _("an event is returned with a comment"), _in_state(State.RETURNED)),
    Kind("event_declined", "events", _("an event is declined"), _in_state(State.DECLINED)),
    Kind("event_cancelled", "events", _("an event is cancelled"), _cancelled),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        kinds.register(kind)
    kinds.register_producer(due_reminders)
