"""Two tabs on one event: what it is in words, and what has changed since somebody began to read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events import times
from events.models import CoHost, Event, Meeting, Offer
from teachers.models import User

SALT = "events.versions"
FIELDS = (
    "form",
    "title",
    "description",
    "place",
    "online_url",
    "capacity",
    "audience",
    "quotas_until",
    "question",
    "to_bring",
    "outcome",
)
ROWS = {
    "meetings": _("when it meets"),
    "streams": _("streams"),
    "offers": _("kindergartens it is offered to"),
    "cohosts": _("second hosts"),
}
# Everything that a sheet shows of an event besides its own row.
SHEET_ROWS = (
    Prefetch("meetings", Meeting.objects.select_related("place", "stream")),
    Prefetch("streams"),
    Prefetch("offers", Offer.objects.select_related("kindergarten")),
    Prefetch("cohosts", CoHost.objects.select_related("person")),
)


class Outrun(Exception):
    """Somebody has saved the event after it was read; `event` is as it is now, and nothing was written."""

    def __init__(self, event: Event) -> None:
        super().__init__(event.pk)
        self.event = event


@dataclass(frozen=True)
class Change:
    """One field: what it said when the page was opened, and what it says now."""

    name: str
    label: str
    was: str
    became: str


def check(event: Event, version: int | None) -> None:
    """Raises Outrun when the event is not the one that was read."""
    if event.version != version:
        raise Outrun(event)


def claim(event: Event, version: int | None, *, by: User) -> None:
    """Counts one more change of an event whose row is locked; raises Outrun when it is not the one that was read."""
    check(event, version)
    event.save(update_fields=count(event, by=by))


def count(event: Event, *, by: User) -> list[str]:
    """One more change of an event whose row is locked; the names of what is to be saved with it."""
    event.version += 1
    event.changed_at, event.changed_by = timezone.now(), by
    return ["version", "changed_at", "changed_by"]


def opened(event: Event) -> str:
    """What the event says, to be sent along with a form and given to `changes_since`."""
    return signing.dumps(in_words(event), salt=SALT, compress=True)


def changes_since(opened_as: str, event: Event) -> list[Change]:
    """What differs from the event as it was opened; nothing when that is not known."""
    try:
        was: Mapping[str, str] = signing.loads(opened_as, salt=SALT)
    except signing.BadSignature:
        return []
    now = in_words(event)
    return [Change(name, label(name), was.get(name, ""), now[name]) for name in now if now[name] != was.get(name, "")]


def label(name: str) -> str:
    return str(ROWS[name] if name in ROWS else Event._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def in_words(event: Event) -> dict[str, str]:
    """{field: what it says}; of a new event, nothing."""
    if event._state.adding:
        return {}
    prefetch_related_objects([event], *SHEET_ROWS)
    return {name: _said(event, name) for name in FIELDS} | {
        "meetings": "\n".join(_meeting(meeting) for meeting in event.meetings.all()),
        "streams": "\n".join(_with_number(stream.name, stream.capacity) for stream in event.streams.all()),
        "offers": "\n".join(_with_number(str(offer.kindergarten), offer.quota) for offer in event.offers.all()),
        "cohosts": "\n".join(cohost.person.get_full_name() for cohost in event.cohosts.all()),
    }


def _said(event: Event, name: str) -> str:
    value: Any = event.get_audience_display() if name == "audience" else getattr(event, name)
    if name == "quotas_until" and value:
        return date_format(timezone.localtime(value), "j E Y, H:i")
    return "" if value is None else str(value)


def _meeting(meeting: Meeting) -> str:
    parts = [times.in_words(meeting.starts_at, meeting.ends_at), meeting.stream, meeting.place, meeting.topic]
    return " · ".join(str(part) for part in parts if part)


def _with_number(name: str, number: int | None) -> str:
    return f"{name}: {number}" if number else name
