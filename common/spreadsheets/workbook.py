"""Workbooks, opened in a process of their own.

A few kilobytes of .xlsx can ask a reader for half a terabyte (one cell in the last corner of the sheet is enough), and
the reader then takes its whole process down. So the process is a small one that holds nothing else: it has 256 MB and
a few seconds, and when it dies the person gets a sentence.
"""

import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from common.spreadsheets.plain import cells_of
from common.spreadsheets.table import MAX_COLUMNS, MAX_ROWS, Table, TableRefused

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("workbook_child.py")
# Of the processor's time; a busy machine may take longer to give it.
SECONDS = 3
PATIENCE_SECONDS = 15
MEMORY_BYTES = 256 * 1024 * 1024


def read_workbook(content: bytes) -> list[Table]:
    """The visible sheets of an .xlsx. Raises TableRefused."""
    answer = _ask_child(content)
    if "refused" in answer:
        raise TableRefused.because(answer["refused"])
    return [Table(sheet["name"], cells_of(sheet["rows"])) for sheet in answer["sheets"]]


def _ask_child(content: bytes) -> dict[str, Any]:
    limits = [str(number) for number in (MEMORY_BYTES, SECONDS, MAX_ROWS, MAX_COLUMNS)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own script; the file goes to its standard input
            [sys.executable, "-I", str(CHILD), *limits],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
            env={"RUST_BACKTRACE": "0"},
        )
    except subprocess.TimeoutExpired as error:
        raise TableRefused.because("slow") from error
    if done.returncode:
        raise TableRefused.because(_why_it_died(done.returncode, done.stderr))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _why_it_died(status: int, last_words: bytes) -> str:
    logger.warning("The reader of a workbook ended with %s: %s", status, last_words[:200].decode(errors="replace"))
    if status == -signal.SIGXCPU:
        return "slow"
    return "unpacked" if status < 0 or b"MemoryError" in last_words else "broken"
