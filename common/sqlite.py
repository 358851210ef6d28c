"""Teaches every SQLite connection what it lacks in Russian: letter case beyond ASCII and ё beside е.

PostgreSQL built with ICU has both: the first migration makes a collation of the same name there, so one model
field serves both.
"""

import re
from functools import lru_cache
from sqlite3 import Connection

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

RUSSIAN = "russian"


def russian_key(text: str) -> tuple[str, str]:
    """Sorts as the collation does: without letter case, ё beside е."""
    folded = text.casefold()
    return folded.replace("ё", "е"), folded


def _collate(left: str, right: str) -> int:
    a, b = russian_key(left), russian_key(right)
    return (a > b) - (a < b)


@lru_cache(maxsize=256)
def _like_pattern(pattern: str, escape: str) -> re.Pattern[str]:
    parts, characters = [], iter(pattern)
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(character) or re.escape(character))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _like(pattern: object, value: object, escape: str = "\0") -> bool | None:
    if pattern is None or value is None:
        return None
    return _like_pattern(str(pattern), escape).fullmatch(str(value)) is not None


@receiver(connection_created, dispatch_uid="common.sqlite.teach_russian")
def teach_russian(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Registers LIKE, UPPER, LOWER and the Russian collation on a new SQLite connection."""
    if connection.vendor != "sqlite":
        return
    raw: Connection = connection.connection
    for arguments in (2, 3):
        raw.create_function("like", arguments, _like, deterministic=True)
    raw.create_function("upper", 1, lambda text: text.upper() if isinstance(text, str) else text, deterministic=True)
    raw.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text, deterministic=True)
    raw.create_collation(RUSSIAN, _collate)
