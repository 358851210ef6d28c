"""A start that would oversell seats is refused: `manage.py migrate` and `check --database default` run this."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections, transaction

SAFE = "read committed"
WRONG_ISOLATION = "events.E001"


@register(Tags.database)
def seats_need_read_committed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Under any other isolation level the count of seats is older than the wait for the event's lock."""
    levels = {alias: isolation_level(alias) for alias in databases or [] if connections[alias].vendor == "postgresql"}
    return [
        Error(
            f"Database {alias!r} works at {level.upper()}: the last seat of an event would be sold twice.",
            hint="Remove isolation_level from DATABASE_URL and default_transaction_isolation from the server.",
            id=WRONG_ISOLATION,
        )
        for alias, level in levels.items()
        if level != SAFE
    ]


def isolation_level(alias: str) -> str:
    """What a transaction really gets, whether the settings, the role, the database or the server asked for it."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return str(cursor.fetchone()[0])
