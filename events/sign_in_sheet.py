"""The sheet on which those who came sign, for a hall without a connection; the marks are entered afterwards."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.documents import render_pdf
from events import times
from events.marks import expected_at
from events.models import Event, Meeting, Registration
from teachers.models import Employment

TEMPLATE = Path(__file__).with_name("sign_in_sheet.typ")
EMPTY_ROWS = 5


def sign_in_sheet(event: Event, meeting: Meeting) -> bytes:
    """One meeting's list as PDF, in the language now spoken: those expected by surname, then rows for guests."""
    expected = expected_at(meeting).select_related("teacher", "kindergarten").order_by("teacher__last_name", "pk")
    rows = list(expected)
    posts = _posts(rows)
    data = {
        "language": (get_language() or "ru")[:2],
        "words": _words(),
        "organisation": event.kindergarten.name,
        "title": event.title,
        "facts": [fact for fact in _facts(event, meeting) if fact[1]],
        "rows": [[row.teacher.get_full_name(), _about(row, event, posts)] for row in rows],
        "empty_rows": EMPTY_ROWS,
    }
    return render_pdf(TEMPLATE, data)


def _words() -> dict[str, Any]:
    return {
        "title": _("Sign-in sheet"),
        "columns": [_("No."), _("Full name"), _("Position"), _("Signature")],
        "host": _("Host"),
    }


def _facts(event: Event, meeting: Meeting) -> list[tuple[str, str]]:
    """What stands above the table; a fact that is not known has no words and is left out."""
    return [
        (_("Form"), event.form.name),
        (_("When"), times.in_words(meeting.starts_at, meeting.ends_at, event)),
        (_("Stream"), meeting.stream.name if meeting.stream else ""),
        (_("Topic"), meeting.topic),
        (_("Place"), meeting.place.name if meeting.place else ""),
        (_("Host"), event.host.get_full_name()),
    ]


def _posts(rows: list[Registration]) -> dict[int, list[str]]:
    """{person: positions held today}."""
    posts = defaultdict(list)
    held = Employment.objects.filter(user__in=[row.teacher_id for row in rows]).current()
    for person, position in held.values_list("user", "position__name").distinct().order_by("position__name"):
        posts[person].append(position)
    return posts


def _about(row: Registration, event: Event, posts: dict[int, list[str]]) -> str:
    """Positions, and for a guest the kindergarten they come from."""
    is_guest = row.kindergarten is not None and row.kindergarten_id != event.kindergarten_id
    return ", ".join([*posts[row.teacher_id], *([str(row.kindergarten)] if is_guest else [])])
