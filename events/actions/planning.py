"""When an event meets: the one place that writes meetings and the span they fill."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from events.models import Event, Meeting, Place, Stream


@dataclass(frozen=True)
class Time:
    """One meeting to be: `stream` None is for everybody, `place` None is the event's own place."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: Place | None = None
    stream: Stream | None = None
    topic: str = ""


@transaction.atomic
def plan(event: Event, times: Sequence[Time]) -> None:
    """Makes the meetings of a saved event those of `times`; no times: the event has no date.

    Rows are kept in their order, so that marks of attendance and calendars follow a meeting that was moved. The caller
    has locked the event or made it in this transaction, and has asked for permission.
    """
    times = sorted(times, key=lambda time: (time.starts_at, time.ends_at))
    kept = list(event.meetings.order_by("starts_at", "pk"))
    for meeting, time in zip(kept, times, strict=False):
        _set(meeting, time, event).save()
    Meeting.objects.bulk_create(_set(Meeting(event=event), time, event) for time in times[len(kept) :])
    event.meetings.filter(pk__in=[meeting.pk for meeting in kept[len(times) :]]).delete()
    event.starts_at = times[0].starts_at if times else None  # type: ignore[assignment]  # the event is undated then
    event.ends_at = max(time.ends_at for time in times) if times else None  # type: ignore[assignment]
    event.save(update_fields=["starts_at", "ends_at"])


def _set(meeting: Meeting, time: Time, event: Event) -> Meeting:
    meeting.starts_at, meeting.ends_at = time.starts_at, time.ends_at
    meeting.place, meeting.stream, meeting.topic = time.place or event.place, time.stream, time.topic
    return meeting
