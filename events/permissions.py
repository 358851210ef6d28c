"""Who may do what with an event: plain predicates, asked by views, templates, admin and actions alike."""

from events.models import Event
from teachers.models import User

State = Event.State


def can_propose(user: User) -> bool:
    """Anyone who belongs to a kindergarten may hold an event."""
    return user.is_active and user.kindergarten is not None


def can_edit(user: User, event: Event) -> bool:
    """The host, until the event is sent; later the methodist may correct it."""
    return event.host_id == user.pk and event.state in Event.EDITABLE_STATES


def can_submit(user: User, event: Event) -> bool:
    return can_edit(user, event)


def can_withdraw(user: User, event: Event) -> bool:
    """The host takes a proposal back to a draft while nobody has decided."""
    return event.host_id == user.pk and event.state == State.PROPOSED


def can_moderate(user: User, event: Event) -> bool:
    """A methodist of the event's kindergarten, while it waits for a decision."""
    return event.state == State.PROPOSED and user.is_methodist_of(event.kindergarten_id)


def can_correct(user: User, event: Event) -> bool:
    """A methodist corrects what is proposed or published; one's own draft is edited on the site."""
    return event.state in (State.PROPOSED, State.PUBLISHED) and user.is_methodist_of(event.kindergarten_id)


def can_cancel(user: User, event: Event) -> bool:
    """The host or a methodist, while a published event is still ahead."""
    mine = event.host_id == user.pk or user.is_methodist_of(event.kindergarten_id)
    return mine and event.state == State.PUBLISHED and not event.has_started


def can_join(user: User, event: Event) -> bool:
    """Any colleague but the host, while the event is published and still ahead; the audience is the one door's."""
    return event.host_id != user.pk and event.state == State.PUBLISHED and not event.has_started


def can_leave(user: User, event: Event) -> bool:
    return can_join(user, event)


def can_record_attendance(user: User, event: Event) -> bool:
    """The host or a methodist, from the beginning of the event on."""
    mine = event.host_id == user.pk or user.is_methodist_of(event.kindergarten_id)
    return mine and event.state in (State.PUBLISHED, State.CLOSED) and event.has_started
