"""What is shown of a row, in which order and under which name: one list for the page and for the workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.sqlite import russian_key
from common.workbooks import Cell, Kind
from reports.staff_development.rows import Figures, Row
from teachers.models.qualification import CategoryKind


@dataclass(frozen=True)
class RowColumn:
    """`is_on_page` is False for what only the workbook has room for."""

    code: str
    title: str
    value: Callable[[Row], Cell]
    kind: Kind = Kind.TEXT
    width: int = 12
    is_on_page: bool = True
    wraps: bool = False


@dataclass(frozen=True)
class Measure:
    """A figure of a person or of many, within a family of figures; it is added up in the last row."""

    code: str
    family: str
    name: str
    kind: Kind = Kind.WHOLE
    is_on_page: bool = True

    @property
    def title(self) -> str:
        return f"{self.family}: {self.name}"

    def of(self, figures: Figures) -> float:
        number: float = getattr(figures, self.code)
        return number


def row_columns() -> list[RowColumn]:
    """Who the person is."""
    return [
        RowColumn("name", _("Full name"), attrgetter("name"), width=34),
        RowColumn("position", _("Position"), _position_words, width=27, is_on_page=False, wraps=True),
        RowColumn("since", _("Employed since"), attrgetter("since"), Kind.DATE, is_on_page=False),
        RowColumn("until", _("Employed until"), attrgetter("until"), Kind.DATE, is_on_page=False),
        RowColumn("experience", _("Experience"), attrgetter("experience"), Kind.WHOLE, 9),
        RowColumn("age", _("Age"), attrgetter("age"), Kind.WHOLE, 10),
        RowColumn("category", _("Category"), _category_words(), width=20, wraps=True),
    ]


def _position_words(row: Row) -> str:
    return ", ".join(row.positions)


def _category_words() -> Callable[[Row], str]:
    """Short words: the column is called «category» already."""
    words = {kind: str(label) for kind, label in CategoryKind.choices} | {
        CategoryKind.FIRST.value: pgettext("category", "first"),
        CategoryKind.HIGHEST.value: pgettext("category", "highest"),
    }
    none = pgettext("category", "none")
    return lambda row: ", ".join([words[kind] for kind in row.categories]) or none


def measures() -> list[Measure]:
    """What the person did."""
    events, trajectories, portfolio, courses = _("Events"), _("Trajectories"), _("Portfolio"), _("Courses (CPD)")
    return [
        Measure("attended", events, pgettext("events", "attended")),
        Measure("hosted", events, pgettext("events", "held")),
        Measure("hours", events, pgettext("number of", "hours"), Kind.DECIMAL),
        Measure("prepared", trajectories, pgettext("trajectories", "being prepared")),
        Measure("under_way", trajectories, pgettext("trajectories", "under way")),
        Measure("completed", trajectories, pgettext("trajectories", "completed")),
        Measure("stages_closed", trajectories, _("stages closed")),
        Measure("items_added", portfolio, pgettext("portfolio items", "added")),
        Measure("courses", courses, pgettext("number of", "courses"), is_on_page=False),
        Measure("course_hours", courses, pgettext("number of", "hours")),
    ]


Column = RowColumn | Measure


def value_of(column: Column, row: Row) -> Cell:
    return column.of(row.figures) if isinstance(column, Measure) else column.value(row)


def in_order(rows: Sequence[Row], sort: str) -> Sequence[Row]:
    """Rows sorted by a column («-» turns it round), by name unless one is named; unknown values stand last."""
    columns: list[Column] = [*row_columns(), *measures()]
    column = next((column for column in columns if column.code == sort.removeprefix("-")), None)
    if column is None:
        return rows
    value = partial(value_of, column)
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return [*sorted(known, key=lambda row: _order(value(row)), reverse=sort.startswith("-")), *unknown]


def _order(value: Cell) -> Any:
    return russian_key(value) if isinstance(value, str) else value
