"""«Справка об участии»: that a person was at an event, for how long; no document of further training."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from common.documents import render_docx, render_pdf
from common.numbers import hours_in_words
from events.models import Registration
from events.papers.words import common_facts, days, hosts_of, in_quotes, posts_of

HERE = Path(__file__).parent


def certificate_pdf(registration: Registration) -> bytes:
    return render_pdf(HERE / "certificate.typ", certificate_of(registration))


def certificate_docx(registration: Registration) -> bytes:
    return render_docx(HERE / "certificate.docx", certificate_of(registration))


def certificate_of(registration: Registration) -> dict[str, Any]:
    """The words of the paper, in the language now spoken, at the kindergarten's own time.

    Event hours are not hours of ПК (ФЗ-273, art. 76): the paper says so itself.
    """
    event, person = registration.event, registration.teacher
    with timezone.override(ZoneInfo(event.kindergarten.time_zone)):
        hosts, meetings = hosts_of(event), list(event.meetings.all())
        home = registration.kindergarten or event.kindergarten
        facts = [
            (_("Form"), event.form.name),
            (_("Date") if len(meetings) == 1 else _("Dates"), "; ".join(days(meetings))),
            (_("Length"), hours_in_words(registration.hours) if registration.hours else ""),
            (_("Place"), event.place.name if event.place else _("from afar") if event.online_url else ""),
            (_("Host") if len(hosts) == 1 else _("Hosts"), ", ".join(host.get_full_name() for host in hosts)),
        ]
        return common_facts(event) | {
            "words": _words(),
            "number": f"{event.pk}-{registration.pk}",
            "name": person.get_full_name(),
            "about": ", ".join(filter(None, (posts_of([person.pk]).get(person.pk, ""), home.name))),
            "event": in_quotes(event.title),
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "host": event.host.get_short_name(),
        }


def _words() -> dict[str, str]:
    return {
        "title": _("Certificate of participation"),
        "number": _("No."),
        "of": _("of the day"),
        "confirms": _("It confirms that the person named below took part"),
        "in": _("in the event of the educational coworking"),
        "not_training": _("This certificate is no document of further training; its hours do not count as such."),
        "host": _("Host"),
    }
