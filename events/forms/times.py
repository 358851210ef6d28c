"""A day, a beginning and an end, typed in the kindergarten's own time and checked in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Meeting
from events.models.meetings import LONGEST_MEETING

YEAR = dt.timedelta(days=366)
Span: TypeAlias = tuple[dt.datetime, dt.datetime]


def day_widget() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def clock_widget() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


@dataclass(frozen=True)
class Clock:
    """The kindergarten's zone, and the times that the event's meetings have had: those may stay in the past."""

    zone: dt.tzinfo
    kept: Mapping[int, Span]

    @classmethod
    def of(cls, event: Event) -> "Clock":
        zone = ZoneInfo(event.kindergarten.time_zone)
        meetings = event.meetings.all() if event.pk else []
        return cls(zone, {meeting.pk: (meeting.starts_at, meeting.ends_at) for meeting in meetings})

    def initial(self, meeting: Meeting) -> dict[str, Any]:
        begins, ends = (timezone.localtime(moment, self.zone) for moment in (meeting.starts_at, meeting.ends_at))
        return {"meeting": meeting.pk, "day": begins.date(), "begins": begins.time(), "ends": ends.time()}

    def read(self, form: forms.BaseForm, data: Mapping[str, Any], *, day: dt.date, minutes: int) -> Span | None:
        """The time that was typed; None, with a sentence beside the field, when there can be no such meeting."""
        starts_at = dt.datetime.combine(day, data["begins"], self.zone)
        usual = starts_at + dt.timedelta(minutes=minutes)
        ends_at = dt.datetime.combine(day, data["ends"], self.zone) if data.get("ends") else usual
        field, trouble = self._trouble(starts_at, ends_at, is_kept=(starts_at, ends_at) in self.kept.values())
        if trouble:
            form.add_error(field, trouble)
            return None
        return starts_at, ends_at

    def _trouble(self, starts_at: dt.datetime, ends_at: dt.datetime, *, is_kept: bool) -> tuple[str, Any]:
        if ends_at <= starts_at:
            return "ends", _("The end must be later than the beginning.")
        if ends_at - starts_at > LONGEST_MEETING:
            return "ends", _("A meeting lasts a day at most.")
        if starts_at <= timezone.now() and not is_kept:
            return "day", _("This time has already passed; choose a later one.")
        if starts_at > timezone.now() + YEAR:
            return "day", _("This is more than a year away; choose a nearer day.")
        return "", ""
