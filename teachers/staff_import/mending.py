"""Wrong rows as a workbook to mend: the same columns, and beside each row what to mend. It loads again as it is."""

import datetime as dt
from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _

from common import workbooks
from common.spreadsheets import BadCell, Cell
from teachers.staff_import.columns import Column
from teachers.staff_import.plan import Plan, PlannedRow
from teachers.staff_import.values.text import shown


def write_wrong_rows(file: IO[bytes], plan: Plan) -> None:
    """Writes the workbook; formulas of the file come out as the text they are."""
    columns = sorted(plan.header.places, key=lambda column: plan.header.places[column])
    # The title keeps the day of the list, from which experience is counted.
    title = _("Rows to mend, as of %(day)s") % {"day": shown(plan.as_of)}
    table = [
        workbooks.Column(_("Row in the file"), 10),
        workbooks.Column(_("What to mend"), 48, wraps=True),
        *(workbooks.Column(plan.header.label_of(column), 24) for column in columns),
    ]
    with workbooks.open_workbook(file, title=title) as book:
        rows = (_row(row, plan, columns) for row in plan.wrong_rows)
        book.add_table(_("To mend"), table, rows, heading=[[title]], has_filter=False)


def _row(row: PlannedRow, plan: Plan, columns: Sequence[Column]) -> list[workbooks.Cell]:
    reasons = [f"{plan.header.label_of(column)}: {reason}" for column, reason in row.errors.items()]
    return [row.number, "\n".join(reasons), *(_cell(row.cells[column]) for column in columns)]


def _cell(cell: Cell) -> workbooks.Cell:
    """Numbers stay numbers; the rest is text as it is read, as one column may hold days, years and slips."""
    return shown(cell) if isinstance(cell, BadCell | dt.date | dt.time) else cell
