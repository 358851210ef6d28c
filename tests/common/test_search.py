"""Stems, and words that are alike."""

import pytest

from common.search import similar_words, similarity, stems_of, stems_of_query


def test_every_word_is_kept_once_as_its_stem() -> None:
    assert stems_of("Утренний круг", "Круги. И ещё круг!") == " утрен круг и ещ "


def test_a_text_without_words_is_empty() -> None:
    assert (stems_of("", "—!?"), stems_of_query(" %_' ")) == ("", [])


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Ёлка", "ЕЛКИ"),
        ("Светлова", "Светловой"),
        ("мастер-класс", "мастер классы"),
        ("семи\N{COMBINING BREVE}", "семй"),
    ],
)
def test_forms_of_a_word_meet_in_one_stem(one: str, another: str) -> None:
    assert stems_of(one) == stems_of(another)


def test_small_words_are_meant_only_alone() -> None:
    assert (stems_of_query("круг в группе"), stems_of_query("без")) == (["круг", "групп"], ["без"])


def test_a_long_query_is_cut() -> None:
    assert len(stems_of_query(" ".join(f"слово{n}" for n in range(1000)))) == 12


def test_likeness_is_counted_as_postgresql_counts_it() -> None:
    """`select similarity('word', 'two')` in the manual of pg_trgm."""
    assert similarity("word", "words") == pytest.approx(4 / 7)
    assert similarity("круг", "круг") == 1


def test_the_most_alike_come_first_and_strangers_do_not_come() -> None:
    assert similar_words("адоптац", ["музык", "адаптац", "адаптив"]) == ["адаптац"]
    assert similar_words("щщщщ", ["музык", "адаптац"]) == []
