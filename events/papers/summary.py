"""«Справка о событии»: what it was, who took part for how long, what came out of it."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.documents import render_docx, render_pdf
from events.models import Event, Registration
from events.papers.words import common_facts, days, hosts_of, hours, posts_of

HERE = Path(__file__).parent


def summary_pdf(event: Event) -> bytes:
    return render_pdf(HERE / "summary.typ", summary_of(event))


def summary_docx(event: Event) -> bytes:
    return render_docx(HERE / "summary.docx", summary_of(event))


def summary_of(event: Event) -> dict[str, Any]:
    """The words of the paper, in the language now spoken, at the kindergarten's own time."""
    with timezone.override(ZoneInfo(event.kindergarten.time_zone)):
        people = _people(event)
        materials = list(event.materials.all())
        return common_facts(event) | {
            "words": _words(),
            "event": event.title,
            "facts": [fact for fact in _facts(event, people) if fact["value"]],
            "programme": [_line(number, item) for number, item in enumerate(event.agenda.all(), start=1)],
            "people": _rows(people),
            "outcome": [line for line in event.summary.splitlines() if line.strip()],
            "product": [material.title for material in materials if material.is_product],
            "materials": [material.title for material in materials if not material.is_product],
            "host": event.host.get_short_name(),
        }


def _words() -> dict[str, Any]:
    return {
        "title": _("Summary of an event"),
        "programme": _("Programme"),
        "programme_columns": [_("No."), _("What happened"), _("Who did it"), _("Minutes")],
        "people": _("Who took part"),
        "people_columns": [_("No."), _("Surname and name"), _("Position"), _("Hours")],
        "nobody": _("Nobody took part."),
        "outcome": _("What came out of it"),
        "not_written": _("The host has not written it yet."),
        "product": _("Product"),
        "materials": _("Materials"),
        "host": _("Host"),
        "made": _("Made on"),
    }


def _people(event: Event) -> list[Registration]:
    attended = event.registrations.attended().select_related("teacher", "kindergarten")
    return list(attended.order_by("teacher__last_name", "teacher__first_name", "pk"))


def _facts(event: Event, people: list[Registration]) -> list[dict[str, str]]:
    hosts, meetings = hosts_of(event), list(event.meetings.all())
    total = sum((row.hours or Decimal(0) for row in people), Decimal(0))
    number = ngettext("%(n)s person", "%(n)s people", len(people)) % {"n": len(people)}
    facts = [
        (_("Form"), event.form.name),
        (_("Date") if len(meetings) == 1 else _("Dates"), "; ".join(days(meetings))),
        (_("Place"), event.place.name if event.place else _("from afar") if event.online_url else ""),
        (_("Host") if len(hosts) == 1 else _("Hosts"), ", ".join(host.get_full_name() for host in hosts)),
        (_("About"), " ".join(event.description.split())),
        (_("Took part"), number),
        (_("Hours of all together"), hours(total)),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def _line(number: int, item: Any) -> list[str]:
    return [str(number), item.title, item.role, str(item.minutes or "")]


def _rows(people: list[Registration]) -> list[list[str]]:
    posts = posts_of(row.teacher_id for row in people)
    return [
        [str(number), row.teacher.get_full_name(), _about(row, posts), hours(row.hours)]
        for number, row in enumerate(people, start=1)
    ]


def _about(row: Registration, posts: dict[int, str]) -> str:
    """The post; of a guest also where they come from."""
    home = row.kindergarten
    guest = str(home) if home and home.pk != row.event.kindergarten_id else ""
    return ", ".join(filter(None, (posts.get(row.teacher_id, ""), guest)))
