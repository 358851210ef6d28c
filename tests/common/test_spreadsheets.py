"""A file that a person brings is read as a table, or refused in words: quickly, and without taking the site down."""

import datetime as dt
import resource
import struct
import time
import zipfile
from contextlib import suppress
from io import BytesIO
from string import printable

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from common.spreadsheets import MAX_BYTES, BadCell, Cell, Table, TableRefused, pack, read_tables, unpack
from tests.workbooks import package, saved, text_table, with_part, workbook, workbook_with_shared_strings

SHEET = "xl/worksheets/sheet1.xml"
PEOPLE = [["ФИО", "Должность"], ["Светлова Елена", "Воспитатель"], ["Зорина Вера; мл.", "Тьютор"]]
WHOLE = workbook(*PEOPLE)


def rows_of(content: bytes) -> list[list[Cell]]:
    (table,) = read_tables(content)
    return table.rows


def seconds_spent() -> float:
    """Of the processor, by us and by the processes we started: a busy machine is not the reader's fault."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def refusal(content: bytes) -> str:
    """The name of the reason for which the file is refused."""
    began = seconds_spent()
    with pytest.raises(TableRefused) as refused:
        read_tables(content)
    assert seconds_spent() - began < 5
    return refused.value.reason


# --- Workbooks ------------------------------------------------------------------------------------------------------


def test_cells_come_out_typed() -> None:
    moment = dt.datetime.fromisoformat("2026-09-01T13:30")

    rows = rows_of(workbook(["Зорина", 12, 1.5, dt.date(1979, 5, 9), moment, True, None, "конец"]))

    assert rows == [["Зорина", 12, 1.5, dt.date(1979, 5, 9), moment, True, None, "конец"]]


def test_a_table_that_waits_is_kept_as_it_was_read() -> None:
    moment = dt.datetime.fromisoformat("2026-09-01T13:30")
    table = Table("Лист", [["Зорина", 12, 1.5, True, None], [dt.date(1979, 5, 9), moment, dt.time(9), BadCell("=A1")]])

    assert unpack(pack(table)) == table


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    assert rows_of(workbook([], [], ["третья"]))[2] == ["третья"]


def test_every_visible_sheet_with_something_in_it_is_read() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(["видна"], Скрыта=[["тайна"]], Пусто=[], Вторая=[["тоже"]])))
    book["Скрыта"].sheet_state = "hidden"

    assert [(table.name, table.rows) for table in read_tables(saved(book))] == [
        ("Педагоги", [["видна"]]),
        ("Вторая", [["тоже"]]),
    ]


def test_a_formula_gives_the_result_that_was_saved_with_it() -> None:
    cell = b'<row r="1"><c r="A1"><f>2+2</f><v>4</v></c></row>'

    assert rows_of(with_part(workbook([0]), SHEET, sheet_xml(cell))) == [[4]]


def test_a_formula_without_a_result_is_no_empty_cell() -> None:
    assert rows_of(workbook(["стаж", "=2026-2014"])) == [["стаж", BadCell("=2026-2014")]]


def test_a_row_of_formulas_below_the_rest_is_not_lost() -> None:
    assert rows_of(workbook(["стаж"], [None, "=A1"]))[1] == [None, BadCell("=A1")]


def test_an_error_is_no_empty_cell() -> None:
    cell = b'<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'

    assert rows_of(with_part(workbook([0]), SHEET, sheet_xml(cell))) == [[BadCell("#DIV/0!")]]


def test_cells_and_rows_may_leave_their_places_out() -> None:
    cells = b'<row><c><v>1</v></c><c><f>A1</f></c></row><row><c t="e"><v>#N/A</v></c></row>'

    assert rows_of(with_part(workbook([0]), SHEET, sheet_xml(cells))) == [[1, BadCell("=A1")], [BadCell("#N/A")]]


def sheet_xml(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)


# --- Text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_is_read_in_every_usual_spelling(separator: str, encoding: str) -> None:
    assert rows_of(text_table(*PEOPLE, separator=separator, encoding=encoding)) == PEOPLE


def test_commas_inside_cells_do_not_hide_the_semicolons_between_them() -> None:
    table = [["ФИО", "Стаж, лет"], ["Зорина, Вера", "12,5"], ["Светлова", "3"]]

    assert rows_of("\n".join(";".join(row) for row in table).encode()) == table


def test_excels_own_hint_names_the_separator_and_is_no_row() -> None:
    assert rows_of(b"sep=,\r\na,b;c\r\n") == [[], ["a", "b;c"]]


def test_a_line_break_inside_a_cell_does_not_begin_a_row() -> None:
    assert rows_of(text_table(["ФИО", "Должность"], ["Зорина", "логопед\nтьютор"]))[1] == ["Зорина", "логопед\nтьютор"]


def test_a_text_called_xlsx_is_read_as_what_it_is() -> None:
    """Names are not asked at all: `read_tables` never sees one."""
    assert rows_of(text_table(*PEOPLE)) == PEOPLE


CELLS = st.text([letter for letter in printable if letter.isprintable() and letter not in ";,\t"], max_size=9)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=9), st.sampled_from(";,\t"))
def test_what_was_written_as_text_is_read_back(rows: list[list[str]], separator: str) -> None:
    rows = [*rows, ["the", "end"]]

    assert rows_of(text_table(*rows, separator=separator)) == [[cell or None for cell in row] for row in rows]


# --- What is refused ------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (workbook(), "empty"),
        (workbook(*PEOPLE)[:-40], "broken"),
        (workbook(*PEOPLE)[:900], "broken"),
        (with_part(workbook(*PEOPLE), SHEET, b"<worksheet><sheetData><row"), "broken"),
        (with_part(workbook(*PEOPLE), "xl/_rels/workbook.xml.rels", b"<nothing/>"), "broken"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "WordDocument".encode("utf-16-le"), "document"),
        (package(word__document_dot_xml="<w/>"), "document"),
        (package(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<c/>"), "other_workbook"),
        (package(xl__workbook_dot_bin=b"\0"), "other_workbook"),
        (package(letter_dot_txt="привет"), "archive"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "picture"),
        (b"BM" + b"\0" * 99, "picture"),
        (b"%PDF-1.7\n" + b"x;y\n" * 9, "pdf"),
        (b"{\\rtf1 a;b}", "document"),
        (b"<html><table><tr><td>a;b</td></tr></table></html>", "web_page"),
        (b"a;b\0c;d\n", "no_table"),
        ("Здравствуйте, коллеги\n".encode("utf-16")[:-1], "no_table"),
        ("Только слова\nи ничего больше\n".encode(), "no_table"),
        (b"a;b\n" * 5_001, "long"),
        (b";".join([b"a"] * 101), "long"),
        (b"a;" + b"x" * 200_000, "no_table"),
        (b"a;b\n" * (MAX_BYTES // 4 + 1), "large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_by_its_name(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def test_a_text_that_begins_with_the_letters_of_a_picture_is_still_text() -> None:
    assert rows_of(b"BMI;2019\nLada;2021\n") == [["BMI", "2019"], ["Lada", "2021"]]


def test_reasons_are_said_in_the_persons_language() -> None:
    with translation.override("ru"), pytest.raises(TableRefused) as refused:
        read_tables(b"%PDF-1.7")

    assert str(refused.value).startswith("Это PDF")


# --- Workbooks made to hurt -----------------------------------------------------------------------------------------


def test_a_workbook_that_swells_is_not_unpacked() -> None:
    bomb = with_part(workbook(*PEOPLE), SHEET, b"\0" * 60_000_000)

    assert (len(bomb) < MAX_BYTES, refusal(bomb)) == (True, "unpacked")


def test_a_workbook_that_lies_about_its_size_is_stopped_by_its_own_process() -> None:
    bomb = lying_about_size(with_part(workbook(*PEOPLE), SHEET, b"<x>" * 15_000_000))

    assert refusal(bomb) in ("broken", "unpacked")


def lying_about_size(content: bytes) -> bytes:
    """Says of every part, in both places where a zip says it, that it unpacks to 100 bytes."""
    changed = bytearray(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for part in archive.infolist():
            struct.pack_into("<I", changed, part.header_offset + 22, 100)
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        struct.pack_into("<I", changed, position + 24, 100)
        position = content.find(b"PK\x01\x02", position + 4)
    return bytes(changed)


def test_one_cell_in_the_last_corner_does_not_take_the_site_down() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "ФИО", "x"  # type: ignore[index]

    assert refusal(saved(book)) == "unpacked"


def test_a_formula_in_the_last_corner_does_not_either() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "ФИО", "=1"  # type: ignore[index]

    assert refusal(saved(book)) == "long"


def test_one_long_text_in_many_cells_is_stopped() -> None:
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 4_000))
    bomb = with_part(workbook_with_shared_strings("x"), "xl/sharedStrings.xml", strings % (b"x" * 2_000_000))

    assert refusal(with_part(bomb, SHEET, sheet_xml(rows))) == "unpacked"


def test_entities_do_not_multiply() -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = b'<!DOCTYPE x [<!ENTITY l0 "ha">%s]>' % laughs + sheet_xml(b'<row r="1"><c r="A1"><f>&l9;</f></c></row>')

    assert refusal(with_part(workbook(["x"]), SHEET, bomb)) in ("broken", "unpacked", "slow")


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_it_stumble(content: bytes) -> None:
    with suppress(TableRefused):
        assert read_tables(content)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(TableRefused):
        assert read_tables(bytes(content))
