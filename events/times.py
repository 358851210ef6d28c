"""A time of an event in words: as the reader's wall clock shows it, and in Moscow's time for those elsewhere."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Event

MOSCOW = ZoneInfo("Europe/Moscow")


def in_words(starts_at: dt.datetime, ends_at: dt.datetime, event: Event | None = None) -> str:
    """«Четверг, 26 ноября, 13:00–14:00»; of an event open beyond its kindergarten also «(11:00–12:00 МСК)», unless the
    reader's own time is Moscow's."""
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    words = f"{date_format(begins, 'l, j E')}, {_clock(begins, ends)}"
    is_shared = event is not None and event.audience != Event.Audience.KINDERGARTEN
    moscow = in_moscow(starts_at, ends_at) if is_shared else ""
    return f"{words} ({moscow})" if moscow else words


def in_moscow(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """«11:00–12:00 МСК», with the day when it is another one; empty where the clocks agree."""
    here = timezone.localtime(starts_at)
    begins, ends = starts_at.astimezone(MOSCOW), ends_at.astimezone(MOSCOW)
    if here.utcoffset() == begins.utcoffset():
        return ""
    day = "" if here.date() == begins.date() else f"{date_format(begins, 'j E')}, "
    return _("{time} MSK").format(time=day + _clock(begins, ends))


def _clock(begins: dt.datetime, ends: dt.datetime) -> str:
    """The end bears its day when that is another one."""
    day = "" if begins.date() == ends.date() else f"{date_format(ends, 'j E')}, "
    return f"{begins:%H:%M}–{day}{ends:%H:%M}"
