"""The header is found by itself, wherever and however it stands."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from common.spreadsheets import TableRefused
from teachers.staff_import.columns import Column
from teachers.staff_import.header import rows_below
from teachers.staff_import.reading import StaffTable, open_staff_table
from tests.workbooks import text_table, workbook

HEADER = ["№ п/п", "ФИО", "Должность", "Телефон"]
ZORINA = [1, "Зорина Вера", "Воспитатель", "8 900"]


def people_in(staff: StaffTable) -> list[tuple[int, Any]]:
    """Row numbers and names."""
    place = staff.header.places[Column.FULL_NAME]
    return [(number, row[place]) for number, row in rows_below(staff.table, staff.header)]


def refusal(content: bytes) -> str:
    with translation.override("ru"), pytest.raises(TableRefused) as refused:
        open_staff_table(content)
    return str(refused.value)


def test_titles_above_the_header_are_passed_over() -> None:
    staff = open_staff_table(workbook(["МБДОУ «Солнышко»"], [], ["Список педагогов"], HEADER, ZORINA))

    assert (staff.header.rows, people_in(staff)) == ((4,), [(5, "Зорина Вера")])


def test_what_is_not_loaded_is_named_and_numbering_is_not() -> None:
    assert open_staff_table(workbook(HEADER, ZORINA)).header.unread == ["Телефон"]


def test_the_list_may_stand_on_another_sheet() -> None:
    content = workbook(["Приказ"], ["о приёме"], Список=[HEADER, ZORINA])

    assert open_staff_table(content).table.name == "Список"


def test_a_header_of_two_storeys_is_read_as_one() -> None:
    upper = ["ФИО", "Должность", "Курсы повышения квалификации", None, None, "Аттестация", None]
    lower = [None, None, "тема", "кол-во часов", "дата", "категория", "дата приказа"]
    staff = open_staff_table(workbook(upper, lower, ["Зорина Вера", "Воспитатель", "Речь", 72, None, "первая", None]))

    assert staff.header.rows == (1, 2)
    assert [column.value for column in staff.header.places] == [
        "full_name",
        "post",
        "course",
        "course_hours",
        "course_day",
        "category",
        "category_day",
    ]
    assert people_in(staff) == [(3, "Зорина Вера")]


def test_rows_that_speak_of_nobody_are_passed_over() -> None:
    numbers, total = [1, 2, 3, 4], ["Итого", 1, None, None]
    staff = open_staff_table(workbook(HEADER, numbers, ["Специалисты"], ZORINA, [], total, ["Всего: 1"]))

    assert people_in(staff) == [(4, "Зорина Вера")]


def test_a_row_without_a_name_is_still_a_row() -> None:
    assert people_in(open_staff_table(workbook(HEADER, [1, None, "Воспитатель"]))) == [(2, None)]


def test_two_header_rows_are_refused_by_their_numbers() -> None:
    words = refusal(workbook(HEADER, ZORINA, HEADER, ZORINA))

    assert words == "Названия столбцов стоят дважды: в строках 1 и 3. Оставьте одни."


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["а", "б"], ["в", "г"]], "Строка с названиями столбцов не нашлась"),
        ([["ФИО", "E-mail"], ["Зорина Вера", "a@b.ru"]], "Нет столбца с должностью"),
        ([["Фамилия", "Должность"], ["Зорина", "Тьютор"]], "Нет столбца с именем"),
        ([HEADER], "Под названиями столбцов никого нет"),
        ([[], [], HEADER, [1, 2, 3, 4]], "Под названиями столбцов никого нет"),
    ],
)
def test_what_is_missing_is_said(rows: list[list[Any]], words: str) -> None:
    assert refusal(workbook(*rows)).startswith(words)


@pytest.mark.parametrize(
    "title",
    ["Сведения на 01.09.2026", "по состоянию на 1 сентября 2026 г.", "с 01.09.2026 по 31.05.2099"],
)
def test_the_day_of_the_list_stands_in_its_title(title: str) -> None:
    assert open_staff_table(workbook([title], HEADER, ZORINA)).as_of == dt.date(2026, 9, 1)


def test_the_day_of_the_list_may_stand_in_the_header() -> None:
    staff = open_staff_table(workbook([*HEADER, "Стаж на 01.09.2026"], [*ZORINA, 3]))

    assert (staff.as_of, Column.EXPERIENCE in staff.header.places) == (dt.date(2026, 9, 1), True)


def test_without_a_day_the_list_speaks_of_today_and_a_day_said_aloud_wins() -> None:
    content = text_table(HEADER, ZORINA)

    assert open_staff_table(content).as_of == timezone.localdate()
    assert open_staff_table(content, dt.date(2020, 1, 1)).as_of == dt.date(2020, 1, 1)
