"""The secret address of a person's calendar: made when it is first asked for, changed when the person wishes."""

from django.db import transaction
from django.utils import timezone

from events.models import CalendarFeed
from events.models.addresses import new_secret
from teachers.models import User


def address_of(person: User) -> CalendarFeed:
    feed, _is_new = CalendarFeed.objects.get_or_create(person=person)
    return feed


@transaction.atomic
def renew(*, by: User) -> CalendarFeed:
    """Gives the person's own calendar a new address; the old one leads nowhere from now on."""
    feed = address_of(by)
    feed.secret, feed.renewed_at = new_secret(), timezone.now()
    feed.save(update_fields=["secret", "renewed_at"])
    return feed
