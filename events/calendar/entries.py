"""One meeting as a calendar entry. Equal facts give equal lines, so each entry is written once and kept."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event

PRODUCT = "-//Methodical Coworking//Events//RU"


class Entry(NamedTuple):
    """Everything that an entry shows. `stamp` is when any of it changed last; `language` is the reader's."""

    uid: str
    event: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    title: str
    topic: str
    stream: str
    place: str
    host: str
    description: str
    to_bring: str
    outcome: str
    online_url: str
    status: str
    sequence: int
    stamp: dt.datetime
    language: str

    @property
    def summary(self) -> str:
        return self.title + "".join(f" · {part}" for part in (self.stream, self.topic) if part)

    @property
    def text(self) -> str:
        """Plain words for the program's own page of the entry."""
        labelled = (
            (_("Host"), self.host),
            (_("What to bring"), self.to_bring),
            (_("What you leave with"), self.outcome),
            (_("Join from afar"), self.online_url),
        )
        lines = [f"{label}: {words}" for label, words in labelled if words]
        return "\n\n".join(filter(None, ("\n".join(lines), self.description.replace("\r\n", "\n").strip())))


@lru_cache
def host_of_site() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def uid_of(meeting: int) -> str:
    """The same for as long as the meeting (its id) is there, whatever changes about it."""
    return f"meeting-{meeting}@{host_of_site()}"


def uid_of_slot(registration: int) -> str:
    return f"slot-{registration}@{host_of_site()}"


def status_of(state: str) -> str:
    if state == Event.State.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if state in Event.PUBLIC_STATES else "TENTATIVE"


@lru_cache(maxsize=20_000)
def vevent(entry: Entry, attendee: str = "") -> str:
    """The lines of the entry, each ending in CRLF; called in the entry's language.

    `attendee` is the address of the one person whom a letter with METHOD is sent to: nobody else's is ever written.
    """
    component = icalendar.Event()
    zone = ZoneInfo(entry.zone)
    component.add("uid", entry.uid)
    component.add("dtstamp", entry.stamp.astimezone(dt.UTC))
    component.add("last-modified", entry.stamp.astimezone(dt.UTC))
    component.add("sequence", entry.sequence)
    component.add("dtstart", entry.starts_at.astimezone(zone))
    component.add("dtend", entry.ends_at.astimezone(zone))
    component.add("summary", entry.summary)
    component.add("status", entry.status)
    component.add("url", settings.SITE_URL + reverse("events:detail", args=[entry.event]))
    component.add("organizer", _organizer(entry.host))
    for name, words in (("location", entry.place or entry.online_url), ("description", entry.text)):
        if words:
            component.add(name, words)
    if attendee:
        component.add("attendee", _attendee(attendee))
    return component.to_ical().decode()


def _organizer(name: str) -> icalendar.vCalAddress:
    """The host's name and an address that nobody reads: an answer from a calendar program goes nowhere."""
    organizer = icalendar.vCalAddress(f"mailto:noreply@{host_of_site()}")
    organizer.params["CN"] = name.replace('"', "")
    return organizer


def _attendee(address: str) -> icalendar.vCalAddress:
    """They have said on the site that they come, so the program need not ask."""
    attendee = icalendar.vCalAddress(f"mailto:{address}")
    attendee.params.update({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return attendee


def calendar(entries: list[Entry], *, name: str = "", method: str = "", attendee: str = "") -> str:
    """A whole calendar: its own lines, the time zones that its entries name, the entries."""
    head = icalendar.Calendar()
    head.add("prodid", PRODUCT)
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    if method:
        head.add("method", method)
    if name:
        head.add("x-wr-calname", name)
        head.add("name", name)
        head.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
        head.add("x-published-ttl", "PT1H")
    opening, closing = head.to_ical().decode().split("END:VCALENDAR")
    lines = [opening, *_zones(entries), *(vevent(entry, attendee) for entry in entries)]
    return "".join([*lines, "END:VCALENDAR", closing])


def _zones(entries: list[Entry]) -> list[str]:
    """Each zone that is named, for the years that are spoken of: rules change, and old ones are nobody's business."""
    names = sorted({entry.zone for entry in entries})
    years = [entry.starts_at.year for entry in entries]
    return [_zone(name, min(years) - 1, max(years) + 1) for name in names]


@lru_cache(maxsize=500)
def _zone(name: str, first: int, last: int) -> str:
    zone = icalendar.Timezone.from_tzid(name, first_date=dt.date(first, 1, 1), last_date=dt.date(last, 12, 31))
    return zone.to_ical().decode()
