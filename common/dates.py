"""The school year of a kindergarten: 1 September to 31 May, with the summer belonging to the year before it."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils import timezone


@dataclass(frozen=True, order=True)
class SchoolYear:
    """A school year by the calendar year in which it begins; `str()` gives «2026/27»."""

    begins: int

    @classmethod
    def of(cls, day: dt.date) -> "SchoolYear":
        return cls(day.year if day.month >= 9 else day.year - 1)

    @classmethod
    def current(cls) -> "SchoolYear":
        return cls.of(timezone.localdate())

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.begins, 9, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.begins + 1, 8, 31)

    def __str__(self) -> str:
        return f"{self.begins}/{(self.begins + 1) % 100:02d}"


def full_years(since: dt.date, on: dt.date) -> int:
    """Whole years from `since` to `on`; never below zero."""
    return max(on.year - since.year - ((on.month, on.day) < (since.month, since.day)), 0)


def age_on(day: dt.date, *, born_on: dt.date | None, born_in: int | None) -> int | None:
    """Whole years of age on `day`; from the year of birth alone, the age on 1 January of that day's year.

    The second is how the form 85-К counts (full years on 1 January after the reporting year), so a year suffices.
    """
    if born_on:
        return full_years(born_on, day)
    return max(day.year - born_in - 1, 0) if born_in else None


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day `years` years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day `months` months earlier, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def full_months(since: dt.date, on: dt.date) -> int:
    """Whole months from `since` to `on`; never below zero."""
    return max((on.year - since.year) * 12 + on.month - since.month - (on.day < since.day), 0)
