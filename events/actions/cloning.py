"""Holding an event again: a new draft with the same words, without its people and its day."""

from django.db import transaction

from common.permissions import require
from events import permissions
from events.models import AgendaItem, Event
from teachers.models import User

COPIED = ("form", "title", "description", "online_url", "capacity", "to_bring", "outcome", "question")


@transaction.atomic
def clone(event: Event, *, by: User) -> Event:
    """A draft of `by`, undated, in their own kindergarten; place and second hosts are chosen anew.

    Those who asked to hear of the old one are invited when the new one is published.
    """
    require(permissions.can_clone(by, event))
    copied = {name: getattr(event, name) for name in COPIED}
    new = Event.objects.create(kindergarten=by.kindergarten or event.kindergarten, host=by, cloned_from=event, **copied)
    AgendaItem.objects.bulk_create(
        AgendaItem(event=new, title=item.title, minutes=item.minutes, role=item.role, order=item.order)
        for item in event.agenda.all()
    )
    return new
