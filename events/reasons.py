"""Why an event is «for me»: the one place where reasons plug in.

A reason is a function of a person and some events that gives the ids of those it speaks for, each with the sentence
the person reads. An app above registers its own from its `AppConfig.ready()`. What no reason speaks for is not «for
me»: nothing is guessed, scored or ranked.
"""

from collections.abc import Callable
from typing import TypeAlias

from django.utils.translation import gettext as _

from events.models import CoHost, Interest
from events.models.events import EventQuerySet
from teachers.models import User

Reason: TypeAlias = Callable[[User, EventQuerySet], dict[int, str]]

_registered: list[Reason] = []


def register(reason: Reason) -> Reason:
    """Registering twice changes nothing; may be used as a decorator."""
    if reason not in _registered:
        _registered.append(reason)
    return reason


def registered() -> tuple[Reason, ...]:
    return tuple(_registered)


def reasons_for(user: User, events: EventQuerySet) -> dict[int, str]:
    """{id of an event: why it is for this person}; of several reasons the one registered first is said."""
    said: dict[int, str] = {}
    for reason in _registered:
        said = reason(user, events) | said
    return said


@register
def asked_to_hold(user: User, events: EventQuerySet) -> dict[int, str]:
    asked = CoHost.objects.filter(person=user, state=CoHost.State.INVITED, event__in=events)
    return dict.fromkeys(asked.values_list("event_id", flat=True), _("You are invited to host it together"))


@register
def asked_to_hear(user: User, events: EventQuerySet) -> dict[int, str]:
    interests = Interest.objects.filter(person=user, event__in=events)
    return dict.fromkeys(interests.values_list("event_id", flat=True), _("You asked to be told of it"))
