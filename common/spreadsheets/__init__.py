"""Reading a table that a person brings: an .xlsx workbook or text with separators, told apart by their bytes.

    tables = read_tables(file.read())

A file is judged by what it holds, never by its name. Whatever cannot be read is refused in words for the person.
"""

from common.spreadsheets.kinds import Kind, kind_of
from common.spreadsheets.plain import pack, unpack
from common.spreadsheets.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, BadCell, Cell, Table, TableRefused
from common.spreadsheets.text import read_text
from common.spreadsheets.workbook import read_workbook

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "BadCell",
    "Cell",
    "Table",
    "TableRefused",
    "pack",
    "read_tables",
    "unpack",
]


def read_tables(content: bytes) -> list[Table]:
    """Every visible sheet that is not empty, at least one. Raises TableRefused with the reason in words."""
    kind = kind_of(content)
    tables = read_workbook(content) if kind is Kind.WORKBOOK else [read_text(content)]
    filled = [table for table in tables if table.rows]
    if not filled:
        raise TableRefused.because("empty")
    return filled
