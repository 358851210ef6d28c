"""What the database is asked: who worked here, and everything counted about them, in two queries.

A fact counts when the person was employed in the kindergarten on its day, so that nobody's earlier or later life
elsewhere gets into a report. Every branch of `facts` gives one line of a `Fact`.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    Expression,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from events.models import Event, Registration
from portfolio.models import Item
from reports.staff_development.period import Period
from teachers.models import CategoryRecord, CategoryRule, Course, Employment, Kindergarten
from trajectories.models import Stage, Trajectory

CHUNK = 5_000
NOT_SHOWN = (Trajectory.State.LEFT, Trajectory.State.DECLINED)

Rows = QuerySet[Any, Any]


class Post(NamedTuple):
    """A post of a person; people follow each other by name, the posts of one person stand together."""

    person: int
    last_name: str
    first_name: str
    patronymic: str
    position: str
    started_on: dt.date | None
    ended_on: dt.date | None
    born_on: dt.date | None
    born_in: int | None
    work_began_on: dt.date | None


class Fact(NamedTuple):
    """`what` tells how to read it; `key` is an event form's code, the name of a figure, or a kind of category.

    A category rule comes as a fact of nobody (`person` is 0): the rules are needed to read the categories.
    """

    what: str
    person: int
    key: str
    number: int | None
    hours: float | None
    since: dt.date | None
    until: dt.date | None


def posts(kindergarten: Kindergarten, period: Period) -> Iterator[Post]:
    """Pedagogical posts held on at least one day of the period."""
    held = Employment.objects.during(period.first, period.last).filter(
        kindergarten=kindergarten, position__is_pedagogical=True
    )
    names = ("user__last_name", "user__first_name", "user__patronymic")
    rows = held.order_by(*names, "user_id", "pk").values_list(
        "user_id",
        *names,
        "position__name",
        "started_on",
        "ended_on",
        "user__profile__birth_date",
        "user__profile__birth_year",
        "user__profile__work_began_on",
    )
    return map(Post._make, rows.iterator(CHUNK))


def facts(kindergarten: Kindergarten, period: Period) -> Iterator[Fact]:
    """Everything the report counts, in no order."""
    here = _Here(kindergarten, period)
    first, *others = (
        here.attended(),
        here.hosted(),
        here.courses(),
        here.trajectories(),
        here.stages_closed(),
        here.items_added(),
        here.categories(),
        _rules(),
    )
    return map(Fact._make, first.union(*others, all=True).iterator(CHUNK))


def _lines(rows: Rows, what: str, person: str, **columns: Expression | F) -> Rows:
    """`rows` in the shape of a Fact: what is not given is empty, aggregates are grouped by person and key."""
    shape: dict[str, Expression | F] = {
        "number": Cast(Value(None), IntegerField()),
        "hours": Cast(Value(None), FloatField()),
        "since": Cast(Value(None), DateField()),
        "until": Cast(Value(None), DateField()),
    }
    key = columns.pop("key", Value(""))
    grouped = rows.order_by().values(a_person=F(person), a_key=key)
    filled = {f"a_{name}": expression for name, expression in (shape | columns).items()}
    return grouped.annotate(**filled).values_list(Value(what), "a_person", "a_key", *filled)


class _Here:
    """The facts of one kindergarten and period."""

    def __init__(self, kindergarten: Kindergarten, period: Period) -> None:
        self.kindergarten, self.period = kindergarten, period
        self.zone = zoneinfo.ZoneInfo(kindergarten.time_zone)
        self.begins, self.ends = period.moments(self.zone)

    def _in_period(self, moment: str) -> Q:
        return Q(**{f"{moment}__gte": self.begins, f"{moment}__lt": self.ends})

    def _of_employed(self, rows: Rows, person: str, day: Expression | F) -> Rows:
        """`rows` whose `person` was employed here on their `day`."""
        employed = Employment.objects.filter(
            # The whole period first: it spares most people the question of the day, which costs a change of zone.
            Q(started_on=None) | Q(started_on__lte=self.period.first) | Q(started_on__lte=OuterRef("a_day")),
            Q(ended_on=None) | Q(ended_on__gte=self.period.last) | Q(ended_on__gte=OuterRef("a_day")),
            kindergarten=self.kindergarten,
            user=OuterRef(person),
        )
        return rows.annotate(a_day=day).filter(Exists(employed))

    def attended(self) -> Rows:
        rows: Rows = Registration.objects.attended().filter(self._in_period("event__starts_at"))
        rows = self._of_employed(rows, "teacher", TruncDate("event__starts_at", tzinfo=self.zone))
        hours = Sum(Cast("hours", FloatField()))
        return _lines(rows, "attended", "teacher_id", key=F("event__form__code"), number=Count("pk"), hours=hours)

    def hosted(self) -> Rows:
        """Held events are public ones that are over; whether attendance was marked does not matter."""
        over = Q(state__in=(Event.State.PUBLISHED, Event.State.CLOSED), ends_at__lte=timezone.now())
        rows: Rows = Event.objects.filter(over, self._in_period("starts_at"))
        rows = self._of_employed(rows, "host", TruncDate("starts_at", tzinfo=self.zone))
        return _lines(rows, "hosted", "host_id", key=F("form__code"), number=Count("pk"))

    def courses(self) -> Rows:
        rows: Rows = Course.objects.filter(finished_on__range=(self.period.first, self.period.last))
        rows = self._of_employed(rows, "user", F("finished_on"))
        return _lines(rows, "courses", "user_id", number=Count("pk"), hours=Sum(Cast("hours", FloatField())))

    def trajectories(self) -> Rows:
        """Begun by the end of the period and not ended before it; leaving one is nobody's mark.

        What a head needs of a state is whether the plan is being prepared, followed or finished; a plan that was
        agreed is followed even while a change of it waits.
        """
        over_before = Q(state__in=Trajectory.ENDED_STATES, state_changed_at__lt=self.begins)
        rows = Trajectory.objects.known().filter(kindergarten=self.kindergarten, starts_on__lte=self.period.last)
        rows = rows.exclude(over_before).exclude(state__in=NOT_SHOWN)
        life = Case(
            When(state=Trajectory.State.COMPLETED, then=Value("completed")),
            When(Q(state=Trajectory.State.AGREED) | Q(agreed_version__isnull=False), then=Value("under_way")),
            default=Value("prepared"),
        )
        return _lines(rows, "number", "teacher_id", key=life, number=Count("pk"))

    def stages_closed(self) -> Rows:
        rows = Stage.objects.filter(self._in_period("closed_at"), trajectory__kindergarten=self.kindergarten)
        return _lines(rows, "number", "trajectory__teacher_id", key=Value("stages_closed"), number=Count("pk"))

    def items_added(self) -> Rows:
        """Their number only: what an item holds is between its owner and those it was opened to."""
        rows: Rows = Item.objects.kept().filter(self._in_period("created_at"))
        rows = self._of_employed(rows, "teacher", TruncDate("created_at", tzinfo=self.zone))
        return _lines(rows, "number", "teacher_id", key=Value("items_added"), number=Count("pk"))

    def categories(self) -> Rows:
        here = Employment.objects.during(self.period.first, self.period.last).filter(kindergarten=self.kindergarten)
        rows = CategoryRecord.objects.filter(Exists(here.filter(user=OuterRef("user"))))
        dates = {"since": F("assigned_on"), "until": F("lapses_on_override")}
        return _lines(rows, "category", "user_id", key=F("kind"), **dates)


def _rules() -> Rows:
    dates = {"since": F("assigned_from"), "until": F("assigned_before")}
    rows = CategoryRule.objects.annotate(nobody=Value(0))
    return _lines(rows, "rule", "nobody", key=F("kind"), number=F("years"), **dates)
