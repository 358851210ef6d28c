"""By itself: seats of people who are gone are freed and find their people, and what is over and marked is closed."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions.attendance import close_if_complete
from events.actions.locking import EventBusy, lock_event
from events.actions.registration import let_go, promote
from events.marks import lacking_words
from events.models import Event, Meeting, Offer, Registration, Stream
from teachers.models import Membership

logger = logging.getLogger(__name__)


def keep_seats() -> dict[str, int]:
    """Frees and gives seats wherever that is due; safe to run any number of times at once. Says how many of each.

    Each event is a transaction of its own; one that somebody holds is looked at a minute later.
    """
    counts = {"freed": 0, "given": 0}
    for registration in people_gone():
        try:
            let_go(registration, reason=_("no longer belongs to a kindergarten that is invited"))
            counts["freed"] += 1
        except EventBusy:
            logger.info("event %s is busy; its seats wait a minute", registration.event_id)
    for pk in _with_free_seats_and_a_queue().values_list("pk", flat=True):
        try:
            counts["given"] += _promote(pk)
        except EventBusy:
            logger.info("event %s is busy; its queue waits a minute", pk)
    return counts


def close_marked() -> int:
    """Closes events that ended after their last mark was made; says how many were looked at."""
    over = Event.objects.filter(state=Event.State.PUBLISHED, ends_at__range=_last_weeks())
    lacking = lacking_words(Meeting.objects.filter(event=OuterRef("pk")))
    seated = Registration.objects.filter(event=OuterRef("pk")).seated()
    complete = list(over.filter(Exists(seated), ~Exists(lacking)).values_list("pk", flat=True))
    for pk in complete:
        try:
            close_if_complete(pk)
        except EventBusy:
            logger.info("event %s is busy; it is closed later", pk)
    return len(complete)


def _last_weeks() -> tuple[dt.datetime, dt.datetime]:
    return timezone.now() - dt.timedelta(weeks=5), timezone.now()


@transaction.atomic
def _promote(pk: int) -> int:
    return len(promote(lock_event(pk)))


def people_gone() -> QuerySet[Registration]:
    """Who holds or awaits a seat ahead, but may no longer sign in or belongs to no kindergarten that is invited."""
    memberships = Membership.objects.current().filter(user=OuterRef("teacher"))
    offers = Offer.objects.filter(
        event=OuterRef("event"),
        kindergarten__in=Membership.objects.current().filter(user=OuterRef(OuterRef("teacher"))).values("kindergarten"),
    )
    invited = Q(Exists(memberships.filter(kindergarten=OuterRef("event__kindergarten"))))
    invited |= Q(Exists(memberships), event__audience=Event.Audience.NETWORK)
    invited |= Q(Exists(offers), event__audience=Event.Audience.CHOSEN)
    ahead = Registration.objects.filter(
        state__in=Registration.EXPECTED_STATES,
        event__state=Event.State.PUBLISHED,
        event__starts_at__gt=timezone.now(),
        teacher__is_superuser=False,
    )
    return ahead.filter(Q(teacher__is_active=False) | ~invited).order_by("pk")


def _with_free_seats_and_a_queue() -> QuerySet[Event]:
    """Events ahead where somebody waits though a seat may be free: kept seats were released, a place has grown."""
    waiting = Registration.objects.filter(event=OuterRef("pk")).waiting()
    streams = Stream.objects.filter(event=OuterRef("pk"))
    ahead = Event.objects.upcoming().filter(Exists(waiting), starts_at__gt=timezone.now()).with_seats()
    return ahead.filter(Q(seats=None) | Q(taken__lt=F("seats")) | Exists(streams))
