"""XlsxWriter alone writing cells that another program has read: the floor of an export.

    python -m bench.bare_writer CELLS OUTPUT

CELLS is a pickle: a list of sheets, each a list of rows. Prints seconds and the peak of memory in megabytes.
"""

import pickle
import sys
from pathlib import Path

import xlsxwriter

from bench.peak import measured


def write(sheets: list[list[list[object]]], output: str) -> None:
    """Every cell with its own type, nothing else: no widths, no styles but the date's."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options | {"default_date_format": "dd.mm.yyyy"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)


if __name__ == "__main__":
    cells = pickle.loads(Path(sys.argv[1]).read_bytes())
    with measured():
        write(cells, sys.argv[2])
