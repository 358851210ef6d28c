"""«Let me know»: who would like an event to get a date, or to be held again. Nobody is enrolled by it."""

from django.db import transaction
from django.db.models import Q

from common.permissions import require
from events import permissions
from events.models import Event, Interest
from notifications.outbox import notify_all
from teachers.models import User


@transaction.atomic
def show_interest(event: Event, *, by: User) -> None:
    require(permissions.can_show_interest(by, event))
    Interest.objects.get_or_create(event=event, person=by)


@transaction.atomic
def take_back_interest(event: Event, *, by: User) -> None:
    Interest.objects.filter(event=event, person=by).delete()


def tell_interested(event: Event) -> None:
    """Once an event is public and has a date: invites those who asked to hear of it, or of the one it repeats.

    An invitation is a letter; whoever wants to come registers. Called in the transaction that makes it true; telling
    twice writes nothing.
    """
    if event.is_undated or event.state != Event.State.PUBLISHED:
        return
    interests = Interest.objects.filter(Q(event=event) | Q(event=event.cloned_from_id, event__isnull=False))
    people = User.objects.get_queryset().active().filter(pk__in=interests.values("person")).exclude(pk=event.host_id)
    notify_all(people, "event_wished_for", subject=event, expires_at=event.starts_at)
