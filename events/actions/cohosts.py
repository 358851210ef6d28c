"""Holding an event together: asked by its host, agreed to by the colleague."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import CoHost, Event
from notifications.outbox import notify, notify_all
from teachers.models import User


@transaction.atomic
def invite(event: Event, person: User, *, by: User) -> CoHost:
    """Asks one more colleague; asking twice changes nothing. While the event is a draft, nobody is written to."""
    event = lock_event(event.pk)
    require(permissions.can_invite_hosts(by, event) and person.pk != event.host_id)
    cohost, is_new = CoHost.objects.get_or_create(event=event, person=person)
    if is_new and event.state not in Event.EDITABLE_STATES:
        _ask([person], event)
    return cohost


def invite_all(event: Event) -> None:
    """Writes to everyone named while the event was a draft; whoever was asked already is not asked again."""
    _ask([cohost.person for cohost in event.cohosts.filter(state=CoHost.State.INVITED).select_related("person")], event)


def _ask(people: list[User], event: Event) -> None:
    notify_all(people, "event_cohost_invited", subject=event)


@transaction.atomic
def answer(event: Event, *, agree: bool, by: User) -> None:
    """The colleague's own word; it may be changed until the event is over. The host hears of it."""
    event = lock_event(event.pk)
    mine = CoHost.objects.filter(event=event, person=by).first()
    require(mine is not None and not event.has_ended)
    state = CoHost.State.AGREED if agree else CoHost.State.REFUSED
    if mine is None or mine.state == state:
        return
    mine.state, mine.answered_at = state, timezone.now()
    mine.save()
    if event.series_id:  # one word is enough for the whole series
        CoHost.objects.filter(event__series=event.series_id, person=by).update(
            state=state, answered_at=mine.answered_at
        )
    kind = "event_cohost_agreed" if agree else "event_cohost_refused"
    data = {"person": by.pk}
    notify(event.host, kind, subject=event, occurrence=mine.answered_at.isoformat(), data=data)


@transaction.atomic
def remove(event: Event, person: User, *, by: User) -> None:
    """The host goes on without the colleague."""
    event = lock_event(event.pk)
    require(permissions.can_invite_hosts(by, event))
    CoHost.objects.filter(event=event, person=person).delete()
