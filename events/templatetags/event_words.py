"""Small words about an event: when something happens, where a link leads."""

from typing import Any
from urllib.parse import urlsplit

from django import template

from events import times
from events.models import Event

register = template.Library()


@register.simple_tag
def when(time: Any, event: Event | None = None) -> str:
    """Of anything that has `starts_at` and `ends_at`; `event` tells whether Moscow's time is worth saying."""
    return times.in_words(time.starts_at, time.ends_at, event)


@register.filter
def site_of(link: str) -> str:
    """«disk.example.org»: where a link leads."""
    return urlsplit(link).hostname or ""
