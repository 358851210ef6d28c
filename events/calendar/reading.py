"""Entries read from the database: no rows of models but their columns, as a feed is asked for again and again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import get_language

from events.calendar.entries import Entry, status_of, uid_of, uid_of_slot
from events.models import Event, Meeting, Registration
from teachers.models import User

BACK = dt.timedelta(days=60)
AHEAD = dt.timedelta(days=366)
OF_EVENT = {
    "zone": F("event__kindergarten__time_zone"),
    "home": Coalesce("event__kindergarten__short_name", Value("")),
    "home_in_full": F("event__kindergarten__name"),
    "audience": F("event__audience"),
    "title": F("event__title"),
    "host": F("event__host__last_name"),
    "first_name": F("event__host__first_name"),
    "patronymic": F("event__host__patronymic"),
    "description": F("event__description"),
    "to_bring": F("event__to_bring"),
    "outcome": F("event__outcome"),
    "online_url": F("event__online_url"),
    "status": F("event__state"),
    "sequence": F("event__sequence"),
    "stamp": Greatest("event__state_changed_at", Coalesce("event__changed_at", "event__created_at")),
}


def entries_of(person: User) -> list[Entry]:
    """What a person holds or has a seat at, from 60 days back to a year ahead, the earliest first.

    Of a cancelled event the entry stays for 60 days, so that calendars show it struck out; whoever waits in a queue has
    no entry, and a booked slot is an entry of its own time.
    """
    now = timezone.now()
    first, last = now - BACK, now + AHEAD
    lately = Q(event__state=Event.State.CANCELLED, event__state_changed_at__gte=first)
    shown = Q(event__state__in=(Event.State.PUBLISHED, Event.State.CLOSED)) | lately
    seats = Registration.objects.of(person).seated().filter(shown, event__ends_at__gt=first, event__starts_at__lt=last)
    seated = list(seats.values_list("event_id", "stream_id", "slot_starts_at"))
    streams = {event: stream for event, stream, slot in seated if slot is None}
    held = Event.objects.hosted_by(person).filter(ends_at__gt=first, starts_at__lt=last)
    hosted = set(held.values_list("pk", flat=True))
    meetings = Meeting.objects.filter(shown, event__in=hosted | streams.keys()).within(first, last)
    mine = [row for row in _columns_of_meetings(meetings) if _is_mine(row, hosted, streams)]
    entries = [_entry(row) for row in mine]
    if len(streams) < len(seated):
        entries += entries_of_slots(seats.filter(slot_starts_at__gte=first, slot_starts_at__lt=last))
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))


def _is_mine(row: dict[str, Any], hosted: set[int], streams: Mapping[int, int | None]) -> bool:
    event, stream = row["event_id"], row["stream_id"]
    return event in hosted or stream is None or stream == streams[event]


def entries_of_meetings(meetings: "QuerySet[Meeting]") -> list[Entry]:
    return [_entry(row) for row in _columns_of_meetings(meetings)]


def entries_of_slots(slots: "QuerySet[Registration]") -> list[Entry]:
    """Of registrations that have booked a time."""
    return [_entry(row) for row in _columns_of_slots(slots)]


def _columns_of_meetings(meetings: "QuerySet[Meeting]") -> Iterable[dict[str, Any]]:
    named = {"stream_name": F("stream__name"), "place_name": Coalesce("place__name", "event__place__name")}
    return meetings.annotate(**OF_EVENT, **named).values(
        "pk", "event_id", "stream_id", "starts_at", "ends_at", "topic", *OF_EVENT, *named
    )


def _columns_of_slots(slots: "QuerySet[Registration]") -> Iterable[dict[str, Any]]:
    own = {"starts_at": F("slot_starts_at"), "ends_at": F("slot_ends_at"), "place_name": F("event__place__name")}
    return slots.annotate(**OF_EVENT, **own).values("pk", "event_id", "changed_at", *OF_EVENT, *own)


def _entry(row: dict[str, Any]) -> Entry:
    """Of the columns of a meeting, or of a slot: only the latter knows when it was booked."""
    booked_at = row.get("changed_at")
    return Entry(
        uid=uid_of_slot(row["pk"]) if booked_at else uid_of(row["pk"]),
        event=row["event_id"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        zone=row["zone"],
        title=row["title"],
        topic=row.get("topic", ""),
        stream=row.get("stream_name") or "",
        place=_place(row),
        host=_short_name(row["host"], row["first_name"], row["patronymic"]),
        description=row["description"],
        to_bring=row["to_bring"],
        outcome=row["outcome"],
        online_url=row["online_url"],
        status=status_of(row["status"]),
        sequence=row["sequence"],
        stamp=max(row["stamp"], booked_at) if booked_at else row["stamp"],
        language=get_language(),
    )


@lru_cache(maxsize=1000)
def _short_name(last_name: str, first_name: str, patronymic: str) -> str:
    return User(last_name=last_name, first_name=first_name, patronymic=patronymic).get_short_name()


def _place(row: dict[str, Any]) -> str:
    """Guests from elsewhere need to be told where the place is."""
    place: str = row["place_name"] or ""
    if not place or row["audience"] == Event.Audience.KINDERGARTEN:
        return place
    return f"{place}, {row['home'] or row['home_in_full']}"
