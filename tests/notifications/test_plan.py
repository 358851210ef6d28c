"""What the sweep asks stays cheap when the outbox is long."""

import pytest
from django.db import connection
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import put
from teachers.models import User

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans of PostgreSQL"),
]


def test_what_is_due_is_found_by_the_index_of_what_waits(teacher: User) -> None:
    put(Message(recipient=teacher, kind="old", subject_id=n, unique_key=f"{n}", state="sent") for n in range(20_000))
    put(Message(recipient=teacher, kind="new", subject_id=n, unique_key=f"new {n}") for n in range(10))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")

    plan = Message.objects.due(timezone.now()).values("pk")[:50].explain()

    assert "messages_waiting" in plan
    assert "Sort" not in plan
