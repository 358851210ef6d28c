"""The lines that `make bench` prints."""

import pytest

from bench.figures import Figure, at_least, at_most, no_less, within


def test_a_line_says_what_beside_what_and_whether_it_is_enough() -> None:
    assert str(at_least("list, requests/s", [170, 180, 190], [240, 250, 260], 0.6)) == (
        "list, requests/s | 180 | 250 | 0.72 | ≥ 0.6 | ok"
    )


@pytest.mark.parametrize(
    "figure",
    [
        at_least("too slow", [100], [250], 0.6),
        at_most("too long", [1.6], [1.0], 1.5),
        within("too many", 9, 8),
        within("too much", 201, 200, beside=45),
    ],
    ids=lambda figure: figure.what,
)
def test_what_misses_its_mark_falls_short(figure: Figure) -> None:
    assert str(figure).endswith("short")


@pytest.mark.parametrize(
    "figure",
    [at_least("just", [150], [250], 0.6), at_most("just", [1.5], [1.0], 1.5), within("just", 8, 8)],
)
def test_a_mark_just_met_is_met(figure: Figure) -> None:
    assert str(figure).endswith("ok")


def test_what_stands_beside_nothing_has_no_ratio() -> None:
    assert str(within("queries", 7, 8)) == "queries | 7 | – | – | ≤ 8 | ok"


def test_a_rate_is_held_against_a_limit_of_its_own() -> None:
    assert str(no_less("feed", [40.0, 60.0, 80.0], 50)) == "feed | 60 | – | – | ≥ 50 | ok"
    assert not no_less("feed", [40.0, 49.0, 80.0], 50).is_met
