"""The way of an event from a draft to the calendar: every change of state goes through here."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.cohosts import invite_all
from events.actions.interest import tell_interested
from events.actions.locking import lock_event
from events.models import Event, Registration
from notifications.outbox import notify_all
from teachers.models import Membership, User

State = Event.State


def _move(event: Event, state: Event.State, *, by: User, note: str = "", tell: bool = True) -> Event:
    event.state, event.state_note = state, note
    event.pending_state, event.pending_note = "", ""
    event.state_changed_at, event.state_changed_by = timezone.now(), by
    event.save(
        update_fields=[
            "state",
            "state_note",
            "state_changed_at",
            "state_changed_by",
            "pending_state",
            "pending_note",
        ]
    )
    if tell and state in _LETTERS:
        _tell(event, by=by)
    if state == State.PUBLISHED:
        tell_interested(event)
    return event


_LETTERS = {
    State.PROPOSED: "event_proposed",
    State.ACCEPTED: "event_accepted",
    State.PUBLISHED: "event_published",
    State.RETURNED: "event_returned",
    State.DECLINED: "event_declined",
    State.CANCELLED: "event_cancelled",
}


def _tell(event: Event, *, by: User) -> None:
    """Writes to everyone whom the event's new state concerns, but not to the one who brought it about."""
    people = _concerned(event).exclude(pk=by.pk)
    expires_at = event.ends_at if event.state == State.CANCELLED and not event.is_undated else None
    occurrence = event.state_changed_at.isoformat()
    kind = _LETTERS[State(event.state)]
    notify_all(people, kind, subject=event, occurrence=occurrence, expires_at=expires_at)


def _concerned(event: Event) -> QuerySet[User]:
    people = User.objects.get_queryset().active()
    if event.state == State.PROPOSED:
        return people.members_of(event.kindergarten_id, role=Membership.Role.METHODIST)
    if event.state == State.CANCELLED:
        expected = Registration.objects.filter(event=event, state__in=Registration.EXPECTED_STATES)
        cohosts = event.cohosts.exclude(state="refused")
        return people.filter(
            Q(pk=event.host_id) | Q(pk__in=expected.values("teacher")) | Q(pk__in=cohosts.values("person"))
        )
    return people.filter(pk=event.host_id)


@transaction.atomic
def submit(event: Event, *, by: User, tell: bool = True) -> Event:
    """The host proposes the event; where the kindergarten does not moderate, it is published at once.

    Colleagues named as second hosts are asked now. `tell`: here and below, off for all but one event of a series.
    """
    event = lock_event(event.pk)
    require(permissions.can_submit(by, event))
    moderated = event.kindergarten.moderates_events and not by.is_methodist_of(event.kindergarten_id)
    if tell:
        invite_all(event)
    return _move(event, State.PROPOSED if moderated else State.PUBLISHED, by=by, tell=tell)


@transaction.atomic
def withdraw(event: Event, *, by: User, tell: bool = True) -> Event:
    """The host takes a proposal back; it may be changed and proposed again."""
    event = lock_event(event.pk)
    require(permissions.can_withdraw(by, event))
    return _move(event, State.WITHDRAWN, by=by, tell=tell)


@transaction.atomic
def accept(event: Event, *, by: User, tell: bool = True) -> Event:
    """A methodist accepts a proposal; its host confirms it. The methodist's own needs no second word."""
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    event = _move(event, State.ACCEPTED, by=by, tell=tell)
    return confirm(event, by=by, tell=tell) if event.host_id == by.pk else event


@transaction.atomic
def confirm(event: Event, *, by: User, tell: bool = True) -> Event:
    """The host says that the event will take place; it is public at once where the kindergarten wants it so."""
    event = lock_event(event.pk)
    require(permissions.can_confirm(by, event))
    event = _move(event, State.CONFIRMED, by=by, tell=tell)
    at_once = event.kindergarten.publishes_on_confirmation
    return _move(event, State.PUBLISHED, by=by, tell=tell) if at_once else event


@transaction.atomic
def unconfirm(event: Event, *, by: User, tell: bool = True) -> Event:
    """The host takes the confirmation back. Nobody is written to: the letter that asks for it has been read."""
    event = lock_event(event.pk)
    require(permissions.can_unconfirm(by, event))
    return _move(event, State.ACCEPTED, by=by, tell=False)


@transaction.atomic
def publish(event: Event, *, by: User, tell: bool = True) -> Event:
    """A methodist puts a confirmed event into the calendar."""
    event = lock_event(event.pk)
    require(permissions.can_publish(by, event))
    return _move(event, State.PUBLISHED, by=by, tell=tell)


@transaction.atomic
def return_with_comment(event: Event, *, comment: str, by: User, tell: bool = True) -> Event:
    """A methodist asks the host to change something; the host edits and proposes again."""
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    return _move(event, State.RETURNED, by=by, note=comment, tell=tell)


@transaction.atomic
def decline(event: Event, *, comment: str, by: User, tell: bool = True) -> Event:
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    return _move(event, State.DECLINED, by=by, note=comment, tell=tell)


@transaction.atomic
def mark(event: Event, state: Event.State | None, *, by: User, comment: str = "") -> None:
    """A methodist notes what will be said (accepted or declined; None: nothing) without saying it yet.

    Raises ValueError for another state.
    """
    if state not in (None, State.ACCEPTED, State.DECLINED):
        raise ValueError(state)
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    event.pending_state, event.pending_note = state or "", comment if state else ""
    event.save(update_fields=["pending_state", "pending_note"])


@transaction.atomic
def say_marked(events: Iterable[Event], *, by: User) -> int:
    """Says to their hosts what is marked on each of the events; says how many were answered."""
    marked = [event for event in sorted(events, key=lambda event: event.pk) if event.pending_state]
    for event in marked:
        if event.pending_state == State.ACCEPTED:
            accept(event, by=by)
        else:
            decline(event, comment=event.pending_note, by=by)
    return len(marked)


@transaction.atomic
def cancel(event: Event, *, reason: str, by: User) -> Event:
    """The event will not take place; its page stays with the reason, and so do its registrations.

    Those who wait are told as well as those who joined, and calendars drop it (RFC 5545: a higher SEQUENCE).
    """
    event = lock_event(event.pk)
    require(permissions.can_cancel(by, event))
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
    event.sequence += 1
    return _move(event, State.CANCELLED, by=by, note=reason)
