"""The way of an event from a draft to the calendar: every change of state goes through here."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import Event, Registration
from notifications.outbox import notify_all
from teachers.models import Membership, User


def _move(event: Event, state: Event.State, *, by: User, note: str = "") -> Event:
    event.state, event.state_note = state, note
    event.state_changed_at, event.state_changed_by = timezone.now(), by
    event.save(update_fields=["state", "state_note", "state_changed_at", "state_changed_by"])
    if state in _LETTERS:
        _tell(event, by=by)
    return event


_LETTERS = {
    Event.State.PROPOSED: "event_proposed",
    Event.State.PUBLISHED: "event_published",
    Event.State.RETURNED: "event_returned",
    Event.State.DECLINED: "event_declined",
    Event.State.CANCELLED: "event_cancelled",
}


def _tell(event: Event, *, by: User) -> None:
    """Writes to everyone whom the event's new state concerns, but not to the one who brought it about."""
    people = _concerned(event).exclude(pk=by.pk)
    expires_at = event.ends_at if event.state == Event.State.CANCELLED else None
    occurrence = event.state_changed_at.isoformat()
    kind = _LETTERS[Event.State(event.state)]
    notify_all(people, kind, subject=event, occurrence=occurrence, expires_at=expires_at)


def _concerned(event: Event) -> QuerySet[User]:
    people = User.objects.get_queryset().active()
    if event.state == Event.State.PROPOSED:
        return people.members_of(event.kindergarten_id, role=Membership.Role.METHODIST)
    if event.state == Event.State.CANCELLED:
        joined = Registration.objects.filter(event=event, state=Registration.State.JOINED)
        return people.filter(Q(pk=event.host_id) | Q(pk__in=joined.values("teacher")))
    return people.filter(pk=event.host_id)


@transaction.atomic
def submit(event: Event, *, by: User) -> Event:
    """The host proposes the event; where the kindergarten does not moderate, it is published at once."""
    event = lock_event(event.pk)
    require(permissions.can_submit(by, event))
    moderated = event.kindergarten.moderates_events and not by.is_methodist_of(event.kindergarten_id)
    return _move(event, Event.State.PROPOSED if moderated else Event.State.PUBLISHED, by=by)


@transaction.atomic
def withdraw(event: Event, *, by: User) -> Event:
    """The host takes a proposal back; it becomes a private draft again."""
    event = lock_event(event.pk)
    require(permissions.can_withdraw(by, event))
    return _move(event, Event.State.DRAFT, by=by)


@transaction.atomic
def publish(event: Event, *, by: User) -> Event:
    """A methodist puts a proposed event into the calendar."""
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    return _move(event, Event.State.PUBLISHED, by=by)


@transaction.atomic
def return_with_comment(event: Event, *, comment: str, by: User) -> Event:
    """A methodist asks the host to change something; the host edits and proposes again."""
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    return _move(event, Event.State.RETURNED, by=by, note=comment)


@transaction.atomic
def decline(event: Event, *, comment: str, by: User) -> Event:
    event = lock_event(event.pk)
    require(permissions.can_moderate(by, event))
    return _move(event, Event.State.DECLINED, by=by, note=comment)


@transaction.atomic
def cancel(event: Event, *, reason: str, by: User) -> Event:
    """The event will not take place; its page stays with the reason, and so do its registrations."""
    event = lock_event(event.pk)
    require(permissions.can_cancel(by, event))
    return _move(event, Event.State.CANCELLED, by=by, note=reason)
