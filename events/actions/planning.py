"""What an event consists of and when it meets: the one place that writes meetings, streams, offers and their span."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from common.permissions import require
from events import permissions
from events.models import CoHost, Event, Meeting, Offer, Place, Registration, Stream
from teachers.models import User


@dataclass(frozen=True)
class Time:
    """One meeting to be: `stream` None is for everybody, `place` None is the event's own place.

    `meeting` is the id of the row that shall meet then; where no time names one, rows are taken in their order.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: Place | None = None
    stream: Stream | None = None
    topic: str = ""
    meeting: int | None = None


@dataclass(frozen=True)
class Sheet:
    """Everything that is said of an event at once: columns, meetings, streams (two rows not saved yet, or none).

    `offers` are {kindergarten id: seats kept or None}; `cohosts` are ids of people. None of either: left as they are.
    """

    fields: Mapping[str, Any]
    times: Sequence[Time]
    streams: Sequence[Stream] = ()
    offers: Mapping[int, int | None] | None = None
    cohosts: Collection[int] | None = None

    def at(self, times: Sequence[Time]) -> "Sheet":
        """The same for another event at other times: with rows of its own, in place of those that `times` name."""
        fresh = {id(stream): Stream(name=stream.name, capacity=stream.capacity) for stream in self.streams}
        moved = [replace(time, stream=fresh.get(id(time.stream)), meeting=None) for time in times]
        return replace(self, times=moved, streams=list(fresh.values()))


@transaction.atomic
def propose(event: Event, sheet: Sheet, *, by: User) -> Event:
    """A new draft; only its author sees it until it is submitted."""
    require(permissions.can_propose(by) and event.host_id == by.pk)
    write(event, sheet)
    return event


def write(event: Event, sheet: Sheet) -> None:
    """Makes the event what the sheet says; the caller has locked it or makes it, and has asked for permission."""
    for name, value in sheet.fields.items():
        setattr(event, name, value)
    event.save(update_fields=None if event._state.adding else [*sheet.fields])
    kept = _write_streams(event, sheet.streams)
    plan(event, sheet.times)
    Stream.objects.filter(event=event).exclude(pk__in=kept).delete()
    event.has_streams = bool(kept)
    event.save(update_fields=["has_streams"])
    if sheet.offers is not None:
        _write_offers(event, sheet.offers)
    if sheet.cohosts is not None:
        _write_cohosts(event, sheet.cohosts)


@transaction.atomic
def plan(event: Event, times: Sequence[Time]) -> None:
    """Makes the meetings of a saved event those of `times`; no times: the event has no date.

    Marks of attendance and calendars follow a row that was moved. The caller has locked the event or made it in this
    transaction, and has asked for permission.
    """
    times = sorted(times, key=lambda time: (time.starts_at, time.ends_at))
    rows = {meeting.pk: meeting for meeting in Meeting.objects.filter(event=event).order_by("starts_at", "pk")}
    taken = {time.meeting: rows.pop(time.meeting) for time in times if time.meeting in rows}
    spare = [] if taken else list(rows.values())
    for time in times:
        known = taken.get(time.meeting or 0) or (spare.pop(0) if spare else Meeting(event=event))
        rows.pop(known.pk, None)
        _set(known, time, event).save()
    Meeting.objects.filter(pk__in=rows).delete()
    event.starts_at = times[0].starts_at if times else None  # type: ignore[assignment]  # the event is undated then
    event.ends_at = max(time.ends_at for time in times) if times else None  # type: ignore[assignment]
    event.save(update_fields=["starts_at", "ends_at"])


def _set(meeting: Meeting, time: Time, event: Event) -> Meeting:
    meeting.starts_at, meeting.ends_at = time.starts_at, time.ends_at
    meeting.place, meeting.stream, meeting.topic = time.place or event.place, time.stream, time.topic
    return meeting


def _write_streams(event: Event, streams: Sequence[Stream]) -> list[int]:
    """Names rows anew in their order, so that people stay where they sit; returns the ids of the rows in use.

    Those who had registered for the whole sit in the first stream, which meets when they had agreed to come; without
    streams everybody sits in the whole again.
    """
    rows = list(Stream.objects.filter(event=event))
    _free_names(rows, streams)
    for order, stream in enumerate(streams):
        stream.pk = rows[order].pk if order < len(rows) else None
        stream._state.adding = stream.pk is None
        stream.event, stream.order = event, order
        stream.save()
    kept = [stream.pk for stream in streams]
    registrations = Registration.objects.filter(event=event)
    registrations.exclude(stream=None).exclude(stream__in=kept).update(stream=kept[0] if kept else None)
    if streams and not rows:
        registrations.filter(stream=None).update(stream=kept[0])
    event.has_streams = bool(streams)
    return kept


def _free_names(rows: Sequence[Stream], streams: Sequence[Stream]) -> None:
    """Two streams that exchange names would meet the constraint half-way."""
    if {row.name for row in rows} & {stream.name for stream in streams}:
        for row in rows:
            Stream.objects.filter(pk=row.pk).update(name=f"{row.pk}")


def _write_offers(event: Event, offers: Mapping[int, int | None]) -> None:
    Offer.objects.filter(event=event).exclude(kindergarten__in=offers).delete()
    rows = [Offer(event=event, kindergarten_id=pk, quota=quota) for pk, quota in offers.items()]
    Offer.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["quota"], unique_fields=["event", "kindergarten"]
    )


def _write_cohosts(event: Event, people: Collection[int]) -> None:
    """Colleagues are asked when the event is submitted; whoever was asked already keeps the answer."""
    CoHost.objects.filter(event=event).exclude(person__in=people).delete()
    known = set(CoHost.objects.filter(event=event).values_list("person", flat=True))
    CoHost.objects.bulk_create(CoHost(event=event, person_id=pk) for pk in people if pk not in known)
