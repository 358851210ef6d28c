"""Russian is complete: everything the product says has its words, and the compiled catalogue is fresh."""

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from tests import catalogue


def test_everything_said_stands_in_the_catalogue() -> None:
    ours = {catalogue.key(entry) for entry in catalogue.read() if not catalogue.is_borrowed(entry)}

    assert ours == catalogue.said()


def test_everything_is_translated() -> None:
    assert catalogue.untranslated(catalogue.read()) == []


def test_nothing_is_left_unsure() -> None:
    assert [entry.msgid for entry in catalogue.read() if entry.fuzzy] == []


def test_the_compiled_catalogue_is_fresh() -> None:
    assert catalogue.PO.with_suffix(".mo").read_bytes() == catalogue.compiled(catalogue.read())


def test_placeholders_survive_translation() -> None:
    lost = [entry.msgid for entry in catalogue.read() if catalogue.placeholders_differ(entry)]

    assert lost == []


@pytest.mark.parametrize(
    ("number", "words"), [(1, "осталось 1 место"), (3, "осталось 3 места"), (11, "осталось 11 мест")]
)
def test_three_plural_forms(number: int, words: str) -> None:
    with translation.override("ru"):
        assert ngettext("%(n)s seat left", "%(n)s seats left", number) % {"n": number} == words
