"""Writing into the outbox: the row is the message, in the caller's own transaction."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Expression, F, Model, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from notifications.kinds import kind_named
from notifications.models import Message
from teachers.models import User

ROWS_AT_ONCE = 500


def notify(person: User, kind: str, *, subject: Model, **details: Any) -> None:
    """Puts one message to `person` into the outbox; see `notify_all` for the details."""
    notify_all([person], kind, subject=subject, **details)


def notify_all(
    people: Iterable[User],
    kind: str,
    *,
    subject: Model,
    occurrence: str = "",
    due_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Puts a message to each of `people` into the outbox; the same kind, subject and occurrence is put only once.

    A subject with a `kindergarten_id` shows the message to that kindergarten's methodists. Publishes nothing to
    the broker: the sweep finds the row, so a frozen broker costs the caller nothing. Raises KeyError for a kind
    that is not registered.
    """
    kind_named(kind)
    put(
        Message(
            recipient=person,
            kindergarten_id=getattr(subject, "kindergarten_id", None),
            kind=kind,
            subject_id=subject.pk,
            data=dict(data or {}),
            unique_key=unique_key(kind, subject.pk, occurrence, person.pk, Message.Channel.EMAIL),
            due_at=due_at or timezone.now(),
            expires_at=expires_at,
        )
        for person in people
    )


def put(messages: Iterable[Message]) -> int:
    """Writes messages whose keys are not there yet; says how many were given."""
    return len(Message.objects.bulk_create(messages, batch_size=ROWS_AT_ONCE, ignore_conflicts=True))


def unique_key(kind: str, subject_pk: int, occurrence: str, person_pk: int, channel: str) -> str:
    return f"{kind}:{subject_pk}:{occurrence}:{person_pk}:{channel}"


def unique_key_in_sql(kind: str, *, subject: str, occurrence: list[str | Value], person: str) -> Expression:
    """The same key made by the database from columns, so that a producer asks only for what is not written yet.

    A column of time is written as the database writes it: the row and the question use the same words.
    """
    parts = [F(part) if isinstance(part, str) else part for part in occurrence]
    between = Value(":")
    pieces = [Value(kind), between, F(subject), between, *parts, between, F(person), between]
    as_text = [piece if isinstance(piece, Value) else Cast(piece, TextField()) for piece in pieces]
    return Concat(*as_text, Value(Message.Channel.EMAIL.value), output_field=TextField())
