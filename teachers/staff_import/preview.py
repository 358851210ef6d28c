"""A plan as a page shows it: a table of the file's own columns, with what changes and what is wrong at each cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from teachers.staff_import.columns import Column
from teachers.staff_import.plan import Plan, PlannedRow, State
from teachers.staff_import.values.dates import birth_of
from teachers.staff_import.values.text import shown


@dataclass(frozen=True)
class PreviewCell:
    """`said` is what the file says; `old` and `new` are set where something changes, `reason` where it is wrong."""

    label: str
    said: str
    old: str = ""
    new: str = ""
    reason: str = ""


WHAT_WILL_BE = {
    State.NEW: _("a new person"),
    State.CHANGED: _("will change"),
    State.UNCHANGED: _("stays as it is"),
    State.WRONG: _("cannot be loaded"),
}


@dataclass(frozen=True)
class PreviewRow:
    """`reasons` say which column is wrong and why, where the eye begins to read."""

    number: int
    state: State
    what_will_be: str
    cells: list[PreviewCell]
    notes: list[str]
    reasons: list[str]


@dataclass(frozen=True)
class Preview:
    plan: Plan

    @property
    def columns(self) -> list[Column]:
        """Those of the file, in its order."""
        places = self.plan.header.places
        return sorted(places, key=lambda column: places[column])

    @property
    def labels(self) -> list[str]:
        return [self.plan.header.label_of(column) for column in self.columns]

    def rows(self, state: str = "") -> list[PlannedRow]:
        """Rows in the state, all of them unless it is named."""
        return [row for row in self.plan.rows if state in ("", row.state.value)]

    def shown(self, rows: list[PlannedRow]) -> Iterator[PreviewRow]:
        for row in rows:
            cells = [self._cell(row, column) for column in self.columns]
            reasons = [f"{self.plan.header.label_of(column)}: {reason}" for column, reason in row.errors.items()]
            what = str(WHAT_WILL_BE[row.state])
            yield PreviewRow(row.number, row.state, what, cells, row.notes, reasons)

    @property
    def shortens_births(self) -> bool:
        """Whether the file says days of birth of which the kindergarten keeps the year alone."""
        return Column.BIRTH in self.columns and not self.plan.kindergarten.keeps_birth_dates

    def _said(self, row: PlannedRow, column: Column) -> str:
        if column is Column.BIRTH and column not in row.errors and self.shortens_births:
            birth = birth_of(row.cells[column], as_of=self.plan.as_of)
            return str(birth.year) if birth else ""
        return shown(row.cells[column])

    def _cell(self, row: PlannedRow, column: Column) -> PreviewCell:
        label, said = self.plan.header.label_of(column), self._said(row, column)
        change = row.changes.get(column)
        if column in row.errors:
            return PreviewCell(label, said, reason=row.errors[column])
        if change and row.state is State.CHANGED:
            return PreviewCell(label, said, change.old, change.new)
        return PreviewCell(label, said)
