"""Pages of a long list: whether there is more, without counting."""

from typing import Any

import pytest

from common.paging import page_of
from teachers.models import Kindergarten
from tests.factories import make_kindergarten


@pytest.fixture(autouse=True)
def _five_rows(db: None) -> None:
    for number in range(5):
        make_kindergarten(f"k{number}", name=f"Сад {number}")


def names(number: str | None) -> list[str]:
    return [row.slug for row in page_of(Kindergarten.objects.order_by("slug"), number, 2)]


def test_shows_the_rows_of_the_page_asked_for() -> None:
    assert [names(None), names("2"), names("3")] == [["k0", "k1"], ["k2", "k3"], ["k4"]]


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "4", "²", "9" * 30])
def test_a_number_that_makes_no_sense_or_lies_past_the_end_is_the_first_page(number: str) -> None:
    assert names(number) == ["k0", "k1"]


@pytest.mark.parametrize(("number", "ways"), [("1", (False, True)), ("2", (True, True)), ("3", (True, False))])
def test_knows_whether_there_is_more(number: str, ways: tuple[bool, bool]) -> None:
    page = page_of(Kindergarten.objects.order_by("slug"), number, 2)

    assert (page.has_previous, page.has_next, page.has_other_pages) == (*ways, True)


def test_a_list_of_exactly_one_page_has_no_other() -> None:
    assert page_of(Kindergarten.objects.order_by("slug"), None, 5).has_other_pages is False


def test_a_page_is_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        names("2")
