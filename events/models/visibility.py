"""Who sees an event: the one rule, as a condition on events themselves or on rows that belong to them."""

from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler

from teachers.models import User


class Among(Func):
    """Whether a column is among the ids that a query gives: like `IN`, but PostgreSQL asks the query once and for all
    before it chooses its way; with `IN` in a condition of «or» it reckons with asking anew for every row of a join and
    gathers all rows first instead of walking them in their order."""

    output_field = BooleanField()
    template = "%(expressions)s"
    arg_joiner = " IN "

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY", **context)


def seen_by(user: User, at: str = "") -> Q:
    """One's own events, public ones of one's kindergartens and of the network, and for a methodist whatever waits for
    a decision; a draft is its author's alone. `at` is the way from a row to its event, such as «event__».
    """
    from events.models.events import Event

    if user.is_superuser:
        return Q()

    def of(**conditions: object) -> Q:
        return Q(**{f"{at}{name}": value for name, value in conditions.items()})

    def among(rows: QuerySet[Any]) -> Q:
        return Q(Among(F(f"{at}pk"), Subquery(rows.order_by().values("event"))))

    near = of(kindergarten__in=user.kindergarten_ids) | of(audience=Event.Audience.NETWORK)
    if user.kindergarten_ids:  # without any, the question about offers is empty, and PostgreSQL is given no ARRAY
        offered = among(_rows("offers").filter(kindergarten__in=user.kindergarten_ids))
        near |= of(audience=Event.Audience.CHOSEN) & offered
    public = of(state__in=Event.PUBLIC_STATES) & near
    # Events one is asked to hold too, or has been at: a guest keeps seeing what they came to.
    asked = among(_rows("cohosts").filter(person=user).exclude(state="refused")) & ~of(state=Event.State.DRAFT)
    seats = _rows("registrations").filter(teacher=user, state__in=Event.SEATED_STATES)
    been = among(seats) & of(state__in=Event.PUBLIC_STATES)
    mine = of(host=user) | asked | been
    if moderated := user.kindergarten_ids_as("methodist"):
        mine |= of(kindergarten__in=moderated) & ~of(state=Event.State.DRAFT)
    return mine | public


def _rows(relation: str) -> QuerySet[Any]:
    """Rows of a model that stands above this one."""
    from events.models.events import Event

    model = Event._meta.get_field(relation).related_model
    return cast("type[Model]", model)._default_manager.all()
