"""The report of ten thousand teachers as .xlsx beside XlsxWriter writing the very same cells."""

import datetime as dt
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from django.utils import timezone
from python_calamine import CalamineWorkbook

from bench.figures import Figure, at_most, within
from bench.filling import fill_large

ROUNDS = 5
MEGABYTES = 200


def measure() -> list[Figure]:
    """Seconds by turns, and the highest memory that the export needed."""
    kindergarten, today = fill_large(), timezone.localdate()
    days = [str(today - dt.timedelta(days=364)), str(today)]
    with tempfile.TemporaryDirectory() as folder:
        ours, bare, cells = f"{folder}/ours.xlsx", f"{folder}/bare.xlsx", Path(folder, "cells")
        export = ["django", "measure_export", kindergarten.slug, *days, ours]
        _run(export)  # once for the cells
        cells.write_bytes(pickle.dumps(_cells(ours)))
        rounds = [(_run(export), _run(["bench.bare_writer", str(cells), bare])) for _ in range(ROUNDS)]
    seconds, floor = ([figures[side][0] for figures in rounds] for side in (0, 1))
    memory, beside = (median(figures[side][1] for figures in rounds) for side in (0, 1))
    return [
        at_most("report of 10,000 teachers, s", seconds, floor, 1.5),
        within("report of 10,000 teachers, MB", memory, MEGABYTES, beside=beside),
    ]


def _run(arguments: list[str]) -> tuple[float, float]:
    """Seconds and megabytes that a Python module says it took."""
    done = subprocess.run([sys.executable, "-m", *arguments], check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def _cells(path: str) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return [[list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names]
