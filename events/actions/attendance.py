"""Who was there: said by whoever runs the event, meeting by meeting; hours follow, and the news travels upward."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.behaviours import behaviour_of
from events.marks import expected_at, is_complete, outcome_of
from events.models import Event, Meeting, MeetingMark, Registration, RegistrationChange
from events.signals import attendance_confirmed, attendance_withdrawn, event_closed
from teachers.models import User

Mark, State = MeetingMark.State, Registration.State
WAS_THERE = (State.ATTENDED, State.PARTLY)


@dataclass(frozen=True)
class Word:
    """What is said of one person at one meeting; `absence` is the reason, where it is known."""

    state: str
    absence: str = ""


OF_THE_WHOLE = {State.ATTENDED: Word(Mark.HERE), State.PARTLY: Word(Mark.PARTLY), State.ABSENT: Word(Mark.ABSENT)}


@transaction.atomic
def mark_meeting(meeting: Meeting, words: Mapping[int, Word], *, by: User, all_others: bool = False) -> None:
    """Writes `words` (registration id -> word) about one meeting; `all_others`: whoever has none yet was there.

    Ids of people who are not expected there are ignored. Repeating a word changes nothing and sends no second news.
    The event closes once its last meeting is over and nobody lacks a word. Raises EventBusy or PermissionDenied.
    """
    event = lock_event(meeting.event_id)
    require(permissions.can_mark(by, event, meeting))
    if all_others:
        words = {row.pk: Word(Mark.HERE) for row in _unsaid(meeting)} | dict(words)
    _write(meeting, words, by=by)
    _follow(event, words, by=by)
    _settle(event, by=by)


@transaction.atomic
def record_attendance(event: Event, marks: Mapping[int, str], *, by: User) -> None:
    """One word for all meetings that have begun: `marks` are registration id -> attended, partly or absent."""
    event = lock_event(event.pk)
    require(permissions.can_record_attendance(by, event))
    words = {pk: OF_THE_WHOLE[State(mark)] for pk, mark in marks.items()}
    for meeting in event.meetings.filter(starts_at__lte=timezone.now()):
        _write(meeting, words, by=by)
    _follow(event, words, by=by)
    _settle(event, by=by)


@transaction.atomic
def finish(event: Event, *, by: User) -> None:
    """Closes an event whose last meeting has begun: whoever checked in was there, whoever else lacks a word was not."""
    event = lock_event(event.pk)
    require(permissions.can_finish(by, event))
    touched: dict[int, Word] = {}
    for meeting in event.meetings.all():
        came = set(meeting.marks.values_list("registration", flat=True))
        words = {row.pk: Word(Mark.HERE if row.pk in came else Mark.ABSENT) for row in _unsaid(meeting)}
        _write(meeting, words, by=by)
        touched |= words
    _follow(event, touched, by=by)
    _close(event, by=by)


@transaction.atomic
def close_if_complete(pk: int) -> None:
    """For an event that ended after its last word was said: nobody is there to press a button."""
    event = lock_event(pk)
    if event.state == Event.State.PUBLISHED:
        _settle(event, by=None)


def recount(event: Event, registrations: Collection[int], *, by: User) -> None:
    """State and hours anew, after marks or meetings have changed; the caller holds the event's lock."""
    _follow(event, dict.fromkeys(registrations, Word("")), by=by)


def _unsaid(meeting: Meeting) -> list[Registration]:
    """Those expected of whom nothing is said yet but, maybe, by themselves."""
    said = MeetingMark.objects.filter(meeting=meeting, checked_in=False)
    return list(expected_at(meeting).exclude(pk__in=said.values("registration")))


def _write(meeting: Meeting, words: Mapping[int, Word], *, by: User) -> None:
    """Rows that say the same already stay as they are, with whoever said it first."""
    said = dict(meeting.marks.filter(checked_in=False).values_list("registration", "state"))
    expected = expected_at(meeting).filter(pk__in=words).values_list("pk", flat=True)
    MeetingMark.objects.bulk_create(
        [
            MeetingMark(registration_id=pk, meeting=meeting, state=words[pk].state, by=by)
            for pk in expected
            if said.get(pk) != words[pk].state
        ],
        update_conflicts=True,
        update_fields=["state", "checked_in", "at", "by"],
        unique_fields=["registration", "meeting"],
    )


def _follow(event: Event, words: Mapping[int, Word], *, by: User) -> None:
    meetings = list(event.meetings.all())
    rows = Registration.objects.filter(event=event, pk__in=words).seated().select_related("teacher")
    for registration in rows.prefetch_related("marks"):
        registration.event = event
        _turn(registration, meetings, words[registration.pk], by=by)


def _turn(registration: Registration, meetings: list[Meeting], word: Word, *, by: User) -> None:
    """Makes the registration what the marks come to, and sends the news of it."""
    was, outcome = State(registration.state), outcome_of(registration, meetings)
    before = (registration.state, registration.hours, registration.absence)
    registration.state, registration.hours = outcome.state, outcome.hours
    if outcome.hours is not None:  # of an internship its diary says how long it was, once both have signed
        registration.hours = behaviour_of(registration.event).hours_of(registration) or outcome.hours
    registration.absence = _absence(registration, word)
    if before == (registration.state, registration.hours, registration.absence):
        return
    registration.changed_by = by
    registration.save(update_fields=["state", "hours", "absence", "changed_by", "changed_at"])
    if was != outcome.state:
        reason = registration.get_absence_display() if outcome.state == State.ABSENT else ""
        RegistrationChange.objects.create(
            registration=registration, was=was, became=outcome.state, by=by, reason=reason
        )
    if outcome.state in WAS_THERE and was not in WAS_THERE:
        attendance_confirmed.send(Registration, registration=registration, by=by)
    elif was in WAS_THERE and outcome.state not in WAS_THERE:
        attendance_withdrawn.send(Registration, registration=registration, by=by)


def _absence(registration: Registration, word: Word) -> str:
    """The reason said with this word, else the one known before, as long as something was missed."""
    if registration.state in (State.ATTENDED, State.JOINED) and word.state != Mark.ABSENT:
        return ""
    return word.absence if word.state == Mark.ABSENT else registration.absence


def _settle(event: Event, *, by: User | None) -> None:
    """Closes what is over and complete; of an event closed before, tells again that its marks have changed."""
    if event.state == Event.State.CLOSED:
        event_closed.send(Event, event=event, by=by)
    elif event.has_ended and is_complete(event):
        _close(event, by=by)


def _close(event: Event, *, by: User | None) -> None:
    event.state, event.state_changed_at, event.state_changed_by = Event.State.CLOSED, timezone.now(), by
    event.save(update_fields=["state", "state_changed_at", "state_changed_by"])
    event_closed.send(Event, event=event, by=by)
