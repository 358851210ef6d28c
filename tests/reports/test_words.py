"""What the report says first."""

import datetime as dt

import pytest
from django.utils import translation

from reports.staff_development import words
from reports.staff_development.period import Period
from reports.staff_development.report import Material, Report
from reports.staff_development.rows import Figures, Row
from teachers.models import Kindergarten
from tests.reports.conftest import PERIOD, report_on

AUTUMN = Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31))


def person(number: int, took_part: bool) -> Row:
    attended = {"lounge": 1} if took_part else {}
    figures = Figures(people=1, took_part=int(took_part))
    return Row(number, "Анина", ("Воспитатель",), None, None, 5, 40, (), attended, {}, {}, figures)


def report_of(kindergarten: Kindergarten, took_part: int, people: int, period: Period = PERIOD) -> Report:
    material = Material.read(kindergarten, period)
    everyone = [person(number, number < took_part) for number in range(people)]
    return Report(Material(kindergarten, period, everyone, material.bands, material.forms))


@pytest.mark.parametrize(
    ("took_part", "people", "sentence"),
    [
        (21, 24, "В 2024/25 году участвовали 21 из 24 педагогов"),
        (2, 21, "В 2024/25 году участвовали 2 из 21 педагога"),
        (5, 5, "В 2024/25 году участвовали 5 из 5 педагогов"),
        (1, 24, "В 2024/25 году участвовал один из 24 педагогов"),
        (0, 24, "В 2024/25 году из 24 педагогов пока никто не участвовал"),
        (0, 0, "В 2024/25 году педагогов здесь не было"),
    ],
)
def test_the_sentence_comes_first(kindergarten: Kindergarten, took_part: int, people: int, sentence: str) -> None:
    assert words.sentence(report_of(kindergarten, took_part, people)) == sentence


def test_the_same_in_english(kindergarten: Kindergarten) -> None:
    with translation.override("en"):
        assert words.sentence(report_of(kindergarten, 21, 24)) == "In 2024/25 21 of 24 teachers took part"


def test_a_period_that_is_no_school_year_is_told_by_its_days(kindergarten: Kindergarten) -> None:
    sentence = words.sentence(report_of(kindergarten, 2, 3, AUTUMN))

    assert sentence == "С 1 сентября 2024 по 31 декабря 2024 участвовали 2 из 3 педагогов"


def test_a_choice_that_fits_nobody_is_told_as_such(kindergarten: Kindergarten) -> None:
    report = report_on(kindergarten, position="Тьютор")

    assert words.sentence(report) == "В 2024/25 году под такой отбор никто не подходит"


def test_a_choice_is_told_in_words(kindergarten: Kindergarten) -> None:
    report = report_on(kindergarten, position="Тьютор", experience="none", category="first", form="lounge")

    assert words.chosen(report) == ["стаж: не указано", "Тьютор", "первая категория", "Педагогическая гостиная"]
