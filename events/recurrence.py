"""On which days a series meets: every so many weeks, by the kindergarten's calendar, without its holidays."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateutil.rrule import WEEKLY, rrule
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.dates import SchoolYear
from events.actions.planning import Time
from events.models import Holiday

MOST_EVENTS = 60


@dataclass(frozen=True)
class Rule:
    """Every `every_weeks` weeks on the first day's weekday, `until` at the latest."""

    every_weeks: int
    until: dt.date

    def days(self, first: dt.date) -> list[dt.date]:
        """All days, holidays among them."""
        start, end = (dt.datetime.combine(day, dt.time()) for day in (first, self.until))
        return [moment.date() for moment in rrule(WEEKLY, dtstart=start, interval=self.every_weeks, until=end)]


@dataclass(frozen=True)
class Calendar:
    """The days of a series: `kept`, and `skipped` with the holiday that stands in the way."""

    kept: Sequence[dt.date]
    skipped: Sequence[tuple[dt.date, Holiday]]

    @property
    def lines(self) -> list[str]:
        return [date_format(day, "l, j E Y") for day in self.kept]

    @property
    def skipped_lines(self) -> list[str]:
        words = _("%(day)s: %(holiday)s")
        return [words % {"day": date_format(day, "l, j E Y"), "holiday": holiday} for day, holiday in self.skipped]


def lay_out(rule: Rule, first: dt.date, holidays: Iterable[Holiday], lasts: Sequence[int] = (0,)) -> Calendar:
    """`lasts` are the days of one event, counted from its first: none of them may fall into a holiday."""
    kept, skipped, closed = list[dt.date](), list[tuple[dt.date, Holiday]](), list(holidays)
    for day in rule.days(first):
        own = [day + dt.timedelta(days=number) for number in lasts]
        holiday = next((holiday for holiday in closed if any(holiday.holds(each) for each in own)), None)
        if holiday is None:
            kept.append(day)
        else:
            skipped.append((day, holiday))
    return Calendar(kept, skipped)


def last_day_for(first: dt.date) -> dt.date:
    """A series ends with the school year in which it begins."""
    return SchoolYear.of(first).last_day


def first_day(times: Sequence[Time], zone: dt.tzinfo) -> dt.date:
    return min(time.starts_at for time in times).astimezone(zone).date()


def days_of(times: Sequence[Time], zone: dt.tzinfo) -> list[int]:
    """Days on which the times fall, counted from the first of them."""
    first = first_day(times, zone)
    return sorted({(time.starts_at.astimezone(zone).date() - first).days for time in times})


def shifted(time: Time, by: dt.timedelta, zone: dt.tzinfo) -> Time:
    """The same by the wall clock, whatever the clocks do in between."""
    return replace(time, starts_at=_by_the_wall(time.starts_at, by, zone), ends_at=_by_the_wall(time.ends_at, by, zone))


def _by_the_wall(moment: dt.datetime, by: dt.timedelta, zone: dt.tzinfo) -> dt.datetime:
    return (moment.astimezone(zone).replace(tzinfo=None) + by).replace(tzinfo=zone)
