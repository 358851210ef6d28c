"""The report's page: who opens it, what it says, and what it costs."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.workbooks import Kind
from reports.staff_development.screen import Shown
from teachers.models import BandSet, Employment, Kindergarten, Membership, Position, User
from tests.factories import make_user
from tests.reports.conftest import attend, hold

SignIn = Callable[[User], Client]
Open = Callable[..., Any]

YEAR = {"year": "2024"}
OUT_OF_REASON = "Выберите день между 1990 и 2100 годом."


@pytest.fixture
def opened(sign_in: SignIn) -> Callable[..., Any]:
    """The page as a person gets it, for 2024/25 unless other days are asked for."""

    def get(person: User, **asked: str) -> Any:
        return sign_in(person).get(reverse("reports:staff-development"), YEAR | asked)

    return get


def names(response: Any) -> list[str]:
    return [line.row.name.split()[0] for line in response.context["lines"]]


# --- Who opens it ---


@pytest.mark.parametrize("reader", ["head", "methodist", "network_admin"])
def test_heads_and_methodists_read_it(opened: Open, teacher: User, request: pytest.FixtureRequest, reader: str) -> None:
    response = opened(request.getfixturevalue(reader))

    assert (response.status_code, "Светлова" in response.content.decode()) == (200, True)


def test_teachers_do_not(opened: Open, teacher: User) -> None:
    assert opened(teacher).status_code == 403


def test_another_kindergarten_is_not_there(opened: Open, head: User, other_kindergarten: Kindergarten) -> None:
    assert opened(head, kindergarten=other_kindergarten.slug).status_code == 404


def test_a_kindergarten_where_one_only_teaches_is_not_there(
    opened: Open, head: User, other_kindergarten: Kindergarten
) -> None:
    Membership.objects.create(user=head, kindergarten=other_kindergarten, since=dt.date(2020, 1, 1))

    assert opened(head, kindergarten=other_kindergarten.slug).status_code == 404


def test_rights_are_read_at_every_request(sign_in: SignIn, head: User) -> None:
    client, address = sign_in(head), reverse("reports:staff-development")
    before = client.get(address).status_code
    Membership.objects.filter(user=head).update(until=dt.date(2021, 1, 1))

    assert (before, client.get(address).status_code) == (200, 403)


def test_nothing_of_another_kindergarten_is_seen(
    opened: Open, head: User, other_kindergarten: Kindergarten, outsider: User
) -> None:
    """Its people, its posts and its name stay out of rows, figures and choices."""
    post = Position.objects.create(name="Канареечная должность")
    Employment.objects.create(user=outsider, kindergarten=other_kindergarten, position=post)
    attend(outsider, outsider)
    hold(outsider)

    response = opened(head)

    page = response.content.decode()
    assert [word for word in ("Чужова", "Канареечная", "Теремок") if word in page] == []
    assert response.context["totals"].attended == 0


def test_a_network_event_of_others_tells_nothing_about_them(
    opened: Open, head: User, teacher: User, outsider: User
) -> None:
    attend(teacher, outsider, audience="network")

    page = opened(head).content.decode()

    assert ("Светлова" in page, "Чужова" in page) == (True, False)


def test_a_head_of_two_kindergartens_chooses(
    opened: Open, head: User, teacher: User, outsider: User, other_kindergarten: Kindergarten
) -> None:
    Membership.objects.create(
        user=head, kindergarten=other_kindergarten, role=Membership.Role.HEAD, since=dt.date(2020, 1, 1)
    )

    first, second = opened(head), opened(head, kindergarten=other_kindergarten.slug)

    assert (names(first), names(second)) == (["Светлова"], ["Чужова"])
    assert first.context["asked"].period.fields["kindergarten"].choices == [
        ("solnyshko", "Детский сад «Солнышко»"),
        ("teremok", "Детский сад «Теремок»"),
    ]


def test_without_a_kindergarten_the_network_administrator_is_told_so(opened: Open, network_admin: User) -> None:
    assert "Детских садов пока нет" in opened(network_admin).content.decode()


# --- What it says ---


def test_the_sentence_the_picture_and_the_table(opened: Open, head: User, teacher: User, colleague: User) -> None:
    attend(teacher, colleague, hours=1.5)

    page = opened(head).content.decode()

    order = ["участвовали 2 из 2 педагогов", "<progress", 'class="report-table"']
    assert [page.find(piece) for piece in order] == sorted(page.find(piece) for piece in order)
    assert page.find(order[0]) > 0


def test_figures_are_written_as_people_write_them(opened: Open, head: User, teacher: User, colleague: User) -> None:
    attend(teacher, colleague, hours=1.5)
    attend(colleague, teacher, hours=2)

    lines = {line.row.name.split()[0]: [cell.text for cell in line.cells] for line in opened(head).context["lines"]}

    assert lines["Светлова"] == ["–", "–", "нет", "1", "1", "1,5", "0", "0", "0", "0", "0", "0"]
    assert lines["Зорина"][5] == "2"


def test_holding_says_who_and_what_is_counted(opened: Open, head: User, teacher: User, colleague: User) -> None:
    for _ in range(3):
        hold(teacher)

    tiles = dict(opened(head).context["tiles"])

    assert (tiles["Провели события, педагогов"], tiles["Проведено событий"]) == ("1", "3")


@pytest.mark.parametrize(("number", "words"), [(3.125, "3,12"), (2.0, "2"), (1.75, "1,75"), (7, "7")])
def test_a_sum_is_shown_with_two_digits_at_most(number: float, words: str) -> None:
    assert Shown.of(number, Kind.DECIMAL).text == words


def test_bands_of_several_sets_stand_under_their_names_the_usual_set_first(
    opened: Open, head: User, teacher: User
) -> None:
    page = opened(head).content.decode()

    select = re.search(r'<select name="experience".*?</select>', page, re.DOTALL)
    sets = list(BandSet.objects.filter(measure="experience").order_by("-is_default", "name"))
    assert select is not None
    assert re.findall('optgroup label="(.+?)"', select[0]) == [band_set.name for band_set in sets]


def test_the_page_speaks_english_too(sign_in: SignIn, head: User, teacher: User) -> None:
    client = sign_in(head)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("reports:staff-development"), YEAR).content.decode()

    assert "In 2024/25 none of 1 teacher has taken part yet" in page


def test_people_stand_by_name_and_nobody_is_ranked(
    opened: Open, head: User, teacher: User, colleague: User, methodist: User
) -> None:
    attend(teacher, colleague)

    assert names(opened(head)) == ["Зорина", "Лугова", "Светлова"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-name", ["Светлова", "Лугова", "Зорина"]),
        ("hours", ["Лугова", "Светлова", "Зорина"]),
        ("position", ["Зорина", "Светлова", "Лугова"]),
        ("-hours", ["Зорина", "Светлова", "Лугова"]),
        ("experience", ["Светлова", "Зорина", "Лугова"]),
        ("-experience", ["Светлова", "Зорина", "Лугова"]),  # what is not known stands last both ways
        ("nonsense", ["Зорина", "Лугова", "Светлова"]),
    ],
)
def test_columns_sort(
    opened: Open, head: User, teacher: User, colleague: User, methodist: User, sort: str, expected: list[str]
) -> None:
    teacher.profile.work_began_on = dt.date(2000, 1, 1)
    teacher.profile.save()
    attend(teacher, methodist, hours=1)
    attend(colleague, methodist, hours=2)

    assert names(opened(head, sort=sort)) == expected


def test_a_sorted_column_is_told_to_a_screen_reader(opened: Open, head: User, teacher: User) -> None:
    page = opened(head, sort="-hours").content.decode()

    assert (page.count("aria-sort="), page.count('aria-sort="descending"')) == (1, 1)


def test_a_bar_leads_to_the_people_behind_it(sign_in: SignIn, head: User, teacher: User, methodist: User) -> None:
    client = sign_in(head)
    response = client.get(reverse("reports:staff-development"), YEAR | {"by": "position"})
    bars = {bar.group.label: bar.url for bar in response.context["bars"]}

    behind = client.get(reverse("reports:staff-development") + bars["Старший воспитатель"].split("#")[0])

    assert names(behind) == ["Лугова"]


def test_a_choice_narrows_the_page_and_says_so(opened: Open, head: User, teacher: User, methodist: User) -> None:
    response = opened(head, position="Старший воспитатель")

    assert (names(response), response.context["chosen"]) == (["Лугова"], ["Старший воспитатель"])


def test_a_person_who_left_is_shown_with_the_day(opened: Open, head: User, teacher: User) -> None:
    teacher.employments.update(ended_on=dt.date(2025, 1, 20))

    assert "по 20.01.2025" in opened(head).content.decode()


def test_many_people_are_shown_by_pages_and_added_up_as_a_whole(
    opened: Open, kindergarten: Kindergarten, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.views.ON_A_PAGE", 2)
    for name in ("Анина", "Бодрова", "Ветрова"):
        hold(make_user(kindergarten, last_name=name))

    response = opened(head, page="2")

    assert (names(response), response.context["totals"].hosted) == (["Ветрова"], 3)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_the_people(
    sign_in: SignIn, kindergarten: Kindergarten, head: User, django_assert_max_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        hold(make_user(kindergarten))
    client = sign_in(head)

    with django_assert_max_num_queries(8):
        response = client.get(reverse("reports:staff-development"), YEAR)

    assert response.context["totals"].people == number


# --- Which days ---


def test_this_school_year_is_shown_first(sign_in: SignIn, head: User, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 24, tzinfo=dt.UTC))

    response = sign_in(head).get(reverse("reports:staff-development"))

    years = response.context["years"]
    assert [(year.label, year.is_current) for year in years] == [
        ("2026/27", True),
        ("2025/26", False),
        ("2024/25", False),
        ("2023/24", False),
    ]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({"year": "2024"}, dt.date(2024, 9, 1), dt.date(2025, 8, 31)),
        ({"first": "2025-01-01", "last": "2025-01-31"}, dt.date(2025, 1, 1), dt.date(2025, 1, 31)),
        ({"first": "01.01.2025", "last": "31.01.2025"}, dt.date(2025, 1, 1), dt.date(2025, 1, 31)),
        ({"first": "2025-01-01", "last": ""}, dt.date(2025, 1, 1), dt.date(2025, 8, 31)),
        ({"first": "", "last": "2025-01-31"}, dt.date(2024, 9, 1), dt.date(2025, 1, 31)),
    ],
)
def test_a_period_is_a_school_year_or_days(
    sign_in: SignIn, head: User, asked: dict[str, str], first: dt.date, last: dt.date
) -> None:
    period = sign_in(head).get(reverse("reports:staff-development"), asked).context["report"].period

    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("year", ["abc", "0", "99999999", "²", "-1", "9999"])
def test_a_year_that_is_none_is_the_current_one(sign_in: SignIn, head: User, year: str) -> None:
    response = sign_in(head).get(reverse("reports:staff-development"), {"year": year})

    assert response.context["years"][0].is_current is True


@pytest.mark.parametrize(
    ("asked", "field", "problem"),
    [
        ({"first": "2025-02-01", "last": "2025-01-31"}, "last", "Этот день раньше первого."),
        ({"first": "32.13.2025", "last": "2025-01-31"}, "first", "Введите правильную дату."),
        (
            {"first": "0001-01-01", "last": "2025-01-31"},
            "first",
            OUT_OF_REASON,
        ),
        (
            {"first": "2025-01-01", "last": "9999-12-31"},
            "last",
            OUT_OF_REASON,
        ),
    ],
)
def test_wrong_days_are_explained_beside_them_and_nothing_is_lost(
    opened: Open, head: User, asked: dict[str, str], field: str, problem: str
) -> None:
    response = opened(head, **asked, position="Воспитатель")

    page = response.content.decode()
    assert response.context["asked"].period.errors == {field: [problem]}
    assert (problem in page, f'value="{asked[field]}"' in page, 'name="position" value="Воспитатель"' in page) == (
        True,
        True,
        True,
    )
    assert "report" not in response.context


@pytest.mark.parametrize("asked", [{"experience": "99999"}, {"category": "genius"}, {"form": "шабаш"}, {"age": "x\0"}])
def test_a_choice_that_does_not_exist_shows_no_figures(opened: Open, head: User, asked: dict[str, str]) -> None:
    response = opened(head, **asked)

    assert (response.status_code, list(response.context["asked"].choice.errors)) == (200, list(asked))
    assert "report" not in response.context


def test_a_post_that_nobody_held_stays_chosen(opened: Open, head: User, teacher: User) -> None:
    response = opened(head, position="Тьютор")

    assert response.context["sentence"] == "В 2024/25 году под такой отбор никто не подходит"


def test_a_year_is_changed_and_the_choice_kept(opened: Open, head: User, teacher: User) -> None:
    years = opened(head, position="Воспитатель", page="3").context["years"]

    assert all("position=%D0%92" in year.url and "page" not in year.url for year in years)


# --- The way to it ---


@pytest.mark.parametrize(("reader", "shown"), [("head", True), ("methodist", True), ("teacher", False)])
@pytest.mark.parametrize("which", ["home", "more"])
def test_those_who_read_reports_find_them(
    sign_in: SignIn, request: pytest.FixtureRequest, reader: str, which: str, shown: bool
) -> None:
    response = sign_in(request.getfixturevalue(reader)).get(reverse(which))

    assert (reverse("reports:staff-development") in response.content.decode()) is shown
