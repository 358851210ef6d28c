"""One row a person: the structure that the page and the workbook share."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from common.dates import age_on, full_years
from reports.staff_development.counting import Fact, Post, facts, posts
from reports.staff_development.period import Period
from teachers.models import CategoryRecord, CategoryRule, Kindergarten
from teachers.models.qualification import CategoryKind

Number = TypeVar("Number", int, float)
# СЗД and the first category say nothing once a higher one is held.
OVERRIDDEN_BY = {
    CategoryKind.SUITABLE.value: {CategoryKind.FIRST.value, CategoryKind.HIGHEST.value},
    CategoryKind.FIRST.value: {CategoryKind.HIGHEST.value},
}


class Figures(NamedTuple):
    """What is counted, of one person or of many; `people` is 1 in a row."""

    people: int = 0
    took_part: int = 0
    held: int = 0
    attended: int = 0
    hosted: int = 0
    hours: float = 0.0
    courses: int = 0
    course_hours: int = 0
    prepared: int = 0
    under_way: int = 0
    completed: int = 0
    stages_closed: int = 0
    items_added: int = 0

    @classmethod
    def total(cls, rows: Iterable["Row"]) -> "Figures":
        return cls(*map(sum, zip(*(row.figures for row in rows), strict=True)))

    @property
    def share(self) -> float | None:
        """Which part of the people took part, from 0 to 1; None of nobody."""
        return self.took_part / self.people if self.people else None


class Row(NamedTuple):
    """A person's development in a period. Experience, age and categories are told for `Period.as_of`.

    `attended`, `hours` (of 60 minutes) and `hosted` go by the code of an event's form; `categories` are kinds.
    `until` is None for a person who still works here or worked to the end of the period.
    """

    person: int
    name: str
    positions: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None
    experience: int | None
    age: int | None
    categories: tuple[str, ...]
    attended: dict[str, int]
    hours: dict[str, float]
    hosted: dict[str, int]
    figures: Figures

    def of_form(self, code: str) -> "Row":
        """The same person with events of one form only."""
        attended, hours, hosted = _only(code, self.attended), _only(code, self.hours), _only(code, self.hosted)
        figures = self.figures._replace(**_events(attended, hours, hosted))
        return self._replace(attended=attended, hours=hours, hosted=hosted, figures=figures)


def _only(code: str, numbers: dict[str, Number]) -> dict[str, Number]:
    return {code: numbers[code]} if code in numbers else {}


def _events(attended: dict[str, int], hours: dict[str, float], hosted: dict[str, int]) -> dict[str, Any]:
    """Anyone is both participant and organiser: holding an event is taking part as well."""
    return {
        "took_part": int(bool(attended or hosted)),
        "held": int(bool(hosted)),
        "attended": sum(attended.values()),
        "hosted": sum(hosted.values()),
        "hours": sum(hours.values()),
    }


class Tally:
    """What was counted about one person while the facts are read."""

    __slots__ = ("attended", "categories", "hosted", "hours", "numbers")

    def __init__(self) -> None:
        self.attended: dict[str, int] = {}
        self.hours: dict[str, float] = {}
        self.hosted: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.categories: tuple[str, ...] = ()


def rows(kindergarten: Kindergarten, period: Period) -> Iterator[Row]:
    """Everyone who held a pedagogical post in the period, by name; one row even for two posts."""
    as_of, nothing = period.as_of, Tally()
    tallies = _tally(facts(kindergarten, period), as_of)
    for person, held in groupby(posts(kindergarten, period), key=attrgetter("person")):
        yield _row(list(held), tallies.get(person, nothing), as_of, period.last)


def _row(held: list[Post], tally: Tally, as_of: dt.date, last: dt.date) -> Row:
    post = held[0]
    return Row(
        person=post.person,
        name=f"{post.last_name} {post.first_name} {post.patronymic}".rstrip(),
        positions=tuple(dict.fromkeys([post.position for post in held])),
        since=_earliest([post.started_on for post in held]),
        until=_latest([post.ended_on for post in held], last),
        experience=full_years(post.work_began_on, as_of) if post.work_began_on else None,
        age=age_on(as_of, born_on=post.born_on, born_in=post.born_in),
        categories=_told(tally.categories),
        attended=tally.attended,
        hours=tally.hours,
        hosted=tally.hosted,
        figures=Figures(people=1, **tally.numbers, **_events(tally.attended, tally.hours, tally.hosted)),
    )


def _earliest(days: Sequence[dt.date | None]) -> dt.date | None:
    """None when any of the days is unknown: the person has worked here for long."""
    known = [day for day in days if day]
    return min(known) if len(known) == len(days) else None


def _latest(days: Sequence[dt.date | None], last: dt.date) -> dt.date | None:
    """None unless every post ended before the period did."""
    known = [day for day in days if day and day < last]
    return max(known) if len(known) == len(days) else None


def _tally(counted: Iterable[Fact], as_of: dt.date) -> dict[int, Tally]:
    tallies: dict[int, Tally] = defaultdict(Tally)
    records, rules = [], []
    for fact in counted:
        if fact.what == "rule":
            rules.append(fact)
        elif fact.what == "category":
            records.append(fact)
        else:
            _READERS[fact.what](tallies[fact.person], fact)
    holds = _reader_of_categories(rules, as_of)
    for record in records:
        if holds(record.key, record.since, record.until):
            tallies[record.person].categories += (record.key,)
    return tallies


def _read_attended(tally: Tally, fact: Fact) -> None:
    tally.attended[fact.key] = fact.number or 0
    tally.hours[fact.key] = fact.hours or 0.0


def _read_hosted(tally: Tally, fact: Fact) -> None:
    tally.hosted[fact.key] = fact.number or 0


def _read_courses(tally: Tally, fact: Fact) -> None:
    tally.numbers["courses"], tally.numbers["course_hours"] = fact.number or 0, int(fact.hours or 0)


def _read_number(tally: Tally, fact: Fact) -> None:
    tally.numbers[fact.key] = fact.number or 0


_READERS: dict[str, Callable[[Tally, Fact], None]] = {
    "attended": _read_attended,
    "hosted": _read_hosted,
    "courses": _read_courses,
    "number": _read_number,
}


def _reader_of_categories(
    rules: Iterable[Fact], as_of: dt.date
) -> Callable[[str, dt.date | None, dt.date | None], bool]:
    """Tells whether a category (kind, assigned on, valid until by hand) is held; the rules are the model's own."""
    known = [
        CategoryRule(kind=rule.key, years=rule.number, assigned_from=rule.since, assigned_before=rule.until)
        for rule in rules
    ]

    @cache
    def holds(kind: str, assigned_on: dt.date | None, until: dt.date | None) -> bool:
        record = CategoryRecord(kind=kind, assigned_on=assigned_on, lapses_on_override=until)
        return record.holds_on(as_of, known)

    return holds


def _told(categories: tuple[str, ...]) -> tuple[str, ...]:
    """Those worth telling, once each, in the order of their weight."""
    if len(categories) < 2:
        return categories
    told = [kind for kind in categories if not OVERRIDDEN_BY.get(kind, set()).intersection(categories)]
    return tuple(kind for kind in CategoryKind.values if kind in told)
