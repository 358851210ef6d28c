"""Workbooks (.xlsx): typed cells, a frozen header, filters, totals by formula, ready to print; in bounded memory.

    with open_workbook(file, title="Staff") as book:
        book.add_table("People", [Column("Name", 30), Column("Hours", kind=Kind.DECIMAL, is_summed=True)], rows)

Rows are taken one at a time and go to a temporary folder, so an iterator of any length will do. Text stays text
whatever it begins with; a number stays a number. Nothing is written to `file` if the block raises.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from textwrap import wrap
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.utility import xl_col_to_name

from common.workbook_rows import Cell, RowSheet, RowWriter, writable

A4 = 9
LINE, TITLE_LINE = 15, 22  # height of a line of text, points
LETTER = 6  # width of a bold letter, points
NAME_LIMIT = 31
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")

LEFT: dict[str, Any] = {"align": "left", "indent": 1}
TITLE: dict[str, Any] = LEFT | {"bold": True, "font_size": 14}
GROUND, RULE = "#E2F0EE", "#0E6A64"


class Kind(StrEnum):
    """How the cells of a column look; the type of each cell is its value's own."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    SHARE = "share"
    DATE = "date"


DAY, MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
NUMBER_FORMATS = {
    Kind.TEXT: "General",
    Kind.WHOLE: "0",
    Kind.DECIMAL: "General",  # «0.##» would leave a lonely point behind whole numbers
    Kind.SHARE: "0%",
    Kind.DATE: DAY,
}


@dataclass(frozen=True)
class Column:
    """`width` is in characters, and a column is never narrower than a word of its title; `is_summed` puts a sum that
    obeys the filters into the last row; a `turned` title is read from below, so that many narrow columns fit a page."""

    title: str
    width: int = 12
    kind: Kind = Kind.TEXT
    is_summed: bool = False
    wraps: bool = False
    turned: bool = False

    @property
    def room(self) -> int:
        """The width that is given, in characters; letters of a title are bold."""
        return self.width if self.turned else max(self.width, max(map(len, self.title.split()), default=0) + 4)


@contextmanager
def open_workbook(file: IO[bytes], *, title: str, author: str = "") -> Iterator["Workbook"]:
    """A workbook that is written to `file`, open for writing bytes, when the block ends well. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        book = Workbook(file, folder)
        book.describe(title, author)
        try:
            yield book
            book.close()
        finally:
            book.discard()


class Workbook:
    """Sheets of one table each, in the order they are added."""

    def __init__(self, file: IO[bytes], folder: str) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": folder,
            "default_format_properties": {"font_name": "Calibri", "font_size": 11, "valign": "top"},
        }
        self._book = xlsxwriter.Workbook(file, options)
        self._formats: dict[tuple[Any, ...], Any] = {}

    def describe(self, title: str, author: str) -> None:
        created = timezone.localtime().replace(tzinfo=None)
        self._book.set_properties({"title": title, "author": author, "created": created})

    def add_table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        heading: Sequence[Sequence[Cell]] = (),
        total: str = "",
        has_filter: bool = True,
    ) -> int:
        """A sheet: lines of `heading` (the first is its title), the header, `rows`, and, if `total` names it,
        a row of sums. Returns the number of `rows`."""
        table = _Table(self, self._book.add_worksheet(self._free_name(name), RowSheet), columns)
        table.write_heading(heading)
        table.write_header()
        number = table.write_rows(rows)
        if total:
            table.write_total(total)
        if has_filter:
            table.add_filter()
        return number

    def format(self, **properties: Any) -> Any:
        """A cell format, one for each set of properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def close(self) -> None:
        """Raises OSError when the file cannot be written, as on a full disk."""
        try:
            self._book.close()
        except XlsxFileError as error:
            raise OSError(str(error)) from error

    def discard(self) -> None:
        """Lets go of the temporary files; harmless after `close`."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()

    def _free_name(self, name: str) -> str:
        """`name` as a sheet may be called; a number is added to one that is taken."""
        clean = FORBIDDEN_IN_NAMES.sub(" ", name).strip(" '")[:NAME_LIMIT].rstrip() or "1"
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()}
        names = (clean if n == 1 else f"{clean[: NAME_LIMIT - 4]} {n}" for n in range(1, 1000))
        return next(name for name in names if name.lower() not in taken)


class _Table:
    """One sheet being written from the top down."""

    def __init__(self, book: Workbook, sheet: RowSheet, columns: Sequence[Column]) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        self.row = self.header_row = self.last_row = 0
        self.sums = [0.0] * len(columns)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.room)
        self._lay_out_for_print()

    def _lay_out_for_print(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R&P / &N")

    def _writer(self, styles: Sequence[Any]) -> RowWriter:
        style = self.book.format
        return RowWriter(
            styles,
            day=style(num_format=DAY, **LEFT),
            moment=style(num_format=MOMENT, **LEFT),
            guarded=style(quote_prefix=True, **LEFT),
        )

    def write_heading(self, lines: Sequence[Sequence[Cell]]) -> None:
        for number, line in enumerate(lines):
            style = self.book.format(**(TITLE if number == 0 else LEFT))
            cells = self._writer([style] * len(line)).cells(self.row, line)
            self.sheet.write_row_at_once(self.row, cells, TITLE_LINE if number == 0 else None)
            self.row += 1
        self.row += bool(lines)

    def write_header(self) -> None:
        ruled = {"bold": True, "text_wrap": True, "bg_color": GROUND, "bottom": 1, "bottom_color": RULE}
        for number, column in enumerate(self.columns):
            turned = {"rotation": 90, "valign": "bottom", "align": "center"} if column.turned else _alignment(column)
            style = self.book.format(**ruled | turned)
            self.sheet.write_string(self.row, number, writable(column.title), style)
        self.sheet.set_row(self.row, max(map(_title_height, self.columns)))
        self.header_row = self.last_row = self.row
        self.sheet.repeat_rows(self.row)
        self.row += 1
        self.sheet.freeze_panes(self.row, 1)

    def write_rows(self, rows: Iterable[Sequence[Cell]]) -> int:
        writer = self._writer([self._style(column) for column in self.columns])
        summed = [number for number, column in enumerate(self.columns) if column.is_summed]
        wrapped = [number for number, column in enumerate(self.columns) if column.wraps]
        first = row = self.row
        for cells in rows:
            self.sheet.write_row_at_once(row, writer.cells(row, cells), self._height(cells, wrapped))
            for number in summed:
                if value := cells[number]:
                    self.sums[number] += float(value)  # type: ignore[arg-type]  # only numbers are summed
            row += 1
        self.row, self.last_row = row, max(row - 1, self.header_row)
        return row - first

    def _style(self, column: Column) -> Any:
        """A plain number needs no format of its own, which spares time and a fifth of the file."""
        if column.kind in (Kind.WHOLE, Kind.DECIMAL):
            return None
        shape = {"num_format": NUMBER_FORMATS[column.kind], "text_wrap": column.wraps}
        return self.book.format(**shape, **_alignment(column))

    def _height(self, cells: Sequence[Cell], wrapped: Sequence[int]) -> int | None:
        """Rows written one at a time are not measured by the program that opens them, so their height is ours."""
        if not wrapped:
            return None
        lines = max(_lines(str(cells[number] or ""), self.columns[number].room - 2) for number in wrapped)
        return LINE * lines if lines > 1 else None

    def write_total(self, label: str) -> None:
        ruled = {"bold": True, "top": 1, "top_color": RULE}
        self.sheet.write_string(self.row, 0, label, self.book.format(**ruled, **LEFT))
        for number, column in islice(enumerate(self.columns), 1, None):
            style, letter = self.book.format(**ruled, **_alignment(column)), xl_col_to_name(number)
            if column.is_summed and self.last_row > self.header_row:
                formula = f"=SUBTOTAL(109,{letter}{self.header_row + 2}:{letter}{self.last_row + 1})"
                self.sheet.write_formula(self.row, number, formula, style, self.sums[number])
            else:
                self.sheet.write_blank(self.row, number, None, style)
        self.row += 1

    def add_filter(self) -> None:
        self.sheet.autofilter(self.header_row, 0, self.last_row, len(self.columns) - 1)


def _alignment(column: Column) -> dict[str, Any]:
    """Words begin at the left a little off the numbers before them; numbers and their headers end at the right."""
    return LEFT if column.kind in (Kind.TEXT, Kind.DATE) else {"align": "right"}


def _title_height(column: Column) -> int:
    """In points; a turned title takes one line as long as it is."""
    if column.turned:
        return LETTER * len(column.title) + LINE
    return LINE * _lines(column.title, column.room - 2) + 4


def _lines(text: str, width: int) -> int:
    """How many lines `text` takes in a column of `width` characters."""
    if len(text) <= width and "\n" not in text:
        return 1
    return max(sum(len(wrap(part, max(width, 1))) or 1 for part in text.split("\n")), 1)
