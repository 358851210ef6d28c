"""The days that a page of the calendar shows, as its address names them."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

# Pages of other centuries are nobody's wish, and the arithmetic of dates ends somewhere.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day in the reader's zone."""
    return dt.datetime.combine(day, dt.time.min, timezone.get_current_timezone())


def day_named(text: str) -> dt.date | None:
    """A day of «2026-11-24»; None for anything else."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday."""

    monday: dt.date

    @classmethod
    def named(cls, text: str) -> "Week":
        """The week that holds the day of the address; without a sensible one, this week."""
        day = day_named(text) or timezone.localdate()
        return cls(day - dt.timedelta(days=day.weekday()))

    @property
    def days(self) -> list[dt.date]:
        return [self.monday + dt.timedelta(days=n) for n in range(7)]

    @property
    def first(self) -> dt.date:
        return self.monday

    @property
    def last(self) -> dt.date:
        return self.days[-1]

    @property
    def previous(self) -> "Week":
        return Week(self.monday - dt.timedelta(days=7))

    @property
    def next(self) -> "Week":
        return Week(self.monday + dt.timedelta(days=7))

    def __str__(self) -> str:
        return self.monday.isoformat()


@dataclass(frozen=True)
class Month:
    """A month by its first day; the page shows it in whole weeks."""

    begins: dt.date

    @classmethod
    def named(cls, text: str) -> "Month":
        """The month of «2026-11»; without a sensible one, this month."""
        return cls((day_named(f"{text}-01") or timezone.localdate()).replace(day=1))

    @property
    def weeks(self) -> list[list[dt.date]]:
        return calendar.Calendar().monthdatescalendar(self.begins.year, self.begins.month)

    @property
    def first(self) -> dt.date:
        """The Monday with which the page begins, perhaps of the month before."""
        return self.weeks[0][0]

    @property
    def last(self) -> dt.date:
        return self.weeks[-1][-1]

    @property
    def previous(self) -> "Month":
        return Month((self.begins - dt.timedelta(days=1)).replace(day=1))

    @property
    def next(self) -> "Month":
        return Month((self.begins + dt.timedelta(days=31)).replace(day=1))

    def holds(self, day: dt.date) -> bool:
        return (day.year, day.month) == (self.begins.year, self.begins.month)

    def shows(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.begins:%Y-%m}"
