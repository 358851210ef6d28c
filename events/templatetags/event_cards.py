"""The card of an event, as every list shows it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import Event

register = template.Library()


@dataclass(frozen=True)
class Card:
    """What a card shows, and nothing else: equal cards look equal, so each is drawn once."""

    pk: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    form_name: str
    form_icon: str
    form_tint: int
    host: str
    place: str
    seats: str
    state: str
    is_mine: bool
    language: str
    zone: str


@register.simple_tag
def event_card(event: Event, joined_ids: Collection[int] = ()) -> SafeString:
    """The card of an event read `with_cards()`; `joined_ids` are the events that the reader has joined."""
    is_published = event.state == Event.State.PUBLISHED
    card = Card(
        pk=event.pk,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        form_name=event.form.name,
        form_icon=event.form.icon,
        form_tint=event.form.tint,
        host=event.host.get_short_name(),
        place=event.place.name if event.place else "",
        seats=event.seats_in_words if is_published else "",
        state="" if is_published else event.get_state_display(),
        is_mine=event.pk in joined_ids,
        language=get_language(),
        zone=timezone.get_current_timezone_name(),
    )
    return _drawn(card)


@lru_cache(maxsize=2000)
def _drawn(card: Card) -> SafeString:
    return render_to_string("events/_card.html", {"card": card})
