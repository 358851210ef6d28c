"""What takes up people's time: seats, what they hold, shifts; one question for any number of people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, CharField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from events.models import Event, Meeting
from events.models.meetings import LONGEST_MEETING, MeetingQuerySet
from teachers.models import Membership, Shift, User

State = Event.State
# Events that will take place as far as anybody knows: their hosts and places are taken.
HELD_STATES = (State.ACCEPTED, State.CONFIRMED, State.PUBLISHED)
COLUMNS = ("kind", "who", "begins_at", "finishes_at", "number", "words")


class Span(Protocol):
    """A meeting, or a `planning.Time`."""

    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...


@dataclass(frozen=True)
class Busy:
    """Something that takes up a person's time or a place, and what it is called where that may be told."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    event: int | None = None
    title: str = ""
    holds: bool = False


def taken_up(
    people: Mapping[User, Sequence[Span]], times: Sequence[Span], apart_from: Collection[int | None]
) -> dict[int, list[Busy]]:
    """{person id: what takes up their time near these times}."""
    near = meetings_near(times, apart_from)
    held = near.filter(event__state__in=HELD_STATES)
    agreed = held.filter(event__cohosts__person__in=people, event__cohosts__state="agreed")
    rows = _seats(near, people).union(
        _as_columns(held.filter(event__host__in=people), "held", "event__host"),
        _as_columns(agreed, "held", "event__cohosts__person"),
        _shift_rows(people),
        all=True,
    )
    taken, shifts = defaultdict[int, list[Busy]](list), list[Shift]()
    for kind, person, starts_at, ends_at, number, words in rows:
        if kind == "shift":
            shifts.append(_shift(person, number, words))
        else:
            taken[person].append(Busy(starts_at, ends_at, number, words, holds=kind == "held"))
    for person, busy in _on_the_days(shifts, people):
        taken[person].append(busy)
    for busies in taken.values():
        busies.sort(key=lambda busy: busy.starts_at)
    return taken


def meetings_near(times: Sequence[Span], apart_from: Collection[int | None]) -> MeetingQuerySet:
    """Meetings of other events that share a moment with one of the times."""
    first, last = min(time.starts_at for time in times), max(time.ends_at for time in times)
    overlap = reduce(or_, (Q(starts_at__lt=time.ends_at, ends_at__gt=time.starts_at) for time in times))
    near = Meeting.objects.filter(overlap, starts_at__gt=first - LONGEST_MEETING, starts_at__lt=last)
    return near.exclude(event__in=[pk for pk in apart_from if pk]).order_by()


def _seats(near: MeetingQuerySet, people: Collection[User]) -> QuerySet[Any, Any]:
    """Meetings at which a person has a seat, in their stream; of a consultation, the slot that is theirs."""
    seats = near.filter(
        Q(stream=None) | Q(stream=F("event__registrations__stream")),
        event__state=State.PUBLISHED,
        event__registrations__teacher__in=people,
        event__registrations__state__in=Event.SEATED_STATES,
    )
    slot_starts = Coalesce("event__registrations__slot_starts_at", "starts_at")
    slot_ends = Coalesce("event__registrations__slot_ends_at", "ends_at")
    return _as_columns(seats, "seat", "event__registrations__teacher", slot_starts, slot_ends)


def _as_columns(
    meetings: MeetingQuerySet, kind: str, who: str, starts: Any = None, ends: Any = None
) -> QuerySet[Any, Any]:
    rows = meetings.annotate(
        kind=Value(kind),
        who=F(who),
        begins_at=starts or F("starts_at"),
        finishes_at=ends or F("ends_at"),
        number=F("event"),
        words=F("event__title"),
    )
    return rows.values_list(*COLUMNS)


def _shift_rows(people: Collection[User]) -> QuerySet[Any, Any]:
    """Shifts in the same columns, so that one question is enough: the weekday is the number, the rest are words."""
    never = Cast(Value(None), DateTimeField())
    begins, ends = Cast("begins", CharField()), Cast("ends", CharField())
    rows = Shift.objects.filter(person__in=people).order_by()
    told = rows.annotate(
        kind=Value("shift"),
        who=F("person"),
        begins_at=never,
        finishes_at=never,
        number=Cast("weekday", BigIntegerField()),
        words=Concat(begins, Value(" "), ends, Value(" "), "weeks", output_field=CharField()),
    )
    return told.values_list(*COLUMNS)


def _shift(person: int, weekday: int, words: str) -> Shift:
    begins, ends, weeks = words.split()
    clocks = {"begins": dt.time.fromisoformat(begins), "ends": dt.time.fromisoformat(ends)}
    return Shift(person_id=person, weekday=weekday, weeks=weeks, **clocks)


def _on_the_days(shifts: Sequence[Shift], people: Mapping[User, Sequence[Span]]) -> Iterator[tuple[int, Busy]]:
    """Shifts on the days of each person's times, by the clock of the kindergarten they work in."""
    persons = {person.pk: person for person in people}
    zones = _zones([persons[pk] for pk in {shift.person_id for shift in shifts}])
    for shift in shifts:
        zone = zones.get(shift.person_id) or timezone.get_current_timezone()
        times = people[persons[shift.person_id]]
        days = {day for time in times for day in _days(time, zone) if _falls(shift, time, day, zone)}
        for day in days:
            begins, ends = (dt.datetime.combine(day, clock, zone) for clock in (shift.begins, shift.ends))
            yield shift.person_id, Busy(begins, ends)


def _zones(people: Sequence[User]) -> dict[int, dt.tzinfo]:
    """{person id: the zone of the first kindergarten they belong to}; nothing is asked of one who is known already."""
    if len(people) == 1 and "current_memberships" in vars(people[0]):
        home = people[0].kindergarten
        return {people[0].pk: ZoneInfo(home.time_zone)} if home else {}
    rows = Membership.objects.current().filter(user__in=people).order_by("-since", "-pk") if people else None
    return {pk: ZoneInfo(name) for pk, name in rows.values_list("user", "kindergarten__time_zone")} if rows else {}


def _days(time: Span, zone: dt.tzinfo) -> Iterator[dt.date]:
    first, last = (moment.astimezone(zone).date() for moment in (time.starts_at, time.ends_at))
    yield from (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _falls(shift: Shift, time: Span, day: dt.date, zone: dt.tzinfo) -> bool:
    """Whether the part of the time on that day falls into the shift."""
    first, last = dt.datetime.combine(day, dt.time(), zone), dt.datetime.combine(day, dt.time.max, zone)
    return shift.covers(max(time.starts_at.astimezone(zone), first), min(time.ends_at.astimezone(zone), last))
