"""What the page shows: columns that sort, lines of the table, bars of the picture, and the addresses behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.dates import SchoolYear
from common.workbooks import Cell, Kind
from reports.staff_development import groups, words
from reports.staff_development.columns import Column, Measure, RowColumn, measures, row_columns, value_of
from reports.staff_development.groups import Dimension, Group
from reports.staff_development.period import Period
from reports.staff_development.report import Report
from reports.staff_development.rows import Row

YEARS_BACK = 3
NARROWING = ("position", "experience", "age", "category", "form")


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Heading:
    """`direction` is «ascending» or «descending» in the column the table is sorted by, else empty."""

    title: str
    url: str
    direction: str
    is_number: bool


@dataclass(frozen=True)
class Family:
    """Headings that stand under one common word."""

    title: str
    span: int


@dataclass(frozen=True)
class Shown:
    """A cell of the table; an unknown number is a dash."""

    text: str
    is_number: bool

    @classmethod
    def of(cls, value: Cell, kind: Kind) -> "Shown":
        if kind == Kind.TEXT:
            return cls(str(value), False)
        return cls("–" if value is None else _number(value), True)


def _number(value: Cell) -> str:
    """«9,5» and «10», never «10,0»; two digits after the comma are enough to read, the sum behind them is exact."""
    return number_format(str(round(value, 2) if isinstance(value, float) else value).removesuffix(".0"))


@dataclass(frozen=True)
class Line:
    row: Row
    cells: Sequence[Shown]


@dataclass(frozen=True)
class Bar:
    """`url` is empty when there is nobody to look at more closely."""

    group: Group
    url: str


def address(data: QueryDict, **changes: str) -> str:
    """The address of the page with some choices changed, an empty one taken away; it begins at the first page."""
    changed = data.copy()
    for name, value in (changes | {"page": ""}).items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def years(data: QueryDict, period: Period | None) -> list[Link]:
    """This school year and those before it."""
    current = SchoolYear.current().begins
    known = [SchoolYear(begins) for begins in range(current, current - YEARS_BACK - 1, -1)]
    shown = period and period.school_year
    return [Link(str(year), address(data, year=str(year.begins), first="", last=""), year == shown) for year in known]


def context(report: Report, data: QueryDict) -> dict[str, Any]:
    """Everything the template needs but the lines of the table."""
    dimension = report.dimensions.get(data.get("by", ""), report.dimensions[groups.EXPERIENCE])
    return {
        "report": report,
        "totals": report.totals,
        "tiles": _tiles(report),
        "sentence": words.sentence(report),
        "chosen": words.chosen(report),
        "everything": address(data, **dict.fromkeys(NARROWING, "")),
        "ways": [
            Link(way.title, address(data, by=way.code) + "#picture", way is dimension)
            for way in report.dimensions.values()
        ],
        "dimension": dimension,
        "bars": list(_bars(report, dimension, data)),
        "most_used": max((max(use.attended, use.hosted) for use in report.forms_used), default=0),
        "headings": [_heading(column, data) for column in _who()],
        "families": [Family(title, len(list(family))) for title, family in groupby(_did(), attrgetter("family"))],
        "measure_headings": [_heading(measure, data) for measure in _did()],
        "total_cells": [Shown.of(measure.of(report.totals), measure.kind) for measure in _did()],
        "explanations": words.explanations(),
        "export": address(data),
    }


def _tiles(report: Report) -> list[tuple[str, str]]:
    """The largest figures; courses come last, apart from the hours of events."""
    totals = report.totals
    return [
        (_("Teachers who held events"), _number(totals.held)),
        (_("Events held"), _number(totals.hosted)),
        (_("Attendances"), _number(totals.attended)),
        (_("Hours of events"), _number(totals.hours)),
        (_("Trajectories under way"), _number(totals.under_way)),
        (_("Stages closed"), _number(totals.stages_closed)),
        (_("Added to portfolios"), _number(totals.items_added)),
        (_("Hours of courses (CPD)"), _number(totals.course_hours)),
    ]


def _bars(report: Report, dimension: Dimension, data: QueryDict) -> Iterable[Bar]:
    for group in dimension.groups(report.rows):
        if group.figures.people:
            yield Bar(group, address(data, **{dimension.code: group.value}) + "#people")


def _who() -> list[RowColumn]:
    """The position stands under the name, so that the table fits an old laptop."""
    return [column for column in row_columns() if column.is_on_page]


def _did() -> list[Measure]:
    return [measure for measure in measures() if measure.is_on_page]


def _columns() -> list[Column]:
    return [*_who(), *_did()]


def _heading(column: Column, data: QueryDict) -> Heading:
    wanted = data.get("sort", "name")
    direction = {column.code: "ascending", f"-{column.code}": "descending"}.get(wanted, "")
    turned = f"-{column.code}" if direction == "ascending" else column.code
    title = column.name if isinstance(column, Measure) else column.title
    return Heading(title, address(data, sort=turned) + "#people", direction, column.kind != Kind.TEXT)


def lines(rows: Iterable[Row]) -> list[Line]:
    """The table's lines; the name, which heads each of them, is left to the row."""
    columns = [column for column in _columns() if column.code != "name"]
    return [Line(row, [Shown.of(value_of(column, row), column.kind) for column in columns]) for row in rows]
