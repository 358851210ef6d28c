"""Filters of the events list, as one QuerySet, and the seats of one page of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from events.models import (
    AgendaItem,
    CoHost,
    Event,
    EventForm,
    Feedback,
    Interest,
    Material,
    Note,
    Registration,
)
from events.models.events import EventQuerySet
from teachers.models import User

PERIODS = {"today": 1, "week": 7, "month": 31}
HAS = {
    "agenda": AgendaItem,
    "cohosts": CoHost,
    "feedback": Feedback,
    "interests": Interest,
    "materials": Material,
    "notes": Note,
}


def browse(events: EventQuerySet, *, period: str = "", filters: dict[str, Any]) -> EventQuerySet:
    """`events` narrowed by a period (today, week, month; else all) and by cleaned filters of BrowseForm."""
    events = events.upcoming()
    if days := PERIODS.get(period):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        events = events.filter(starts_at__lt=midnight + dt.timedelta(days=days))
    if words := filters.get("q"):
        events = events.filter(_mentions(words))
    if form := filters.get("form"):
        events = events.filter(form__code=form)
    if place := filters.get("place"):
        events = events.filter(place=place)
    if filters.get("free"):
        events = events.with_seats().filter(Q(seats=None) | Q(taken__lt=F("seats")))
    return events


def read_seats(events: Iterable[Event], *, reader: User) -> set[int]:
    """Sets `taken` of every event of a page and returns the ids of those that the reader has joined.

    One query for both: a subquery a row costs more to plan than the whole page to read.
    """
    by_pk = {event.pk: event for event in events}
    seated = Registration.objects.filter(event__in=by_pk).seated().order_by().values("event_id")
    counts = seated.annotate(taken=Count("pk"), mine=Count("pk", filter=Q(teacher=reader)))
    counted = {row["event_id"]: row for row in counts}
    for pk, event in by_pk.items():
        event.taken = counted[pk]["taken"] if pk in counted else 0  # type: ignore[attr-defined]  # as with_seats() does
    return {pk for pk, row in counted.items() if row["mine"]}


def telling_what_they_have(events: EventQuerySet) -> EventQuerySet:
    """Events with `has_<relation>` for every relation of HAS."""
    flags = {f"has_{name}": Exists(model._default_manager.filter(event=OuterRef("pk"))) for name, model in HAS.items()}
    return events.annotate(**flags)


def know_forms(events: Iterable[Event], forms: Iterable[EventForm]) -> None:
    """Gives events their forms from `forms`, read for the filter anyway: a join less for the planner."""
    by_pk = {form.pk: form for form in forms}
    for event in events:
        event.form = by_pk[event.form_id]


def _mentions(words: str) -> Q:
    """Every word stands in the title, the description or the host's name, in any letter case."""
    condition = Q()
    for word in words.split():
        condition &= Q(title__icontains=word) | Q(description__icontains=word) | Q(host__last_name__icontains=word)
    return condition
