"""Finding the header in a table, and the day for which the list speaks."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from common.spreadsheets import Cell, Table, TableRefused
from teachers.staff_import.columns import Column, column_of
from teachers.staff_import.values.dates import days_in
from teachers.staff_import.values.text import folded, shown, words

SEARCHED_ROWS = 40
WHOLE_NAME = {Column.FULL_NAME}
NAME_IN_PARTS = {Column.LAST_NAME, Column.FIRST_NAME}
TOTALS = ("итого", "всего", "total")


@dataclass(frozen=True)
class Header:
    """`rows` are the numbers of its rows (one, or two of which the lower divides the upper); `places` say where the
    cells of a column stand in a row; `labels` are the words of the header by place."""

    rows: tuple[int, ...]
    places: Mapping[Column, int]
    labels: Sequence[str]
    unread: list[str] = field(default_factory=list)

    def label_of(self, column: Column) -> str:
        """As the file calls the column."""
        return self.labels[self.places[column]] if column in self.places else str(column.label)


def find_header(tables: Sequence[Table]) -> tuple[Table, Header]:
    """The first table that has a header, and the header. Raises TableRefused with what is missing."""
    best: Header | None = None
    for table in tables:
        header = max(_candidates(table), key=lambda header: len(header.places), default=None)
        if header and _is_enough(header):
            _refuse_second_header(table, header)
            return table, header
        if header and (best is None or len(header.places) > len(best.places)):
            best = header
    raise TableRefused(_missing_in_words(best))


def _candidates(table: Table) -> Iterator[Header]:
    """Every row near the top, alone and together with the one below it; alone wins when both know as much."""
    texts = [[shown(cell) for cell in row] for row in table.rows[: SEARCHED_ROWS + 1]]
    for number, row in enumerate(texts[:SEARCHED_ROWS], start=1):
        yield _header((number,), [[label] for label in row])
    for number, (upper, lower) in enumerate(pairwise(texts), start=1):
        yield _header((number, number + 1), list(_two_storeys(upper, lower)))


def _two_storeys(upper: list[str], lower: list[str]) -> Iterator[list[str]]:
    """For each place the labels it may have: «часы», «Курсы ПК часы», «Курсы ПК». An upper label spreads to the right
    over cells that are divided below."""
    above = ""
    for place in range(max(len(upper), len(lower))):
        top = upper[place] if place < len(upper) else ""
        bottom = lower[place] if place < len(lower) else ""
        above = top or (above if bottom else "")
        yield [label for label in (bottom, f"{above} {bottom}".strip(), above) if label]


def _header(rows: tuple[int, ...], choices: list[list[str]]) -> Header:
    places: dict[Column, int] = {}
    labels, unread = [], []
    for place, labels_here in enumerate(choices):
        known = next((label for label in labels_here if column_of(label)), "")
        column = column_of(known) if known else None
        labels.append(known or next(iter(labels_here), ""))
        if column and column not in places:
            places[column] = place
        elif words(labels[-1]) and not _is_numbering(labels[-1]):
            unread.append(labels[-1])
    if Column.CATEGORY_DAY in places and Column.CATEGORY not in places:
        # «Категория, дата аттестации»: one column for both; its cells are read whole.
        places[Column.CATEGORY] = places.pop(Column.CATEGORY_DAY)
    return Header(rows, places, labels, unread)


def _is_numbering(label: str) -> bool:
    return words(label) in {"п п", "n п п", "пп", "n", "номер", "no"}


def _is_enough(header: Header) -> bool:
    known = header.places.keys()
    return Column.POST in known and (known >= WHOLE_NAME or known >= NAME_IN_PARTS)


def _missing_in_words(header: Header | None) -> str:
    if header is None or len(header.places) < 2:
        return _("No header row was found. The list needs columns for the name and the post: «ФИО», «Должность».")
    known = ", ".join(header.labels[place] for place in header.places.values())
    if Column.POST in header.places:
        return _("There is no column with the name («ФИО», or «Фамилия» and «Имя»). Found: %(known)s.") % {
            "known": known
        }
    return _("There is no column with the post («Должность»). Found: %(known)s.") % {"known": known}


def _refuse_second_header(table: Table, header: Header) -> None:
    """A list pasted together of two, or printed with its header on every page: which rows belong to whom is unclear."""
    labels = {words(header.labels[place]) for place in header.places.values()}
    for number, row in enumerate(table.rows[header.rows[-1] :], start=header.rows[-1] + 1):
        if len(labels & {words(cell) for cell in row if isinstance(cell, str)}) > 1:
            numbers = {"first": header.rows[0], "second": number}
            raise TableRefused(_("There are two header rows: %(first)d and %(second)d. Leave one.") % numbers)


def rows_below(table: Table, header: Header) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that speak of people, with their numbers: without empty rows, column numbers, headings and totals."""
    for number, row in enumerate(table.rows[header.rows[-1] :], start=header.rows[-1] + 1):
        if _speaks_of_a_person(row, header):
            yield number, row


def _speaks_of_a_person(row: list[Cell], header: Header) -> bool:
    filled = {place: shown(cell) for place, cell in enumerate(row) if shown(cell)}
    if not filled or folded(next(iter(filled.values()))).startswith(TOTALS):
        return False
    if len(filled) > 1 and all(text == str(place + 1) for place, text in filled.items()):
        return False  # «1 2 3 4 5» under the header
    names = {header.places[column] for column in WHOLE_NAME | NAME_IN_PARTS if column in header.places}
    return len(filled) > 1 or bool(names & filled.keys())


def day_of_list(table: Table, header: Header) -> dt.date | None:
    """The day that the title or the header speaks of: «Сведения на 01.09.2026», «Стаж на 1 сентября 2026 г.».

    Days to come are plans («до 31.05.2027»), not the day of the list.
    """
    for row in table.rows[: header.rows[-1]]:
        for cell in row:
            days = [day for day in days_in(shown(cell)) if day <= timezone.localdate()]
            if days:
                return days[-1]
    return None
