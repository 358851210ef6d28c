"""What is typed into an address by hand breaks nothing."""

import pytest

from common.typed import typed_id, typed_text


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), (None, 0), ("", 0), ("-1", 0), ("1.5", 0), ("Щ", 0), ("9" * 19, 0)]
)
def test_an_id_is_a_number_or_nothing(text: str | None, number: int) -> None:
    assert typed_id(text) == number


@pytest.mark.parametrize(("text", "kept"), [(" а\0б ", "аб"), (None, ""), ("абвг", "абв")])
def test_words_lose_what_no_database_keeps(text: str | None, kept: str) -> None:
    assert typed_text(text, 3) == kept
