"""The rows narrowed, added up and grouped."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from reports.staff_development.groups import NONE
from reports.staff_development.report import Report
from reports.staff_development.rows import Figures
from teachers.models import Band, BandSet, CategoryRecord, Employment, Kindergarten, Position, User
from tests.factories import make_user
from tests.reports.conftest import PERIOD, attend, hold, report_on


def groups(report: Report, code: str) -> dict[str, tuple[int, int]]:
    """Groups that hold somebody: label -> (who took part, how many people)."""
    found = report.dimensions[code].groups(report.rows)
    return {g.label: (g.figures.took_part, g.figures.people) for g in found if g.figures.people}


def began(person: User, year: int) -> User:
    person.profile.work_began_on = dt.date(year, 1, 1)
    person.profile.save()
    return person


def born(person: User, year: int) -> User:
    person.profile.birth_year = year
    person.profile.save()
    return person


def names(report: Report) -> list[str]:
    return [row.name.split()[0] for row in report.rows]


def band(label: str) -> str:
    return str(Band.objects.get(label=label).pk)


@pytest.fixture
def three(kindergarten: Kindergarten) -> list[User]:
    """Анина with a year's experience, Бодрова with twelve, Ветрова of whom nothing is known."""
    known = [make_user(kindergarten, last_name=name, first_name="Яна") for name in ("Анина", "Бодрова", "Ветрова")]
    began(known[0], 2024)
    began(known[1], 2013)
    return known


def test_totals_add_up(kindergarten: Kindergarten, three: list[User], outsider: User) -> None:
    attend(three[0], outsider, hours=1.5)
    attend(three[1], outsider, hours=2)
    hold(three[1])

    totals = report_on(kindergarten).totals

    assert totals == Figures(people=3, took_part=2, held=1, attended=2, hosted=1, hours=3.5)


def test_nobody_adds_up_to_nothing(kindergarten: Kindergarten) -> None:
    totals = report_on(kindergarten).totals

    assert (totals, totals.share) == (Figures(), None)


def test_holding_is_taking_part(kindergarten: Kindergarten, three: list[User]) -> None:
    hold(three[0])

    totals = report_on(kindergarten).totals

    assert (totals.took_part, totals.share) == (1, 1 / 3)


def test_people_are_grouped_by_experience(kindergarten: Kindergarten, three: list[User], outsider: User) -> None:
    attend(three[1], outsider)

    assert groups(report_on(kindergarten), "experience") == {
        "до 3 лет": (0, 1),
        "от 10 до 15 лет": (1, 1),
        "не указано": (0, 1),
    }


def test_another_set_of_bands_can_be_chosen(kindergarten: Kindergarten, three: list[User]) -> None:
    methodical = BandSet.objects.get(name="Методические этапы")

    report = report_on(kindergarten, experience_set=str(methodical.pk))

    assert groups(report, "experience") == {
        "вхождение в профессию": (0, 1),
        "мастерство": (0, 1),
        "не указано": (0, 1),
    }
    assert report.band_sets == ["Методические этапы", "85-К, возраст"]


def test_a_set_of_another_measure_is_not_taken(kindergarten: Kindergarten, three: list[User]) -> None:
    of_age = BandSet.objects.get(name="85-К, возраст")

    assert report_on(kindergarten, experience_set=str(of_age.pk)).band_sets[0] == "85-К, педагогический стаж"


def test_bands_are_data(kindergarten: Kindergarten, three: list[User]) -> None:
    Band.objects.filter(label="до 3 лет").update(label="начинающие")

    assert "начинающие" in groups(report_on(kindergarten), "experience")


def test_a_report_without_any_bands_groups_nobody(kindergarten: Kindergarten, three: list[User]) -> None:
    BandSet.objects.all().delete()

    assert groups(report_on(kindergarten), "age") == {"не указано": (0, 3)}


def test_people_are_grouped_by_age(kindergarten: Kindergarten, three: list[User]) -> None:
    born(three[0], 1999)  # 25 on 1 January 2025
    born(three[1], 2000)

    assert groups(report_on(kindergarten), "age") == {"моложе 25 лет": (0, 1), "25–29": (0, 1), "не указано": (0, 1)}


def test_categories_on_top_of_the_highest_stand_in_two_lines(kindergarten: Kindergarten, three: list[User]) -> None:
    for kind in ("highest", "teacher_mentor"):
        CategoryRecord.objects.create(user=three[0], kind=kind, assigned_on=dt.date(2024, 1, 1))

    assert groups(report_on(kindergarten), "category") == {
        "высшая категория": (0, 1),
        "педагог-наставник": (0, 1),
        "без категории": (0, 2),
    }


def test_a_person_with_two_posts_stands_in_two_lines_and_once_in_the_total(
    kindergarten: Kindergarten, three: list[User]
) -> None:
    post = Position.objects.get(name="Педагог-психолог")
    Employment.objects.create(user=three[0], kindergarten=kindergarten, position=post)

    report = report_on(kindergarten)

    assert groups(report, "position") == {"Воспитатель": (0, 3), "Педагог-психолог": (0, 1)}
    assert report.totals.people == 3


def test_empty_bands_are_groups_too(kindergarten: Kindergarten, three: list[User]) -> None:
    report = report_on(kindergarten)

    assert len(list(report.dimensions["experience"].groups(report.rows))) == 7


CHOICES: list[tuple[Callable[[], dict[str, str]], list[str]]] = [
    (lambda: {}, ["Анина", "Бодрова", "Ветрова"]),
    (lambda: {"experience": band("до 3 лет")}, ["Анина"]),
    (lambda: {"experience": band("мастерство")}, ["Бодрова"]),
    (lambda: {"experience": NONE}, ["Ветрова"]),
    (lambda: {"age": NONE}, ["Анина", "Бодрова", "Ветрова"]),
    (lambda: {"age": band("25–29")}, []),
    (lambda: {"category": "first"}, ["Бодрова"]),
    (lambda: {"category": NONE}, ["Анина", "Ветрова"]),
    (lambda: {"position": "Воспитатель"}, ["Анина", "Бодрова", "Ветрова"]),
    (lambda: {"position": "Методист"}, []),
    (lambda: {"experience": band("до 3 лет"), "category": "first"}, []),
]


@pytest.mark.parametrize(("choice", "expected"), CHOICES)
def test_a_choice_narrows_the_rows(
    kindergarten: Kindergarten, three: list[User], choice: Callable[[], dict[str, str]], expected: list[str]
) -> None:
    CategoryRecord.objects.create(user=three[1], kind="first", assigned_on=dt.date(2024, 1, 1))

    assert names(report_on(kindergarten, PERIOD, **choice())) == expected


def test_a_form_narrows_the_events_and_keeps_the_people(
    kindergarten: Kindergarten, three: list[User], outsider: User
) -> None:
    attend(three[0], outsider, form_code="lounge", hours=1)
    attend(three[1], outsider, form_code="trial", hours=2)
    hold(three[2], form_code="trial")

    totals = report_on(kindergarten, form="lounge").totals

    assert (totals.people, totals.took_part, totals.attended, totals.hosted, totals.hours) == (3, 1, 1, 0, 1)


def test_forms_that_occurred_are_counted_in_their_order(
    kindergarten: Kindergarten, three: list[User], outsider: User
) -> None:
    attend(three[0], outsider, form_code="trial")
    attend(three[1], outsider, form_code="master-class")
    attend(three[1], outsider, form_code="master-class")
    hold(three[2], form_code="trial")

    uses = report_on(kindergarten).forms_used

    assert [(use.form.code, use.attended, use.hosted) for use in uses] == [("master-class", 2, 0), ("trial", 1, 1)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_database_is_asked_the_same_whatever_the_people(
    kindergarten: Kindergarten, outsider: User, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        attend(make_user(kindergarten), outsider)

    with django_assert_num_queries(4):
        report = report_on(kindergarten)
        assert report.totals.attended == number
        assert len(report.dimensions) == 4
