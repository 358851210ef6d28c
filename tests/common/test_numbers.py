"""Hours: one way of writing them for pages and papers."""

from decimal import Decimal

import pytest
from django.utils import translation

from common.templatetags.ui import hours


@pytest.mark.parametrize(
    ("number", "words"),
    [("0.75", "0,75 ч"), ("1.50", "1,5 ч"), ("2.00", "2 ч"), ("10", "10 ч"), ("1200.25", "1200,25 ч")],
)
def test_hours_end_with_no_noughts(number: str, words: str) -> None:
    assert hours(Decimal(number)) == words


def test_hours_in_english() -> None:
    with translation.override("en"):
        assert hours(Decimal("0.75")) == "0.75 h"
