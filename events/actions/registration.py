"""Joining, waiting, being promoted and leaving: everything that gives or frees a seat, under the event's lock."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.behaviours import behaviour_of
from events.models import Event, Registration, RegistrationChange, Stream
from events.seats import Seats
from notifications.outbox import notify, notify_all
from teachers.models import User

State = Registration.State


class EventFull(Exception):
    """Every seat is taken, or kept for others."""


class StreamUnknown(Exception):
    """The event is held in streams, and none of them was chosen."""


class AnswerMissing(Exception):
    """The host asks something of those who register."""


@transaction.atomic
def join(
    event: Event, *, by: User, stream: Stream | None = None, or_wait: bool = False, answer: str = ""
) -> Registration:
    """Gives `by` a seat; joining twice changes nothing, and another stream is taken only if it has room.

    With `or_wait` the person stands in the queue when there is no seat. Where a form asks its host, the host decides.
    Raises EventFull, StreamUnknown, AnswerMissing, EventBusy or PermissionDenied; nothing is written then.
    """
    asks_host = behaviour_of(event).asks_host
    event = lock_event(event.pk)
    require(permissions.can_join(by, event))
    stream = _chosen(event, stream)
    mine = Registration.objects.filter(event=event, teacher=by).first()
    mine = mine or Registration(event=event, teacher=by, state=State.LEFT)
    moves = mine.stream_id != (stream.pk if stream else None)
    if mine.state in (State.ASKED, State.JOINED) and not moves:
        return mine
    mine.answer = answer.strip() or mine.answer
    if event.question and not mine.answer:
        raise AnswerMissing
    mine.kindergarten_id = event.home_of(by)
    became = State.ASKED if asks_host else _find_room(event, mine, stream, or_wait=or_wait)
    if became == mine.state and not moves:
        return mine
    had_a_seat = mine.state == State.JOINED
    mine.stream = stream
    _change(mine, became, by=by)
    if had_a_seat:
        promote(event, by=by)
    if asks_host:
        occurrence = f"{mine.pk} {mine.joined_at.isoformat()}"
        notify(event.host, "event_asked", subject=event, occurrence=occurrence, data={"person": by.pk})
    return mine


def _chosen(event: Event, stream: Stream | None) -> Stream | None:
    if not event.has_streams:
        return None
    if stream is None or stream.event_id != event.pk:
        raise StreamUnknown
    return stream


def _find_room(event: Event, mine: Registration, stream: Stream | None, *, or_wait: bool) -> State:
    """JOINED if there is a seat, WAITING if the person may wait; whoever has a seat elsewhere keeps it."""
    if Seats(event).has_room(mine.kindergarten_id, stream.pk if stream else None):
        return State.JOINED
    waits_here = mine.state == State.WAITING and mine.stream_id == (stream.pk if stream else None)
    if waits_here or (or_wait and mine.state != State.JOINED):
        return State.WAITING
    raise EventFull


# What joining, waiting and leaving write; attendance and sign-offs of the same row stay as they are.
_CHANGED = ("state", "stream", "kindergarten", "queue_number", "answer", "joined_at", "changed_at", "changed_by")


def _change(registration: Registration, became: State, *, by: User | None, reason: str = "") -> None:
    """Writes the new state of a row whose event is locked, and who brought it about."""
    was, is_new = registration.state if registration.pk else "", registration.pk is None
    registration.state, registration.changed_by = became, by
    registration.joined_at = timezone.now()
    registration.queue_number = _last_number(registration.event_id) + 1 if became == State.WAITING else None
    registration.save(update_fields=None if is_new else _CHANGED)
    RegistrationChange.objects.create(registration=registration, was=was, became=became, by=by, reason=reason)


def _last_number(event_pk: int) -> int:
    waiting = Registration.objects.filter(event=event_pk).waiting()
    return waiting.aggregate(last=Max("queue_number"))["last"] or 0


@transaction.atomic
def leave(event: Event, *, by: User) -> None:
    """Frees the seat of `by`, or their place in the queue; leaving twice changes nothing.

    A freed seat goes to the first who waits and fits, in the same transaction. Raises EventBusy or PermissionDenied.
    """
    event = lock_event(event.pk)
    mine = Registration.objects.filter(event=event, teacher=by, state__in=Registration.EXPECTED_STATES).first()
    require(permissions.can_leave(by, event, mine))
    if mine:
        _free(event, mine, by=by)


@transaction.atomic
def let_go(registration: Registration, *, reason: str, by: User | None = None) -> None:
    """Frees the seat of somebody who can no longer come: erased, dismissed, moved to another kindergarten.

    Asks no permission: called where the person's leaving has been decided. Raises EventBusy.
    """
    event = lock_event(registration.event_id)
    row = Registration.objects.filter(pk=registration.pk, state__in=Registration.EXPECTED_STATES).first()
    if row:
        _free(event, row, by=by, reason=reason)


def _free(event: Event, registration: Registration, *, by: User | None, reason: str = "") -> None:
    had_a_seat = registration.state == State.JOINED
    _change(registration, State.LEFT, by=by, reason=reason)
    if had_a_seat:
        promote(event, by=by)


def promote(event: Event, *, by: User | None = None) -> list[Registration]:
    """Gives free seats to those who wait, in their order; they hear of it once the transaction is committed.

    Somebody for whom no seat is kept lets the next one pass. Nobody is promoted once the event has begun. The caller
    holds the event's lock and has made room.
    """
    if event.state != Event.State.PUBLISHED or event.has_started:
        return []
    waiting = Registration.objects.filter(event=event, teacher__is_active=True).waiting().select_related("teacher")
    if not waiting:
        return []
    seats = Seats(event)
    lucky = [row for row in waiting if seats.take(row.kindergarten_id, row.stream_id)]
    now = timezone.now()
    Registration.objects.filter(pk__in=[row.pk for row in lucky]).update(
        state=State.JOINED, queue_number=None, joined_at=now, changed_at=now, changed_by=by
    )
    _log(lucky, was=State.WAITING, became=State.JOINED, by=by)
    people = [row.teacher for row in lucky]
    notify_all(people, "event_promoted", subject=event, occurrence=now.isoformat(), expires_at=event.starts_at)
    return lucky


def _log(rows: Sequence[Registration], *, was: State, became: State, by: User | None, reason: str = "") -> None:
    RegistrationChange.objects.bulk_create(
        RegistrationChange(registration=row, was=was, became=became, by=by, reason=reason) for row in rows
    )


@transaction.atomic
def move_in_queue(registration: Registration, *, to: int, reason: str, by: User) -> None:
    """Puts somebody who waits at another number of the queue (1 is next); the reason is kept.

    Raises EventBusy or PermissionDenied; a number beyond the end is the end.
    """
    event = lock_event(registration.event_id)
    require(permissions.can_order_queue(by, event) and bool(reason.strip()))
    queue = list(Registration.objects.filter(event=event).waiting())
    moved = next((row for row in queue if row.pk == registration.pk), None)
    if moved is None:
        return
    queue.remove(moved)
    queue.insert(max(to, 1) - 1, moved)
    for number, row in enumerate(queue, start=1):
        row.queue_number = number
    Registration.objects.bulk_update(queue, ["queue_number"])
    _log([moved], was=State.WAITING, became=State.WAITING, by=by, reason=reason.strip())


@transaction.atomic
def answer_request(registration: Registration, *, accept: bool, by: User, reason: str = "") -> None:
    """The host's word to somebody who asked to come (trial, internship).

    Raises EventFull, EventBusy or PermissionDenied.
    """
    event = lock_event(registration.event_id)
    require(permissions.may_run(by, event) and not event.has_ended)
    asked = Registration.objects.filter(pk=registration.pk, state=State.ASKED).select_related("teacher").first()
    if asked is None:
        return
    if accept and not Seats(event).has_room(asked.kindergarten_id, asked.stream_id):
        raise EventFull
    _change(asked, State.JOINED if accept else State.LEFT, by=by, reason=reason)
    kind = "event_request_accepted" if accept else "event_request_refused"
    notify(asked.teacher, kind, subject=event, occurrence=asked.joined_at.isoformat(), data={"reason": reason})
