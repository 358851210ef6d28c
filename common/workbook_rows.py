"""Whole rows of a worksheet at a stroke, where XlsxWriter takes a call for every cell.

A sheet of ten thousand people has some two hundred thousand cells; as one string a row they take a third of the time.
Formulas, formats, widths, filters, print layout and the file itself stay XlsxWriter's.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | dt.date | dt.datetime | bool | None

CELL_LIMIT = 32_767  # UTF-16 units
# What a spreadsheet takes for a formula when somebody edits the cell or saves the sheet as CSV.
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Characters no XML may hold; a file with one of them would not open.
UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
# Control characters are written as _x0000_; text that looks so already is guarded by _x005F_.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
DAY_ZERO, MOMENT_ZERO = dt.date(1899, 12, 30), dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- a sheet's own, without a zone


class RowSheet(Worksheet):
    """A sheet in constant memory that also takes ready rows, from the top down."""

    def write_row_at_once(self, row: int, cells: str, height: int | None) -> None:
        """`cells` are the elements of one row, as `RowWriter` makes them; `height` is in points."""
        self._write_single_row(row)
        self._check_dimensions(row, 0)
        tall = f' ht="{height}" customHeight="1"' if height else ""
        self.row_data_fh.write(f'<row r="{row + 1}"{tall}>{cells}</row>')


class RowWriter:
    """Makes rows for a sheet; `styles` are the formats of its columns, None for a plain number."""

    def __init__(self, styles: Sequence[Any], *, day: Any, moment: Any, guarded: Any) -> None:
        self.columns = [(xl_col_to_name(number), _style(style)) for number, style in enumerate(styles)]
        self.day, self.moment, self.guarded = _style(day), _style(moment), _style(guarded)
        self.makers: dict[type, Callable[[str, str, Any], str]] = {
            str: self._text,
            float: _number,
            Decimal: _number,
            bool: _truth,
            dt.date: self._day,
            dt.datetime: self._moment,
        }

    def cells(self, row: int, values: Sequence[Cell]) -> str:
        """The elements of one row, counted from nought; raises ValueError for a number that is none."""
        number, made = row + 1, []
        for (letter, style), value in zip(self.columns, values, strict=True):
            if type(value) is int:
                made.append(f'<c r="{letter}{number}"{style}><v>{value}</v></c>')
            elif value is not None and value != "":
                made.append(self.makers[type(value)](f"{letter}{number}", style, value))
        return "".join(made)

    def _text(self, place: str, style: str, value: str) -> str:
        if value.startswith(LOOKS_LIKE_FORMULA):
            style = self.guarded
        keep = ' xml:space="preserve"' if value != value.strip() else ""
        text = escape(writable(value))
        return f'<c r="{place}"{style} t="inlineStr"><is><t{keep}>{text}</t></is></c>'

    def _day(self, place: str, style: str, value: dt.date) -> str:
        """A date looks like a date in any column, even among words."""
        return f'<c r="{place}"{self.day}><v>{(value - DAY_ZERO).days}</v></c>'

    def _moment(self, place: str, style: str, value: dt.datetime) -> str:
        """A spreadsheet knows no time zones: an aware moment is written in the reader's own."""
        naive = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        return f'<c r="{place}"{self.moment}><v>{(naive - MOMENT_ZERO) / dt.timedelta(days=1)!r}</v></c>'


def writable(text: str) -> str:
    """Text that a cell may hold: cut to the limit, with what no XML may hold replaced or spelled out."""
    text = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > CELL_LIMIT // 2:
        text = text.encode("utf-16-le")[: 2 * CELL_LIMIT].decode("utf-16-le", "ignore")
    return CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _style(style: Any) -> str:
    return f' s="{style._get_xf_index()}"' if style else ""


def _number(place: str, style: str, value: float | Decimal) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number that a cell may hold")
    return f'<c r="{place}"{style}><v>{value}</v></c>'


def _truth(place: str, style: str, value: bool) -> str:
    return f'<c r="{place}"{style} t="b"><v>{value:d}</v></c>'
