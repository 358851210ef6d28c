"""Slots of a consultation: its meetings are windows, cut by the length of a consultation and the break between two."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from events.behaviours import all_behaviours
from events.models import ConsultationHours, Event, Meeting, Registration

# States of the host's other events that take their time: what is public, and what is on its way to it.
TAKING_TIME = (Event.State.PUBLISHED, *Event.UNDECIDED_STATES)


def booked_by_slots() -> list[str]:
    """Codes of the behaviours whose meetings are windows."""
    return [behaviour.code for behaviour in all_behaviours().values() if behaviour.books_slots]


@dataclass(frozen=True)
class Slot:
    """A time that one person may book; times are in UTC."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    meeting: Meeting
    is_free: bool = True

    def overlaps(self, starts_at: dt.datetime, ends_at: dt.datetime, gap: dt.timedelta = dt.timedelta(0)) -> bool:
        return starts_at < self.ends_at + gap and ends_at > self.starts_at - gap


@dataclass(frozen=True)
class Busy:
    """When the host is taken; `is_booked`: by somebody in this very consultation, so that the break is kept too."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    is_booked: bool


def hours_of_event(event: Event) -> ConsultationHours:
    """The rules of the consultation; the usual ones until the host sets them."""
    found: ConsultationHours | None = getattr(event, "consultation", None)
    return found or ConsultationHours(event=event, slot_minutes=event.form.default_minutes)


def cut(meetings: Iterable[Meeting], hours: ConsultationHours) -> Iterator[Slot]:
    """Every slot of the windows, from the beginning of each; what is left at its end is too short."""
    length, gap = dt.timedelta(minutes=hours.slot_minutes), dt.timedelta(minutes=hours.buffer_minutes)
    for meeting in meetings:
        starts_at = meeting.starts_at
        while starts_at + length <= meeting.ends_at:
            yield Slot(starts_at, starts_at + length, meeting)
            starts_at += length + gap


def slots_of(
    event: Event,
    hours: ConsultationHours,
    *,
    now: dt.datetime | None = None,
    besides: Registration | None = None,
) -> list[Slot]:
    """Slots that can still be booked in time, told apart into free and taken; three queries at most.

    `besides` is the booking of somebody who moves it: their own time does not stand in their way.
    """
    earliest = (now or timezone.now()) + dt.timedelta(hours=hours.notice_hours)
    slots = [slot for slot in cut(event.meetings.all(), hours) if slot.starts_at >= earliest]
    if not slots:
        return []
    gap = dt.timedelta(minutes=hours.buffer_minutes)
    taken = busy_times(event, slots[0].starts_at - gap, max(slot.ends_at for slot in slots) + gap, besides=besides)
    return [Slot(slot.starts_at, slot.ends_at, slot.meeting, is_free=not _clashes(slot, taken, gap)) for slot in slots]


def _clashes(slot: Slot, taken: Sequence[Busy], gap: dt.timedelta) -> bool:
    nothing = dt.timedelta(0)
    return any(slot.overlaps(busy.starts_at, busy.ends_at, gap if busy.is_booked else nothing) for busy in taken)


def busy_times(
    event: Event, first: dt.datetime, last: dt.datetime, *, besides: Registration | None = None
) -> list[Busy]:
    """When the host is taken within [first, last): booked here, booked elsewhere, or at another event of theirs.

    Of a consultation only what is booked takes time, not its window.
    """
    joined = Registration.objects.filter(state=Registration.State.JOINED, slot_starts_at__lt=last)
    booked = joined.filter(Q(event__host=event.host_id) | Q(teacher=event.host_id), slot_ends_at__gt=first)
    if besides is not None:
        booked = booked.exclude(pk=besides.pk)
    times = [
        Busy(starts_at, ends_at, is_booked=event_pk == event.pk)
        for event_pk, starts_at, ends_at in booked.filter(event__state__in=TAKING_TIME).values_list(
            "event", "slot_starts_at", "slot_ends_at"
        )
        if starts_at is not None and ends_at is not None
    ]
    others = Meeting.objects.concerning(event.host).within(first, last).filter(event__state__in=TAKING_TIME)
    others = others.exclude(event=event).exclude(event__form__behaviour__in=booked_by_slots())
    return times + [Busy(meeting.starts_at, meeting.ends_at, is_booked=False) for meeting in others]
