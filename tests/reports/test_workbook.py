"""The report as .xlsx: the same rows as on the page, with real dates and numbers."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl.workbook import Workbook

from teachers.models import Employment, Kindergarten, Membership, Position, User
from tests.factories import make_user
from tests.reports.conftest import attend, hold

SignIn = Callable[[User], Client]
Download = Callable[..., Workbook]

XLSX = "reports:staff-development-xlsx"


@pytest.fixture
def downloaded(sign_in: SignIn) -> Download:
    """The workbook as a person gets it."""

    def get(person: User, **asked: str) -> Workbook:
        response = sign_in(person).get(reverse(XLSX), {"year": "2024"} | asked)
        assert response.status_code == 200
        return openpyxl.load_workbook(io.BytesIO(response.getvalue()))

    return get


def table(book: Workbook, sheet: str = "Педагоги") -> list[dict[str, Any]]:
    """Rows below the header as {title of the column: value}, with the last row of sums."""
    rows: list[Any] = list(book[sheet].iter_rows(values_only=True))
    header = next(number for number, row in enumerate(rows) if row[1] is not None and row[2] is not None and number > 2)
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def test_there_is_a_sheet_for_each_question(downloaded: Download, head: User, teacher: User, methodist: User) -> None:
    attend(teacher, methodist)

    assert downloaded(head).sheetnames == ["Педагоги", "Сводка", "По формам", "О показателях"]


def test_a_year_without_events_has_no_sheet_of_forms(downloaded: Download, head: User, teacher: User) -> None:
    assert downloaded(head).sheetnames == ["Педагоги", "Сводка", "О показателях"]


def test_above_narrow_columns_the_period_stands_in_one_cell(downloaded: Download, head: User, teacher: User) -> None:
    hold(teacher, form_code="lounge")

    assert downloaded(head)["По формам"]["A3"].value == "Период: 01.09.2024 – 31.08.2025"


def test_events_are_counted_by_form(downloaded: Download, head: User, teacher: User, methodist: User) -> None:
    attend(teacher, methodist, form_code="lounge")
    attend(teacher, methodist, form_code="lounge")
    hold(teacher, form_code="trial")

    rows = {row.pop("ФИО"): row for row in table(downloaded(head), "По формам")}

    assert rows["Светлова Елена Викторовна"] == {
        "Посещено: Педагогическая гостиная": 2,
        "Посещено: Профессиональная проба": None,
        "Проведено: Педагогическая гостиная": None,
        "Проведено: Профессиональная проба": 1,
    }


def test_a_row_is_typed(downloaded: Download, head: User, teacher: User, methodist: User) -> None:
    teacher.profile.work_began_on, teacher.profile.birth_year = dt.date(2010, 9, 1), 1980
    teacher.profile.save()
    teacher.employments.update(ended_on=dt.date(2025, 5, 20))
    attend(teacher, methodist, hours=1.5, form_code="lounge")

    row = table(downloaded(head))[1]

    assert row == {
        "ФИО": "Светлова Елена Викторовна",
        "Должность": "Воспитатель",
        "Работает с": dt.datetime(2020, 9, 1),  # noqa: DTZ001 -- a spreadsheet's dates have no zone
        "Работает по": dt.datetime(2025, 5, 20),  # noqa: DTZ001 -- as above
        "Стаж": 14,
        "Возраст": 44,
        "Категория": "нет",
        "События: посещено": 1,
        "События: проведено": 0,
        "События: часов": 1.5,
        "Траектории: готовятся": 0,
        "Траектории: идут": 0,
        "Траектории: завершены": 0,
        "Траектории: этапов закрыто": 0,
        "Портфель: добавлено": 0,
        "Курсы ПК: курсов": 0,
        "Курсы ПК: часов": 0,
    }


def test_sums_are_formulas_that_obey_filters(downloaded: Download, head: User, teacher: User, methodist: User) -> None:
    attend(teacher, methodist)

    book = downloaded(head)

    page = book["Педагоги"]
    assert table(book)[-1]["События: посещено"] == "=SUBTOTAL(109,H6:H7)"
    assert (page.auto_filter.ref, page.freeze_panes) == ("A5:Q7", "B6")


def test_the_sheet_says_what_it_is_about(downloaded: Download, head: User, teacher: User) -> None:
    rows = list(downloaded(head, position="Воспитатель")["Педагоги"].iter_rows(values_only=True, max_row=4, max_col=3))

    assert rows == [
        ("Развитие педагогов. Детский сад «Солнышко»", None, None),
        ("В 2024/25 году из 1 педагога пока никто не участвовал", None, None),
        ("Период", dt.datetime(2024, 9, 1), dt.datetime(2025, 8, 31)),  # noqa: DTZ001 -- as above
        ("Отбор", "Воспитатель", None),
    ]


@pytest.mark.parametrize(
    "asked",
    [{}, {"position": "Старший воспитатель"}, {"sort": "-hours"}, {"experience": "none"}, {"form": "lounge"}],
)
def test_the_rows_are_exactly_those_on_the_page(
    sign_in: SignIn, downloaded: Download, head: User, teacher: User, methodist: User, asked: dict[str, str]
) -> None:
    attend(teacher, methodist, form_code="lounge", hours=1.5)
    page = sign_in(head).get(reverse("reports:staff-development"), {"year": "2024"} | asked)

    rows = table(downloaded(head, **asked))[:-1]

    shown = [(line.row.name, line.row.figures.hours) for line in page.context["lines"]]
    assert [(row["ФИО"], row["События: часов"]) for row in rows] == shown


def test_pages_of_the_screen_do_not_cut_the_workbook(
    downloaded: Download, kindergarten: Kindergarten, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.views.ON_A_PAGE", 1)
    for _ in range(3):
        make_user(kindergarten)

    assert len(table(downloaded(head, page="2"))) == 3 + 1


def test_the_summary_groups_the_same_people(downloaded: Download, head: User, teacher: User, methodist: User) -> None:
    attend(teacher, methodist, hours=2)

    rows = table(downloaded(head), "Сводка")

    everyone = rows[0]
    assert [everyone[name] for name in ("Педагогов", "Участвовали", "Доля", "События: часов")] == [2, 2, 1, 2]
    assert {row["Разрез"] for row in rows[1:]} == {"По стажу", "По возрасту", "По категории", "По должности"}
    assert sum(row["Педагогов"] for row in rows if row["Разрез"] == "По стажу") == 2


def test_the_last_sheet_explains_every_figure(downloaded: Download, head: User, teacher: User) -> None:
    about = {row[0]: row[1] for row in downloaded(head)["О показателях"].iter_rows(values_only=True, max_col=2)}

    assert about["Детский сад"] == "Детский сад «Солнышко»"
    assert (about["По стажу"], about["По возрасту"]) == ("85-К, педагогический стаж", "85-К, возраст")
    assert str(about["Что считается"]).startswith("Только то, что пришлось на дни работы педагога")


@pytest.mark.parametrize("name", ["=1+1", "+7", "-5", "@SUM(1)", "\tтаб"])
def test_a_name_like_a_formula_stays_a_name(
    downloaded: Download, kindergarten: Kindergarten, head: User, name: str
) -> None:
    make_user(kindergarten, last_name=name, first_name="Яна")

    book = downloaded(head)

    cell = next(cell for cell in book["Педагоги"]["A"] if cell.row == 6)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (f"{name} Яна", "s", True)


def test_a_form_named_like_a_formula_stays_a_name(
    downloaded: Download, head: User, teacher: User, methodist: User
) -> None:
    event = hold(teacher)
    type(event.form).objects.filter(pk=event.form_id).update(name="=HYPERLINK(1)")

    assert "Проведено: =HYPERLINK(1)" in table(downloaded(head), "По формам")[0]


def test_nothing_of_another_kindergarten_gets_out(
    downloaded: Download, head: User, outsider: User, other_kindergarten: Kindergarten
) -> None:
    post = Position.objects.create(name="Канареечная должность")
    Employment.objects.create(user=outsider, kindergarten=other_kindergarten, position=post)
    attend(outsider, outsider)

    words = [str(cell) for page in downloaded(head) for row in page.iter_rows(values_only=True) for cell in row]

    assert [word for word in words if "Чужова" in word or "Канареечная" in word or "Теремок" in word] == []


@pytest.mark.parametrize("reader", ["teacher", "colleague"])
def test_teachers_get_no_workbook(sign_in: SignIn, request: pytest.FixtureRequest, reader: str) -> None:
    assert sign_in(request.getfixturevalue(reader)).get(reverse(XLSX)).status_code == 403


def test_another_kindergarten_has_no_workbook(sign_in: SignIn, head: User, other_kindergarten: Kindergarten) -> None:
    assert sign_in(head).get(reverse(XLSX), {"kindergarten": other_kindergarten.slug}).status_code == 404


def test_rights_are_read_again(sign_in: SignIn, head: User) -> None:
    client = sign_in(head)
    Membership.objects.filter(user=head).update(until=dt.date(2021, 1, 1))

    assert client.get(reverse(XLSX)).status_code == 403


def test_without_a_kindergarten_there_is_no_workbook(sign_in: SignIn, network_admin: User) -> None:
    assert sign_in(network_admin).get(reverse(XLSX)).status_code == 404


def test_wrong_days_are_explained_on_the_page(sign_in: SignIn, head: User) -> None:
    response = sign_in(head).get(reverse(XLSX), {"first": "2025-02-01", "last": "2025-01-01"})

    assert response["Location"] == "/reports/staff-development/?first=2025-02-01&last=2025-01-01"


def test_the_file_is_named_and_never_kept_by_a_cache(sign_in: SignIn, head: User) -> None:
    response = sign_in(head).get(reverse(XLSX), {"year": "2024"})
    response.close()

    name = "%D0%A0%D0%B0%D0%B7%D0%B2%D0%B8%D1%82%D0%B8%D0%B5%20%D0%BF%D0%B5%D0%B4%D0%B0%D0%B3%D0%BE%D0%B3%D0%BE%D0%B2"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}%20solnyshko%202024-25.xlsx"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_workbook_costs_the_same_whatever_the_people(
    sign_in: SignIn, kindergarten: Kindergarten, head: User, django_assert_max_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        hold(make_user(kindergarten))
    client = sign_in(head)

    with django_assert_max_num_queries(8):
        client.get(reverse(XLSX), {"year": "2024"}).close()


def test_it_speaks_the_readers_language(sign_in: SignIn, head: User, teacher: User) -> None:
    client = sign_in(head)
    client.cookies["django_language"] = "en"
    response = client.get(reverse(XLSX), {"year": "2024"})

    assert openpyxl.load_workbook(io.BytesIO(response.getvalue())).sheetnames == [
        "Staff",
        "Summary",
        "About the figures",
    ]
