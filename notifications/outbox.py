"""Writing into the outbox: the row is the message, in the caller's own transaction."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone

from notifications.kinds import kind_named
from notifications.models import Message
from teachers.models import User


def notify(
    person: User,
    kind: str,
    *,
    subject: Model,
    occurrence: str = "",
    due_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Puts one message to `person` into the outbox; the same kind, subject and occurrence is put only once.

    Publishes nothing to the broker: the sweep finds the row, so a frozen broker costs the caller nothing.
    Raises KeyError for a kind that is not registered.
    """
    kind_named(kind)
    message = Message(
        recipient=person,
        kind=kind,
        subject_id=subject.pk,
        data=dict(data or {}),
        unique_key=unique_key(kind, subject.pk, occurrence, person.pk, Message.Channel.EMAIL),
        due_at=due_at or timezone.now(),
        expires_at=expires_at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def unique_key(kind: str, subject_pk: int, occurrence: str, person_pk: int, channel: str) -> str:
    return f"{kind}:{subject_pk}:{occurrence}:{person_pk}:{channel}"
