"""What loading a list would do, row by row: the same for the preview, the dry run and the loading itself."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Model, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.spreadsheets import Cell
from teachers.models import Kindergarten, User
from teachers.staff_import.columns import Column
from teachers.staff_import.header import Header


class State(TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    WRONG = "wrong", _("wrong")


def numbers_in_words(numbers: Mapping[str, int]) -> str:
    """What a list came to; `numbers` are rows by the values of State."""
    return gettext("New: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d, wrong: %(wrong)d.") % numbers


@dataclass(frozen=True)
class Change:
    """What stands now and what will stand, in words."""

    old: str
    new: str


@dataclass
class PlannedRow:
    """`create`, `update` and `delete` hold model rows, empty unless the row is new or changed."""

    number: int
    cells: dict[Column, Cell]
    person: User
    is_new: bool
    errors: dict[Column, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    changes: dict[Column, Change] = field(default_factory=dict)
    create: list[Model] = field(default_factory=list)
    update: list[Model] = field(default_factory=list)
    delete: list[Model] = field(default_factory=list)

    @property
    def state(self) -> State:
        if self.errors:
            return State.WRONG
        if self.is_new:
            return State.NEW
        return State.CHANGED if self.changes else State.UNCHANGED

    @property
    def is_written(self) -> bool:
        return self.state in (State.NEW, State.CHANGED)


@dataclass(frozen=True)
class Plan:
    kindergarten: Kindergarten
    header: Header
    as_of: dt.date
    rows: list[PlannedRow]

    def count(self, state: str) -> int:
        return Counter(row.state for row in self.rows)[State(state)]

    @property
    def counts(self) -> dict[State, int]:
        return {state: self.count(state) for state in State}

    @property
    def wrong_rows(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.state is State.WRONG]

    @property
    def unread(self) -> list[str]:
        """Columns of the file that are not loaded."""
        return self.header.unread

    @property
    def fingerprint(self) -> str:
        """Equal for two plans that would do the same and say it in the same words."""
        said = "\n".join(self._what_is_done())
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    def _what_is_done(self) -> Iterator[str]:
        yield f"{self.kindergarten.pk} {self.as_of}"
        for row in self.rows:
            yield f"{row.number} {row.state.value} {'' if row.is_new else row.person.pk} {row.person}"
            yield from (f"{column.value} {change.old!r} {change.new!r}" for column, change in row.changes.items())
            yield from (column.value for column in row.errors)
