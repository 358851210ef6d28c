"""Who sees an event: the one rule, as a condition on events themselves or on rows that belong to them."""

from typing import Any, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from teachers.models import User


def seen_by(user: User, at: str = "") -> Q:
    """One's own events, public ones of one's kindergartens and of the network, and for a methodist whatever waits for
    a decision; a draft is its author's alone. `at` is the way from a row to its event, such as «event__»: as a part of
    the same join the database can walk rows in their order and stop, which it does not with `event__in`.
    """
    from events.models.events import Event

    if user.is_superuser:
        return Q()

    def of(**conditions: object) -> Q:
        return Q(**{f"{at}{name}": value for name, value in conditions.items()})

    near = of(kindergarten__in=user.kindergarten_ids) | of(audience=Event.Audience.NETWORK)
    offered = Q(Exists(_rows("offers").filter(event=OuterRef(f"{at}pk"), kindergarten__in=user.kindergarten_ids)))
    public = of(state__in=Event.PUBLIC_STATES) & (near | offered & of(audience=Event.Audience.CHOSEN))
    # Events one is asked to hold too, or has been at: a guest keeps seeing what they came to.
    cohosts = _rows("cohosts").filter(person=user).exclude(state="refused")
    seats = _rows("registrations").filter(teacher=user, state__in=Event.SEATED_STATES)
    asked = of(pk__in=cohosts.values("event")) & ~of(state=Event.State.DRAFT)
    been = of(pk__in=seats.values("event")) & of(state__in=Event.PUBLIC_STATES)
    mine = of(host=user) | asked | been
    if moderated := user.kindergarten_ids_as("methodist"):
        mine |= of(kindergarten__in=moderated) & ~of(state=Event.State.DRAFT)
    return mine | public


def _rows(relation: str) -> QuerySet[Any]:
    """Rows of a model that stands above this one."""
    from events.models.events import Event

    model = Event._meta.get_field(relation).related_model
    return cast("type[Model]", model)._default_manager.all()
