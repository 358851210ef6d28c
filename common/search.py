"""Russian words found in any form, letter case and with е or ё, alike on both databases.

A row keeps the stems of its words in a column of its own (`StemsField`), and `column__mentions="круги"` finds rows that
hold every word of the query; the last word may be unfinished. PostgreSQL answers from an index on the same stems as a
tsvector, SQLite looks for them one by one. `similar_words` is for what was mistyped.

The stems go into the tsvector as they are (`array_to_tsvector`), not through a parser of PostgreSQL: so both databases
agree on what a word is.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeAlias

import snowballstemmer
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
MOST_WORDS = 12
ALIKE_FROM, ALIKE_WITHIN = 0.25, 0.1

Sql: TypeAlias = tuple[str, tuple[str | int, ...]]


def words_of(text: str) -> list[str]:
    """The words of a text in their order: small letters, е for ё, nothing but letters and figures."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    return [word[:LONGEST_WORD] for word in WORD.findall(folded)]


# Words that say little and are in every text, so nobody means them.
SMALL = frozenset(
    words_of("без в во для до за и из или к как ко на над не о об от по под при про с со у что чтобы это")
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    # A stemmer keeps the word it works on, so threads may not share one.
    found: str = snowballstemmer.stemmer("russian").stemWord(word)
    return found


def stems_of(*texts: str) -> str:
    """Stems of all the words, each once, with a space before and after each: what a StemsField holds."""
    stems = dict.fromkeys(stem(word) for text in texts for word in words_of(text))
    return f" {' '.join(stems)} " if stems else ""


def stems_of_query(query: str) -> list[str]:
    """Stems that a row must hold, at most twelve; small words count only when there are no others."""
    words = words_of(query)
    telling = [word for word in words if word not in SMALL] or words
    return list(dict.fromkeys(stem(word) for word in telling))[:MOST_WORDS]


class StemsField(models.TextField):
    """Text as `stems_of` writes it. To a migration it is a plain text."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def vector_of(column: str) -> str:
    """The SQL of a column of stems as a tsvector: the index and the question must write it alike."""
    return f"array_to_tsvector(string_to_array(btrim({column}), ' '))"


@StemsField.register_lookup
class Mentions(Lookup):
    """`column__mentions=query`; a query without a word finds nothing."""

    lookup_name = "mentions"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, params = compiler.compile(self.lhs)
        if not (stems := stems_of_query(str(self.rhs))):
            return "1 = 0", ()
        # The last word may go on; the others end where they end.
        sought = [f" {word} " for word in stems[:-1]] + [f" {stems[-1]}"]
        condition = " AND ".join(f"instr({column}, %s) > 0" for _ in sought)
        return condition, tuple(value for word in sought for value in (*params, word))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, params = compiler.compile(self.lhs)
        if not (stems := stems_of_query(str(self.rhs))):
            return "false", ()
        query = " & ".join(f"'{word}'" for word in stems) + ":*"
        return f"{vector_of(column)} @@ %s::tsquery", (*params, query)


@StemsField.register_lookup
class HoldsAny(Lookup):
    """`column__holds_any=[stems]`: at least one of the stems stands there, whole."""

    lookup_name = "holds_any"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, params = compiler.compile(self.lhs)
        condition = " OR ".join(f"instr({column}, %s) > 0" for _ in self.rhs)
        return f"({condition})", tuple(value for word in self.rhs for value in (*params, f" {word} "))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        column, params = compiler.compile(self.lhs)
        return f"{vector_of(column)} @@ %s::tsquery", (*params, " | ".join(f"'{word}'" for word in self.rhs))


def trigrams(word: str) -> frozenset[str]:
    """As PostgreSQL's pg_trgm cuts a word: two spaces before, one behind."""
    padded = f"  {word} "
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2))


def similarity(left: str, right: str) -> float:
    """From 0 to 1, as pg_trgm counts it: the trigrams they share among all they have."""
    a, b = trigrams(left), trigrams(right)
    return len(a & b) / len(a | b)


def similar_words(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words of the vocabulary most like the given one, the most alike first; none when nothing is near."""
    alike = [(similarity(word, known), known) for known in vocabulary]
    best = max((share for share, _ in alike), default=0)
    floor = max(ALIKE_FROM, best - ALIKE_WITHIN)
    return [known for share, known in sorted(alike, reverse=True) if share >= floor]
