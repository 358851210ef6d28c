"""Reminders, derived from the meetings' own times by one statement for each kind of people."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from events.letters.facts import Facts, about, is_host
from events.models import CoHost, Event, Meeting, Registration
from notifications.models import Message
from notifications.outbox import unique_key_in_sql

PUBLISHED = Event.State.PUBLISHED


@dataclass(frozen=True)
class Reminder:
    """Due `before` the beginning; somebody who joins later is reminded at once, until `latest` before it."""

    before: dt.timedelta
    latest: dt.timedelta

    @property
    def name(self) -> str:
        return f"{self.before // dt.timedelta(minutes=1)}min"


# The day before and the hour before. Between them nobody is reminded at once: whoever joins an hour and a little before
# the beginning would get both letters within minutes.
REMINDERS = (
    Reminder(before=dt.timedelta(hours=24), latest=dt.timedelta(hours=2)),
    Reminder(before=dt.timedelta(hours=1), latest=dt.timedelta(minutes=30)),
)


@dataclass(frozen=True)
class Columns:
    """Where rows keep what a reminder is about, when that begins, and whom it is for."""

    kind: str
    subject: str
    starts_at: str
    person: str
    kindergarten: str


OF_HOST = Columns("event_reminder", "pk", "starts_at", "event__host", "event__kindergarten")
OF_COHOST = Columns("event_reminder", "event__meetings", "event__meetings__starts_at", "person", "event__kindergarten")
OF_PARTICIPANT = Columns(
    "event_reminder", "event__meetings", "event__meetings__starts_at", "teacher", "event__kindergarten"
)
OF_SLOT = Columns("slot_reminder", "pk", "slot_starts_at", "teacher", "event__kindergarten")


def due_reminders(now: dt.datetime) -> Iterator[Message]:
    """Reminders to hosts and to those who joined that are due by `now` and not written yet.

    Their key holds the meeting and its beginning: each meeting of a laboratory reminds, a moved one reminds anew, and
    nothing needs cleaning up. A booked slot reminds of its own time.
    """
    for reminder in REMINDERS:
        for rows, columns in _due(now + reminder.latest, now + reminder.before):
            yield from _unwritten(rows, reminder, columns)


def _due(first: dt.datetime, last: dt.datetime) -> Iterator[tuple[QuerySet[Any], Columns]]:
    """Whom to remind of what begins from `first` to `last`."""
    begins = {"event__state": PUBLISHED, "event__meetings__starts_at__range": (first, last)}
    own_stream = Q(event__meetings__stream=None) | Q(event__meetings__stream=F("stream"))
    seated = Registration.objects.seated().filter(teacher__is_active=True)
    yield Meeting.objects.of_published().filter(starts_at__range=(first, last), event__host__is_active=True), OF_HOST
    yield CoHost.objects.filter(state=CoHost.State.AGREED, person__is_active=True, **begins), OF_COHOST
    yield seated.filter(own_stream, slot_starts_at=None, **begins), OF_PARTICIPANT
    yield seated.filter(slot_starts_at__range=(first, last), event__state=PUBLISHED), OF_SLOT


def _unwritten(rows: QuerySet[Any], reminder: Reminder, columns: Columns) -> Iterator[Message]:
    occurrence: list[str | Value] = [columns.starts_at, Value(f" {reminder.name}")]
    key = unique_key_in_sql(columns.kind, subject=columns.subject, occurrence=occurrence, person=columns.person)
    written = Message.objects.filter(unique_key=OuterRef("message_key"))
    found = (
        rows.annotate(message_key=key)
        .filter(~Exists(written))
        .order_by()
        .values_list("message_key", columns.subject, columns.person, columns.starts_at, columns.kindergarten)
    )
    for unique_key, subject_pk, person_pk, starts_at, kindergarten_pk in found:
        yield Message(
            kind=columns.kind,
            unique_key=unique_key,
            subject_id=subject_pk,
            recipient_id=person_pk,
            kindergarten_id=kindergarten_pk,
            expires_at=starts_at,
        )


def meeting_reminder(message: Message) -> Facts:
    """Wanted while the meeting still begins when the reminder says, and the person still takes part."""
    meetings = Meeting.objects.of_published().select_related("event__host", "event__place", "place", "stream")
    meeting = meetings.filter(pk=message.subject_id).first()
    if meeting is None or meeting.starts_at != message.expires_at:
        return None
    event, reader = meeting.event, message.recipient
    facts = {"event": event, "meetings": [meeting], "is_host": is_host(event, reader)}
    if facts["is_host"]:
        return facts | {"going": _in_stream(meeting).count()}
    return facts if _in_stream(meeting).of(reader).exists() else None


def _in_stream(meeting: Meeting) -> Any:
    seated = Registration.objects.filter(event=meeting.event_id).seated()
    return seated.in_stream(meeting.stream) if meeting.stream else seated


def slot_reminder(message: Message) -> Facts:
    """Wanted while the person still has the slot of this beginning."""
    slots = Registration.objects.seated().filter(event__state=PUBLISHED).select_related("event__host", "event__place")
    slot = slots.filter(pk=message.subject_id, slot_starts_at=message.expires_at).first()
    if slot is None or slot.slot_starts_at is None or slot.slot_ends_at is None:
        return None
    booked = Meeting(event=slot.event, starts_at=slot.slot_starts_at, ends_at=slot.slot_ends_at, place=slot.event.place)
    return about(slot.event, message.recipient) | {"meetings": [booked], "slot": slot}
