"""Workbooks as Excel and LibreOffice will read them."""

import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from common.workbooks import Cell, Column, Kind, open_workbook

COLUMNS = [
    Column("Имя", 30),
    Column("Часы", kind=Kind.DECIMAL, is_summed=True),
    Column("С какого дня", kind=Kind.DATE),
]
DAY = dt.date(2026, 9, 5)
ROWS: list[list[Cell]] = [["Анна", 2, DAY], ["Вера", 1.5, None], ["Инна", Decimal("-5"), DAY]]


def written(rows: Iterable[Sequence[Cell]] = ROWS, **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    with open_workbook(file, title="Список", author="Детский сад") as book:
        book.add_table("Люди", COLUMNS, rows, **options)
    file.seek(0)
    return file


def sheet(file: io.BytesIO, **options: Any) -> Worksheet:
    return openpyxl.load_workbook(file, **options)["Люди"]


def headed(*columns: Column) -> Worksheet:
    """A sheet with the header alone."""
    file = io.BytesIO()
    with open_workbook(file, title="Список") as book:
        book.add_table("Люди", columns, [])
    return sheet(file)


def values(file: io.BytesIO) -> list[tuple[Any, ...]]:
    return list(sheet(file).iter_rows(values_only=True))


def test_numbers_are_numbers_and_dates_are_dates() -> None:
    day = dt.datetime(2026, 9, 5)  # noqa: DTZ001 -- a spreadsheet's dates have no zone

    assert values(written())[1:] == [("Анна", 2, day), ("Вера", 1.5, None), ("Инна", -5, day)]


def test_another_reader_sees_the_same_types() -> None:
    rows = CalamineWorkbook.from_filelike(written()).get_sheet_by_name("Люди").to_python()

    assert rows[1] == ["Анна", 2.0, DAY]


def test_dates_are_shown_as_they_are_written_here() -> None:
    assert sheet(written())["C2"].number_format == "dd.mm.yyyy"


def test_a_date_looks_like_a_date_among_words_too() -> None:
    assert sheet(written([[DAY, 1, None]]))["A2"].number_format == "dd.mm.yyyy"


def test_a_row_makes_room_for_words_that_wrap() -> None:
    file = io.BytesIO()
    with open_workbook(file, title="Список") as book:
        book.add_table("Люди", [Column("О чём", 20, wraps=True)], [["коротко"], ["слово " * 9], ["раз\nдва"], [None]])

    heights = [openpyxl.load_workbook(file)["Люди"].row_dimensions[number].height for number in (2, 3, 4, 5)]

    assert heights == [None, 45, 30, None]


def test_truth_is_neither_text_nor_number() -> None:
    assert values(written([[True, 1, None], [False, 1, None]]))[1:] == [(True, 1, None), (False, 1, None)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_is_none_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="is no number that a cell may hold"):
        written([["Анна", value, None]])


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        written([["Анна", 1]])


@given(text=st.text(st.characters(codec="utf-8"), max_size=60), number=st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None, max_examples=60)
def test_whatever_is_written_is_read_again(text: str, number: float) -> None:
    """Spaces at the ends, markup, control characters: openpyxl leaves only the _x0000_ of the latter as they are."""
    expected = escaped(text)

    name, hours, _day = values(written([[text, number, None]]))[1]

    assert (name, hours) == (expected or None, number)


def escaped(text: str) -> str:
    text = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return re.sub(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)", lambda found: f"_x{ord(found[0]):04X}_", text)


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 900", "-5", "@SUM(A1)", "\tтабуляция", "=HYPERLINK(1)", "http://x.example"]
)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell = sheet(written([[text, 1, None]]))["A2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_such_text_stays_text_when_somebody_edits_it() -> None:
    page = sheet(written([["=1+1", 1, None], ["Анна", 1, None]]))

    assert (page["A2"].quotePrefix, page["A3"].quotePrefix) == (True, False)


@pytest.mark.parametrize("text", ["<r><t>&</r>", "a\ufffeb", "\ud800", "a\x00b", "A & B <x>", "_x0041_", "1\n2", " a "])
def test_any_text_leaves_the_workbook_readable(text: str) -> None:
    assert len(values(written([[text, 1, None]]))) == 2


def test_what_looks_like_markup_stays_words() -> None:
    assert values(written([["A & B <x>", 1, None]]))[1][0] == "A & B <x>"


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(values(written([["я" * 40_000, 1, None]]))[1][0]) == 32_767


def test_an_aware_moment_is_written_in_the_readers_zone() -> None:
    moment = dt.datetime(2026, 9, 5, 21, 30, tzinfo=dt.UTC)

    assert values(written([["Анна", 1, moment]]))[1][2] == dt.datetime(2026, 9, 6, 0, 30)  # noqa: DTZ001 -- as above


def test_the_total_obeys_the_filters_and_carries_its_value() -> None:
    file = written(total="Итого")

    assert [cell.value for cell in sheet(file)[5]] == ["Итого", "=SUBTOTAL(109,B2:B4)", None]
    assert sheet(file, data_only=True)["B5"].value == -1.5


def test_the_total_is_not_filtered_away() -> None:
    page = sheet(written(total="Итого"))

    assert page.auto_filter.ref == "A1:C4"


def test_the_header_stays_in_sight_on_screen_and_paper() -> None:
    page = sheet(written(heading=[["Список"], ["на", DAY]]))

    assert (page.freeze_panes, page.print_title_rows) == ("B5", "$4:$4")
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)


def test_no_word_of_a_title_is_broken() -> None:
    widths = headed(Column("Профессиональная проба", 6), Column("Часы", 12)).column_dimensions

    assert (widths["A"].width > 19, widths["B"].width < 14) == (True, True)


def test_turned_titles_leave_columns_narrow() -> None:
    page = headed(Column("ФИО", 30), Column("Посещено: Профессиональная проба", 6, turned=True))

    assert (page["B1"].alignment.textRotation, page.column_dimensions["B"].width < 8) == (90, True)
    assert (page.row_dimensions[1].height or 0) > 150


def test_the_heading_stands_above_the_header() -> None:
    rows = values(written(heading=[["Список"], ["на", DAY]]))

    assert [row[0] for row in rows[:4]] == ["Список", "на", None, "Имя"]
    assert rows[1][1] == dt.datetime(2026, 9, 5)  # noqa: DTZ001 -- as above


def test_an_empty_table_still_opens() -> None:
    page = sheet(written([], total="Итого"))

    assert (page["A2"].value, page["B2"].value, page.auto_filter.ref) == ("Итого", None, "A1:C1")


def test_the_workbook_says_what_it_is() -> None:
    properties = openpyxl.load_workbook(written()).properties

    assert (properties.title, properties.creator) == ("Список", "Детский сад")


def test_sheets_get_names_a_spreadsheet_allows() -> None:
    file = io.BytesIO()
    with open_workbook(file, title="Список") as book:
        for name in ("Отчёт: [2026/27]", "отчёт: [2026/27]", "Очень длинное название этого листа", "'", ""):
            book.add_table(name, COLUMNS, ROWS)

    assert openpyxl.load_workbook(file).sheetnames == [
        "Отчёт   2026 27",
        "отчёт   2026 27 2",
        "Очень длинное название этого ли",
        "1",
        "1 2",
    ]


def test_rows_are_counted() -> None:
    with open_workbook(io.BytesIO(), title="Список") as book:
        assert book.add_table("Люди", COLUMNS, iter(ROWS)) == 3


def breaking() -> Iterator[list[Cell]]:
    yield from ROWS
    raise LookupError


def test_a_failure_writes_nothing_and_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = io.BytesIO()

    with pytest.raises(LookupError), open_workbook(file, title="Список") as book:
        book.add_table("Люди", COLUMNS, breaking())

    assert (file.getvalue(), list(tmp_path.iterdir())) == (b"", [])


class FullDisk(io.BytesIO):
    """Refuses the first bytes; the zip's own farewell is not refused again."""

    is_full = True

    def write(self, data: Any) -> int:
        if self.is_full:
            self.is_full = False
            raise OSError(28, "No space left on device")
        return super().write(data)


def test_a_full_disk_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="No space left"), open_workbook(FullDisk(), title="Список") as book:
        book.add_table("Люди", COLUMNS, ROWS)
