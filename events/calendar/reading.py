"""Entries read from the database, a query for a whole feed."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from events.calendar.entries import Entry, status_of, uid_of, uid_of_slot
from events.models import Event, Meeting, Registration
from events.models.meetings import MeetingQuerySet
from teachers.models import User

BACK = dt.timedelta(days=60)
AHEAD = dt.timedelta(days=366)
WITH_EVENT = ("event__host", "event__place", "event__kindergarten")


def entries_of(person: User) -> list[Entry]:
    """What a person holds or has a seat at, from 60 days back to a year ahead, the earliest first.

    Of a cancelled event the entry stays for 60 days, so that calendars show it struck out; whoever waits in a queue has
    no entry, and a booked slot is an entry of its own time.
    """
    now = timezone.now()
    meetings = Meeting.objects.concerning(person).within(now - BACK, now + AHEAD).exclude(_booked_by(person))
    slots = Registration.objects.of(person).seated()
    slots = slots.filter(slot_starts_at__gte=now - BACK, slot_starts_at__lt=now + AHEAD)
    found = [of_meeting(meeting) for meeting in with_facts(_shown(meetings, now))]
    found += [of_slot(slot) for slot in _shown(slots, now).select_related(*WITH_EVENT)]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.uid))


def _booked_by(person: User) -> Q:
    """Meetings of which the person has only a slot."""
    booked = Registration.objects.of(person).seated().exclude(slot_starts_at=None)
    return Q(event__in=booked.values("event"))


def _shown(rows: Any, now: dt.datetime) -> Any:
    lately = Q(event__state=Event.State.CANCELLED, event__state_changed_at__gte=now - BACK)
    return rows.filter(Q(event__state__in=(Event.State.PUBLISHED, Event.State.CLOSED)) | lately)


def with_facts(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Everything an entry shows, in one query."""
    return meetings.select_related("place", "stream", *WITH_EVENT)


def of_meeting(meeting: Meeting) -> Entry:
    """The entry of a meeting read `with_facts()`."""
    event, stream = meeting.event, meeting.stream.name if meeting.stream else ""
    own = {"uid": uid_of(meeting), "topic": meeting.topic, "stream": stream}
    when = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    return Entry(**_facts(event) | own | when | {"place": _place(meeting.place or event.place, event)})


def of_slot(slot: Registration) -> Entry:
    """The entry of a booked slot of an event read with its facts."""
    event = slot.event
    facts = _facts(event)
    when = {"starts_at": slot.slot_starts_at, "ends_at": slot.slot_ends_at}
    own = {"uid": uid_of_slot(slot), "topic": "", "stream": "", "sequence": event.sequence}
    return Entry(
        **facts | own | when | {"place": _place(event.place, event), "stamp": max(facts["stamp"], slot.changed_at)}
    )


def _facts(event: Event) -> dict[str, Any]:
    return {
        "event": event.pk,
        "zone": event.kindergarten.time_zone,
        "title": event.title,
        "host": event.host.get_short_name(),
        "description": event.description,
        "to_bring": event.to_bring,
        "outcome": event.outcome,
        "online_url": event.online_url,
        "status": status_of(event.state),
        "sequence": event.sequence,
        "stamp": max(event.state_changed_at, event.changed_at or event.created_at),
        "language": get_language(),
    }


def _place(place: Any, event: Event) -> str:
    """Guests from elsewhere need to be told where the place is."""
    if place is None:
        return ""
    return place.name if event.audience == Event.Audience.KINDERGARTEN else f"{place.name}, {event.kindergarten}"
