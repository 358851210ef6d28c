"""Whom a host may add to the list of those who came."""

from django.db.models import Prefetch, Q

from events.models import CoHost, Event, Offer, Registration
from teachers.models import Kindergarten, Membership, User
from teachers.models.people import UserQuerySet

SHORTEST_PART = 2


def colleagues(event: Event, *, asked_by: User) -> UserQuerySet:
    """People of the event's kindergarten and those whom the host sees anyway, without who is on the list or hosts.

    A network administrator sees everybody, which is no list to choose from.
    """
    people = User.objects.get_queryset()
    ours = people.members_of(event.kindergarten_id)
    seen = people.none() if asked_by.is_superuser else people.visible_to(asked_by)
    return _addable(event).filter(Q(pk__in=ours.values("pk")) | Q(pk__in=seen.values("pk")))


def guests(event: Event) -> UserQuerySet:
    """People of other kindergartens to which the event is offered."""
    offered = Kindergarten.objects.exclude(pk=event.kindergarten_id)
    if event.audience == Event.Audience.CHOSEN:
        offered = offered.filter(pk__in=Offer.objects.filter(event=event).values("kindergarten"))
    elif event.audience != Event.Audience.NETWORK:
        offered = offered.none()
    members = User.objects.get_queryset().members_of(*offered.values_list("pk", flat=True))
    return _addable(event).filter(pk__in=members.values("pk"))


def found(event: Event, surname: str, *, asked_by: User) -> UserQuerySet:
    """Colleagues by the beginning of their surname; a guest only by the whole of it: nobody leafs through strangers."""
    near = colleagues(event, asked_by=asked_by)
    if len(surname) < SHORTEST_PART:
        return near
    near = near.filter(last_name__istartswith=surname)
    far = guests(event).filter(last_name__iexact=surname)
    return _addable(event).filter(Q(pk__in=near.values("pk")) | Q(pk__in=far.values("pk")))


def with_homes(people: UserQuerySet) -> UserQuerySet:
    """With `homes`: the roles of today, each with its kindergarten."""
    current = Membership.objects.current().select_related("kindergarten").order_by("since", "pk")
    return people.prefetch_related(Prefetch("memberships", current, to_attr="homes"))


def _addable(event: Event) -> UserQuerySet:
    seated = Registration.objects.filter(event=event).seated()
    hosts = CoHost.objects.filter(event=event, state=CoHost.State.AGREED)
    people = User.objects.get_queryset().active().exclude(pk=event.host_id)
    return people.exclude(pk__in=seated.values("teacher")).exclude(pk__in=hosts.values("person"))
