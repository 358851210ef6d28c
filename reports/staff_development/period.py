"""From which day to which."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.dates import SchoolYear


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, year: SchoolYear) -> "Period":
        return cls(year.first_day, year.last_day)

    @property
    def school_year(self) -> SchoolYear | None:
        """The school year that it is; None when it is shorter or longer."""
        year = SchoolYear.of(self.first)
        return year if self == Period.of(year) else None

    @property
    def as_of(self) -> dt.date:
        """The day for which experience, age and category are told: the last one, or today while it still runs."""
        return min(self.last, max(self.first, timezone.localdate()))

    def moments(self, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Its beginning and the moment just after its end, in `zone`."""
        midnight = dt.time()
        after = self.last + dt.timedelta(days=1)
        return dt.datetime.combine(self.first, midnight, zone), dt.datetime.combine(after, midnight, zone)

    def __str__(self) -> str:
        if self.school_year:
            return str(self.school_year)
        days = {"first": date_format(self.first), "last": date_format(self.last)}
        return _("from %(first)s to %(last)s") % days
