"""Files that people bring: workbooks and text made for a test, and the real lists beside the repository."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def real_list(name: str) -> Path:
    """One of the lists in ../shared/data; the test is skipped where the folder is absent."""
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"there is no {path}")
    return path


def workbook(*rows: list[Any], sheet: str = "Педагоги", **more_sheets: Iterable[list[Any]]) -> bytes:
    """An .xlsx with `rows` in its first sheet."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    for row in rows:
        first.append(row)
    for name, others in more_sheets.items():
        another = book.create_sheet(name)
        for row in others:
            another.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook_with_shared_strings(*texts: str) -> bytes:
    """An .xlsx whose texts stand apart from its cells, as Excel writes it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet().write_column(0, 0, texts)
    book.close()
    return file.getvalue()


def text_table(*rows: Sequence[Any], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """A .csv as Excel in Russia saves it, unless told otherwise."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(encoding)


def package(**parts: bytes | str) -> bytes:
    """A zip; «__» in a name stands for «/» and «_dot_» for a full stop."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def with_part(content: bytes, name: str, replacement: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        assert name in old.namelist()
        for part in old.namelist():
            new.writestr(part, replacement if part == name else old.read(part))
    return file.getvalue()
