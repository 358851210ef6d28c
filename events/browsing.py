"""Filters of the events list, as one QuerySet."""

import datetime as dt
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from events.models.events import EventQuerySet

PERIODS = {"today": 1, "week": 7, "month": 31}


def browse(events: EventQuerySet, *, period: str = "", filters: dict[str, Any]) -> EventQuerySet:
    """`events` narrowed by a period (today, week, month; else all) and by cleaned filters of BrowseForm."""
    events = events.upcoming().with_cards()
    if days := PERIODS.get(period):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        events = events.filter(starts_at__lt=midnight + dt.timedelta(days=days))
    if words := filters.get("q"):
        events = events.filter(_mentions(words))
    if form := filters.get("form"):
        events = events.filter(form=form)
    if place := filters.get("place"):
        events = events.filter(place=place)
    if filters.get("free"):
        events = events.filter(Q(seats=None) | Q(taken__lt=F("seats")))
    return events


def _mentions(words: str) -> Q:
    """Every word stands in the title, the description or the host's name, in any letter case."""
    condition = Q()
    for word in words.split():
        condition &= Q(title__icontains=word) | Q(description__icontains=word) | Q(host__last_name__icontains=word)
    return condition
