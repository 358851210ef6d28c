"""Cells as JSON: text, numbers, true, false and null stand for themselves, pairs like ["date", "2026-09-01"] for days.

The process that opens a workbook answers so, and a table that has to wait is kept so.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

from common.spreadsheets.table import BadCell, Cell, Table

TYPES: dict[str, Callable[[str], Cell]] = {
    "date": dt.date.fromisoformat,
    "moment": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "bad": BadCell,
}


def cells_of(rows: Iterable[Iterable[Any]]) -> list[list[Cell]]:
    return [[_cell(raw) for raw in row] for row in rows]


def _cell(raw: Any) -> Cell:
    if isinstance(raw, list):
        name, text = raw
        return TYPES[name](text)
    value: Cell = raw
    return value


def pack(table: Table) -> bytes:
    """The table as bytes that `unpack` reads."""
    rows = [[_plain(cell) for cell in row] for row in table.rows]
    return json.dumps({"name": table.name, "rows": rows}, ensure_ascii=False).encode()


def unpack(content: bytes) -> Table:
    kept = json.loads(content)
    return Table(kept["name"], cells_of(kept["rows"]))


def _plain(cell: Cell) -> Any:
    if isinstance(cell, BadCell):
        return ["bad", cell.shown]
    if isinstance(cell, dt.datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["date", cell.isoformat()]
    return ["time", cell.isoformat()] if isinstance(cell, dt.time) else cell
