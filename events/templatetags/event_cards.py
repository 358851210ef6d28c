"""Cards of events and of meetings, as every list shows them, and their short lines in a week or a month."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.behaviours import behaviour_of
from events.entries import Entry, Mine
from events.models import Event, Meeting
from events.times import in_moscow, in_words

register = template.Library()


@dataclass(frozen=True)
class Card:
    """What a card shows, and nothing else: equal cards look equal, so each is drawn once."""

    pk: int
    title: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    moscow: str
    form_name: str
    form_icon: str
    form_tint: int
    host: str
    place: str
    home: str
    part: str
    seats: str
    state: str
    is_lost: bool
    mine: str
    mine_waits: bool
    reason: str
    language: str
    zone: str


@dataclass(frozen=True)
class Brief:
    """What the short line of a meeting shows, and nothing else."""

    pk: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    form_name: str
    form_icon: str
    form_tint: int
    part: str
    is_cancelled: bool
    is_over: bool
    mine: str
    language: str
    zone: str


@register.simple_tag
def event_card(event: Event, mine: Mapping[int, Mine] | None = None, *, note: str = "") -> SafeString:
    """The card of an event read `with_cards()`; `mine` says how the reader takes part in which events."""
    return _card(event, event, (mine or {}).get(event.pk), reason=note)


@register.simple_tag
def meeting_card(entry: Entry) -> SafeString:
    """The card of one meeting: its own time and place."""
    return _card(entry.event, entry.meeting, entry.mine, part=_part(entry), home=entry.home, reason=entry.reason)


def _card(
    event: Event, when: Event | Meeting, mine: Mine | None, *, part: str = "", home: str = "", reason: str = ""
) -> SafeString:
    is_published = event.state == Event.State.PUBLISHED
    is_shared = event.audience != Event.Audience.KINDERGARTEN and not event.is_undated
    card = Card(
        pk=event.pk,
        title=event.title,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        moscow=in_moscow(when.starts_at, when.ends_at) if is_shared else "",
        form_name=event.form.name,
        form_icon=event.form.icon,
        form_tint=event.form.tint,
        host=event.host.get_short_name(),
        place=when.place.name if when.place else "",
        home=home,
        part=part,
        seats=_seats(event) if is_published else "",
        state="" if is_published else event.get_state_display(),
        is_lost=event.state == Event.State.CANCELLED,
        mine=mine.in_words if mine else "",
        mine_waits=mine is not None and mine.waits,
        reason=reason,
        language=get_language(),
        zone=timezone.get_current_timezone_name(),
    )
    return _drawn(card)


def _part(entry: Entry) -> str:
    """«встреча 2 из 6, первый поток»"""
    stream = entry.meeting.stream.name if entry.meeting.stream else ""
    return ", ".join(filter(None, (entry.number_in_words, stream)))


def _seats(event: Event) -> str:
    """Seats left; of an event without a date, how many would come."""
    if behaviour_of(event).books_slots:
        return _("one at a time, by appointment")
    if not event.is_undated:
        return event.seats_in_words
    if number := getattr(event, "interested", 0):
        return ngettext("%(n)s colleague is interested", "%(n)s colleagues are interested", number) % {"n": number}
    return _("nobody has said they are interested yet")


@lru_cache(maxsize=2000)
def _drawn(card: Card) -> SafeString:
    return render_to_string("events/_card.html", {"card": card})


@register.simple_tag
def meeting_brief(entry: Entry) -> SafeString:
    """The short line of a meeting."""
    event, meeting = entry.event, entry.meeting
    brief = Brief(
        pk=event.pk,
        title=event.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        form_name=event.form.name,
        form_icon=event.form.icon,
        form_tint=event.form.tint,
        part=_part(entry),
        is_cancelled=entry.is_cancelled,
        is_over=entry.is_over,
        mine=entry.mine.in_words if entry.mine else "",
        language=get_language(),
        zone=timezone.get_current_timezone_name(),
    )
    return _drawn_brief(brief)


@lru_cache(maxsize=4000)
def _drawn_brief(brief: Brief) -> SafeString:
    return render_to_string("events/_brief.html", {"brief": brief})


@register.simple_tag
def time_in_words(event: Event, meeting: Meeting | None = None) -> str:
    """«Четверг, 26 ноября, 13:00–14:00» of an event or its meeting, in Moscow's time too where the clocks differ."""
    when = meeting or event
    return in_words(when.starts_at, when.ends_at, event)


@register.filter
def day_in_words(day: dt.date) -> str:
    """«Сегодня, 24 ноября», «Завтра, 25 ноября», «Четверг, 26 ноября»; of another year with the year."""
    today = timezone.localdate()
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    date = date_format(day, "j E" if day.year == today.year else "j E Y")
    return f"{near or date_format(day, 'l').capitalize()}, {date}"


@register.simple_tag
def number_of(entries: list[Entry]) -> int:
    """How many meetings there are on the day of entries read by `between()`, however many of them are shown."""
    return getattr(entries[0].meeting, "of_day", len(entries)) if entries else 0


@register.simple_tag
def more_of(entries: list[Entry]) -> int:
    """How many meetings of the day are not shown."""
    return number_of(entries) - len(entries)


@register.filter
def lacking(event: Event) -> str:
    """What a held event, read by `telling_what_is_left()`, still has to leave behind, in words."""
    if getattr(event, "lacks_materials", False):
        return _("There are no materials and no product yet")
    return _("The product is not added yet") if getattr(event, "lacks_product", False) else ""
