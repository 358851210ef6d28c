"""From the bytes of a file to rows whose values are understood; what could not be understood has its reason."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from common.spreadsheets import Cell, Table, TableRefused, pack, read_tables, unpack
from teachers.models import Kindergarten, Position
from teachers.staff_import.columns import Column
from teachers.staff_import.header import Header, day_of_list, find_header, rows_below
from teachers.staff_import.values.categories import Stated, assignment_of, categories_of, with_days
from teachers.staff_import.values.courses import hours_in, hours_of
from teachers.staff_import.values.dates import YOUNGEST, Birth, birth_of, day_of
from teachers.staff_import.values.education import Education, education_of
from teachers.staff_import.values.emails import email_of
from teachers.staff_import.values.experience import Experience, experience_of
from teachers.staff_import.values.names import FullName, name_from, name_of
from teachers.staff_import.values.posts import PostBook
from teachers.staff_import.values.text import BadValue, something_in

MAX_PEOPLE = 1000

Value = TypeVar("Value")


@dataclass(frozen=True)
class StaffTable:
    """A staff list as it came: the table, its header, and the day it speaks of."""

    table: Table
    header: Header
    as_of: dt.date


def open_staff_table(content: bytes, as_of: dt.date | None = None) -> StaffTable:
    """`as_of` wins over the day in the title; without either it is today. Raises TableRefused."""
    return _staff_table(read_tables(content), as_of)


def reopen_staff_table(content: bytes, as_of: dt.date) -> StaffTable:
    """A table that was opened before and kept by `keep`."""
    return _staff_table([unpack(content)], as_of)


def keep(staff: StaffTable) -> bytes:
    return pack(staff.table)


def _staff_table(tables: list[Table], as_of: dt.date | None) -> StaffTable:
    table, header = find_header(tables)
    people = sum(1 for _row in rows_below(table, header))
    if not people:
        raise TableRefused(_("There is nobody below the header."))
    if people > MAX_PEOPLE:
        raise TableRefused(
            _("There are %(people)d rows; at most %(most)d are loaded at once.")
            % {"people": people, "most": MAX_PEOPLE}
        )
    return StaffTable(table, header, as_of or day_of_list(table, header) or timezone.localdate())


@dataclass(frozen=True)
class StatedCourse:
    title: str
    hours: int
    finished_on: dt.date | None = None
    provider: str = ""
    certificate: str = ""


@dataclass
class StaffRow:
    """One row: what it says, and, for each column that could not be read, why. None or empty means nothing said."""

    number: int
    cells: dict[Column, Cell]
    errors: dict[Column, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    name: FullName | None = None
    email: str = ""
    posts: list[Position] = field(default_factory=list)
    hired_on: dt.date | None = None
    birth: Birth | None = None
    education: Education | None = None
    experience: Experience | None = None
    work_began_on: dt.date | None = None
    categories: list[Stated] = field(default_factory=list)
    course: StatedCourse | None = None


def read_rows(staff: StaffTable, kindergarten: Kindergarten) -> Iterator[StaffRow]:
    """Every row that speaks of a person, read by the posts of the network."""
    reader = _RowReader(staff, PostBook(Position.objects.all()))
    for number, cells in rows_below(staff.table, staff.header):
        places = staff.header.places.items()
        yield reader.read(number, {column: cells[p] if p < len(cells) else None for column, p in places})


class _RowReader:
    def __init__(self, staff: StaffTable, posts: PostBook) -> None:
        self.as_of, self.posts = staff.as_of, posts
        # A day in the list may be later than the day the list speaks of, but not later than today.
        self.latest = max(staff.as_of, timezone.localdate())
        self.has_whole_name = Column.FULL_NAME in staff.header.places
        self.has_hours = Column.COURSE_HOURS in staff.header.places

    def read(self, number: int, cells: dict[Column, Cell]) -> StaffRow:
        row = StaffRow(number, cells)
        row.name = self._name(row)
        row.email = _value(row, Column.EMAIL, email_of) or ""
        row.posts = _value(row, Column.POST, self.posts.posts_in) or []
        row.hired_on = _value(row, Column.HIRED, self._past_day)
        row.birth = _value(row, Column.BIRTH, lambda cell: birth_of(cell, as_of=self.latest))
        row.education = _value(row, Column.EDUCATION, education_of)
        row.experience = self._experience(row)
        row.work_began_on = _value(row, Column.WORK_BEGAN, self._past_day)
        row.categories = self._categories(row)
        row.course = self._course(row)
        if not row.posts and Column.POST not in row.errors:
            row.errors[Column.POST] = _("Write the post.")
        return row

    def _past_day(self, cell: Cell) -> dt.date | None:
        return day_of(cell, not_after=self.latest)

    def _name(self, row: StaffRow) -> FullName | None:
        column = Column.FULL_NAME if self.has_whole_name else Column.LAST_NAME
        parts = [row.cells.get(part) for part in (Column.LAST_NAME, Column.FIRST_NAME, Column.PATRONYMIC)]
        name = _value(row, column, name_of if self.has_whole_name else lambda _cell: name_from(*parts))
        if name is None and column not in row.errors:
            row.errors[column] = _("Write the surname and the name.")
        return name

    def _experience(self, row: StaffRow) -> Experience | None:
        said = _value(row, Column.EXPERIENCE, experience_of)
        age = self.as_of.year - row.birth.year - said.years if said and row.birth else YOUNGEST
        if age < YOUNGEST - 1:
            row.errors[Column.EXPERIENCE] = _(
                "By the date of birth work would have begun at %(age)d. Look at both."
            ) % {"age": max(age, 0)}
        return said

    def _categories(self, row: StaffRow) -> list[Stated]:
        stated = _value(row, Column.CATEGORY, categories_of) or []
        days, order = _value(row, Column.CATEGORY_DAY, self._assignment) or ([], "")
        order = _value(row, Column.CATEGORY_ORDER, something_in) or order
        if any(one.assigned_on and one.assigned_on > self.latest for one in stated):
            row.errors[Column.CATEGORY] = _("This day is still to come.")
        if days and not stated and Column.CATEGORY not in row.errors:
            row.notes.append(_("A day of attestation without a category is not loaded."))
        return with_days(stated, days, order)

    def _assignment(self, cell: Cell) -> tuple[list[dt.date], str]:
        return assignment_of(cell, not_after=self.latest)

    def _course(self, row: StaffRow) -> StatedCourse | None:
        title = _value(row, Column.COURSE, something_in)
        hours = _value(row, Column.COURSE_HOURS, hours_of) or (hours_in(title) if title else None)
        day = _value(row, Column.COURSE_DAY, self._course_day)
        provider = _value(row, Column.COURSE_PROVIDER, something_in) or ""
        certificate = _value(row, Column.COURSE_CERTIFICATE, something_in) or ""
        if title and hours:
            return StatedCourse(title, hours, day, provider, certificate)
        if title and self.has_hours and Column.COURSE_HOURS not in row.errors:
            row.errors[Column.COURSE_HOURS] = _("Write the hours of the course.")
        elif title and not self.has_hours:
            row.notes.append(_("The course is not loaded: its hours are not said."))
        elif hours and Column.COURSE in row.cells:
            row.errors[Column.COURSE] = _("Write the topic of the course.")
        return None

    def _course_day(self, cell: Cell) -> dt.date | None:
        """A day, or a year alone, which stands for its last day: a course of that year was over by then."""
        text = something_in(cell)
        if len(text) == 4 and text.isdecimal() and 1950 <= int(text) <= self.latest.year:
            return dt.date(int(text), 12, 31)
        return self._past_day(cell)


def _value(row: StaffRow, column: Column, parse: Callable[[Cell], Value]) -> Value | None:
    """The value of a cell; None when the column is absent or the cell cannot be read, which the row then remembers."""
    if column not in row.cells:
        return None
    try:
        return parse(row.cells[column])
    except BadValue as reason:
        row.errors[column] = str(reason)
        return None
