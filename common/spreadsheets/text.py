"""Tables as text: UTF-8 with or without a mark, UTF-16 with one, or cp1251; «;», «,» or tab between cells."""

import codecs
import csv
import io
import re
from collections import Counter

from common.spreadsheets.table import MAX_COLUMNS, MAX_ROWS, Table, TableRefused

SEPARATORS = ";\t,"
SNIFFED_ROWS = 50
# Excel's own hint in the first line.
HINT = re.compile(r"sep=(.)\r?\n")
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(content: bytes) -> Table:
    """Raises TableRefused when the bytes are no text, or the text is no table."""
    text = _decoded(content)
    hint = HINT.match(text)
    separator = hint[1] if hint else _separator_of(text)
    rows = _rows(text, separator)
    if hint:
        rows[0] = []
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS or max(map(len, rows), default=0) > MAX_COLUMNS:
        raise TableRefused.because("long")
    return Table("", [[cell or None for cell in row] for row in rows])


def _decoded(content: bytes) -> str:
    text = _decode(content)
    if NO_TEXT.search(text):
        raise TableRefused.because("no_table")
    return text


def _decode(content: bytes) -> str:
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if utf_16 else ["utf-8-sig", "cp1251"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused.because("no_table")


def _separator_of(text: str) -> str:
    """The separator that cuts the most rows into the same number of cells, more than one."""
    agreement, separator = max((_agreement(text, separator), separator) for separator in SEPARATORS)
    if not any(agreement):
        raise TableRefused.because("no_table")
    return separator


def _agreement(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of cells, and that number; zeros when nothing is cut."""
    sample = "".join(text.splitlines(keepends=True)[:SNIFFED_ROWS])
    widths = Counter(len(row) for row in _rows(sample, separator) if len(row) > 1)
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))


def _rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise TableRefused.because("no_table") from error
