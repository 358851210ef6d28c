"""Small words about an event: when something happens, where a link leads."""

from typing import Any
from urllib.parse import urlsplit

from django import template

from events import times
from events.models import Event, Registration

register = template.Library()


@register.simple_tag
def when(time: Any, event: Event | None = None) -> str:
    """Of anything that has `starts_at` and `ends_at`; `event` tells whether Moscow's time is worth saying."""
    return times.in_words(time.starts_at, time.ends_at, event)


@register.filter
def site_of(link: str) -> str:
    """«disk.example.org»: where a link leads."""
    return urlsplit(link).hostname or ""


@register.simple_tag
def slot_time(booked: Registration, event: Event | None = None) -> str:
    """The time that a registration has booked; empty for one without."""
    begins, ends = booked.slot_starts_at, booked.slot_ends_at
    return times.in_words(begins, ends, event) if begins and ends else ""
