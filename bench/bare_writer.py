"""XlsxWriter alone writing cells that another program has read: the floor of an export.

    python -m bench.bare_writer CELLS OUTPUT

CELLS is a pickle: a list of sheets, each a list of rows. Prints seconds and the peak of memory in megabytes.
"""

import datetime as dt
import pickle
import sys
from pathlib import Path

import xlsxwriter

from bench.peak import measured


def write(sheets: list[list[list[object]]], output: str) -> None:
    """The cells one after another, as XlsxWriter's own examples do it; days and words have their formats."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as book:
        formats = {str: book.add_format({"indent": 1}), dt.date: book.add_format({"num_format": "dd.mm.yyyy"})}
        for rows in sheets:
            sheet = book.add_worksheet()
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value != "":
                        sheet.write(row, column, value, formats.get(type(value)))


if __name__ == "__main__":
    cells = pickle.loads(Path(sys.argv[1]).read_bytes())
    with measured():
        write(cells, sys.argv[2])
