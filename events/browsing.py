"""Looking for events: the filters of a list as one QuerySet, and what is read of one page of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from common.search import similar_words, stems_of_query
from events.entries import Entry, Mine
from events.models import (
    AgendaItem,
    CoHost,
    Event,
    EventForm,
    Feedback,
    Interest,
    Material,
    Meeting,
    Note,
    Place,
    Registration,
    Stream,
)
from events.models.events import EventQuerySet
from events.models.meetings import MeetingQuerySet
from events.spans import midnight
from teachers.models import User

A_WHOLE_DAY = 100
# Filters of whole events; a place is one of meetings.
NARROWING = ("q", "form", "kindergarten", "free")
PERIODS = {"today": 1, "week": 7, "month": 31}
# What a page of an event may have besides, see `telling_what_they_have`.
HAS = {
    "agenda": AgendaItem,
    "cohosts": CoHost,
    "feedback": Feedback,
    "interests": Interest,
    "materials": Material,
    "notes": Note,
}


def narrow(events: EventQuerySet, filters: dict[str, Any]) -> EventQuerySet:
    """`events` narrowed by cleaned filters of BrowseForm, all but «for me».

    «With seats» compares the seats taken with the limit of the whole event, as its card does: a stream that is full and
    seats kept for another kindergarten are said on the event's own page.
    """
    if words := filters.get("q"):
        events = events.mentioning(words)
    if form := filters.get("form"):
        events = events.filter(form__code=form)
    if place := filters.get("place"):
        events = events.filter(Q(place=place) | Exists(Meeting.objects.filter(event=OuterRef("pk"), place=place)))
    if kindergarten := filters.get("kindergarten"):
        events = events.filter(kindergarten=kindergarten)
    if filters.get("free"):
        events = events.with_seats().filter(Q(seats=None) | Q(taken__lt=F("seats")))
    return events


def browse(events: EventQuerySet, *, filters: dict[str, Any]) -> EventQuerySet:
    """What is still ahead of `events`, narrowed, the nearest first."""
    return narrow(events.upcoming(), filters)


def resembling(events: EventQuerySet, words: str) -> EventQuerySet:
    """Events with words like the mistyped ones; a word that is like none is passed over, none at all finds nothing."""
    known = {word for text in events.order_by().values_list("search_words", flat=True) for word in text.split()}
    meant = [found for stem in stems_of_query(words) if (found := similar_words(stem, known))]
    for alternatives in meant:
        events = events.filter(search_words__holds_any=alternatives)
    return events if meant else events.none()


def meetings_for(reader: User, filters: dict[str, Any], events: Iterable[int] | None = None) -> MeetingQuerySet:
    """Meetings that the reader may see, narrowed by cleaned filters of BrowseForm and to the ids of `events`, if given.

    An event may meet in several places: of a place, only what is held there.
    """
    meetings = Meeting.objects.visible_to(reader)
    if any(filters.get(name) for name in NARROWING):
        meetings = meetings.filter(event__in=narrow(Event.objects.all(), filters))
    if events is not None:
        meetings = meetings.filter(event__in=list(events))
    return meetings.filter(place=int(filters["place"])) if filters.get("place") else meetings


def ahead(meetings: MeetingQuerySet, period: str = "") -> MeetingQuerySet:
    """Those of published events that are not over, within a period of PERIODS (else all), the nearest first."""
    meetings = meetings.of_published().upcoming()
    if days := PERIODS.get(period):
        meetings = meetings.filter(starts_at__lt=midnight(timezone.localdate() + dt.timedelta(days=days)))
    return meetings.with_cards()


def between(
    meetings: MeetingQuerySet, first: dt.date, last: dt.date, *, a_day: int, whole: dt.date | None = None
) -> MeetingQuerySet:
    """Those of public events that begin from `first` to `last`, past and cancelled too: at most `a_day` of a day, and
    up to A_WHOLE_DAY of the day `whole`. Each knows `of_day`, how many there are that day.
    """
    meetings = meetings.filter(event__state__in=Event.PUBLIC_STATES)
    meetings = meetings.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + dt.timedelta(days=1)))
    day = TruncDate("starts_at")
    in_its_day = Window(RowNumber(), partition_by=day, order_by=["starts_at", "pk"])
    meetings = meetings.annotate(day=day, of_day=Window(Count("pk"), partition_by=day), place_in_day=in_its_day)
    shown = Q(place_in_day__lte=a_day) | Q(day=whole, place_in_day__lte=A_WHOLE_DAY)
    return meetings.filter(shown).with_cards().order_by("starts_at", "pk")


def read_seats(events: Iterable[Event], *, reader: User) -> dict[int, Mine]:
    """Sets `taken` of every event of a page and returns how the reader takes part in which of them.

    One query for both: a subquery a row costs more to plan than the whole page to read. Whoever waits costs one more.
    """
    by_pk = {event.pk: event for event in events}
    rows = Registration.objects.filter(event__in=by_pk).order_by().values("event_id")
    taken = Count("pk", filter=Q(state__in=Event.SEATED_STATES))
    counts = rows.annotate(taken=taken, mine=Max("state", filter=Q(teacher=reader)))
    counted = {row["event_id"]: row for row in counts}
    for pk, event in by_pk.items():
        event.taken = counted[pk]["taken"] if pk in counted else 0  # type: ignore[attr-defined]  # as with_seats() does
    states = {pk: row["mine"] for pk, row in counted.items() if row["mine"]}
    places = _places_in_queues([pk for pk, state in states.items() if state == "waiting"], reader)
    mine = {pk: Mine(state, places.get(pk)) for pk, state in states.items() if state != Registration.State.LEFT}
    return {pk: Mine("hosts") for pk, event in by_pk.items() if event.host_id == reader.pk} | mine


def _places_in_queues(events: list[int], reader: User) -> dict[int, int]:
    """{id of an event: the reader's place in its queue, from 1}"""
    if not events:
        return {}
    queues: dict[tuple[int, int | None], list[int]] = {}
    places = {}
    waiting = Registration.objects.filter(event__in=events).waiting()
    for event, stream, teacher in waiting.values_list("event_id", "stream_id", "teacher_id"):
        queue = queues.setdefault((event, stream), [])
        queue.append(teacher)
        if teacher == reader.pk:
            places[event] = len(queue)
    return places


@dataclass(frozen=True)
class Known:
    """What the page has read anyway and the entries need: forms, names of kindergartens, reasons «for me»."""

    forms: Iterable[EventForm]
    kindergartens: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)


def entries_of(meetings: Iterable[Meeting], *, reader: User, known: Known) -> list[Entry]:
    """Meetings read `with_cards()` with all that a list says of them."""
    rows = list(meetings)
    events = {row.event_id: row.event for row in rows}
    for row in rows:
        row.event = events[row.event_id]
    know_forms(events.values(), known.forms)
    _know_places(rows)
    _know_streams(rows)
    mine = read_seats(events.values(), reader=reader)
    numbers = _numbers(rows)
    away = {pk: name for pk, name in known.kindergartens.items() if pk not in reader.kindergarten_ids}
    return [
        Entry(
            row,
            *numbers.get(row.pk, (1, 1)),
            mine=mine.get(row.event_id),
            home=away.get(row.event.kindergarten_id, ""),
            reason=known.reasons.get(row.event_id, ""),
        )
        for row in rows
    ]


def _numbers(meetings: list[Meeting]) -> dict[int, tuple[int, int]]:
    """{id of a meeting: which of how many it is}, for events that meet more than once.

    A meeting as long as its whole event is the only one of its stream, so most pages ask nothing. Meetings of a stream
    are counted with those for everybody, as one person sees them.
    """
    several = {m.event_id for m in meetings if (m.starts_at, m.ends_at) != (m.event.starts_at, m.event.ends_at)}
    if not several:
        return {}
    rows = Meeting.objects.filter(event__in=several).order_by("event_id", "starts_at", "pk")
    numbers: dict[int, tuple[int, int]] = {}
    for _event, group in groupby(rows.values_list("event_id", "stream_id", "pk"), key=itemgetter(0)):
        of_event = [(stream, pk) for _, stream, pk in group]
        streams: list[int | None] = [*{stream for stream, _ in of_event if stream}]
        for one in streams or [None]:
            seen = [pk for stream, pk in of_event if stream in (one, None)]
            numbers |= {pk: (number, len(seen)) for number, pk in enumerate(seen, start=1)}
    return numbers


def telling_what_they_have(events: EventQuerySet) -> EventQuerySet:
    """Events with `has_<relation>` for every relation of HAS."""
    flags = {f"has_{name}": Exists(model._default_manager.filter(event=OuterRef("pk"))) for name, model in HAS.items()}
    return events.annotate(**flags)


def telling_what_is_left(events: EventQuerySet) -> EventQuerySet:
    """Adds `lacks_materials` and `lacks_product`, true of events that were held and have none."""
    materials = Material.objects.filter(event=OuterRef("pk"))
    held = Q(state=Event.State.CLOSED)
    return events.annotate(
        lacks_materials=held & ~Exists(materials), lacks_product=held & ~Exists(materials.filter(is_product=True))
    )


def _know_places(meetings: list[Meeting]) -> None:
    """An event is held where its meeting is, as a rule: another place is read only when seats depend on it."""
    others = set()
    for meeting in meetings:
        if meeting.event.place_id == meeting.place_id:
            meeting.event.place = meeting.place
        elif meeting.event.capacity is None:
            others.add(meeting.event.place_id)
    places = Place.objects.in_bulk(others) if others - {None} else {}
    for meeting in meetings:
        if meeting.event.place_id in places:
            meeting.event.place = places[meeting.event.place_id]


def _know_streams(meetings: list[Meeting]) -> None:
    """Most events have no streams, so a page reads them only when it has to."""
    streams = Stream.objects.in_bulk({meeting.stream_id for meeting in meetings if meeting.stream_id})
    for meeting in meetings:
        if meeting.stream_id:
            meeting.stream = streams[meeting.stream_id]


def know_forms(events: Iterable[Event], forms: Iterable[EventForm]) -> None:
    """Gives events their forms from `forms`, read for the filter anyway: a join less for the planner."""
    by_pk = {form.pk: form for form in forms}
    for event in events:
        event.form = by_pk[event.form_id]
