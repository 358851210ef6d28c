"""Days: Excel's own dates, its bare numbers, dd.mm.yyyy, ISO, and «1 сентября 2026 г.» in running text."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.dates import full_years
from common.spreadsheets import Cell
from teachers.staff_import.values.text import BadValue, folded, something_in

EXCEL_BEGINS = dt.date(1899, 12, 30)
# A bare number is a day of Excel's calendar only where it cannot be a year: 1927 to 2064.
EXCEL_DAYS = range(10_000, 60_000)
MONTHS = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
IN_WORDS = re.compile(r"(?<!\d)(\d{1,2}) ([а-я]{3})[а-я]* (\d{4})(?!\d)")
# «г.» after a date, a midnight that a program added.
TAIL = r"(?:[t ]00:00(?::00)?)?(?: ?г(?:\.|од[а-я]*)?)?$"
YOUNGEST, OLDEST = 16, 90


def day_of(cell: Cell, *, not_after: dt.date | None = None) -> dt.date | None:
    """The day in a cell, None for an empty one. Raises BadValue."""
    if isinstance(cell, dt.datetime):
        day = cell.date()
    elif isinstance(cell, dt.date):
        day = cell
    elif isinstance(cell, int) and cell in EXCEL_DAYS:
        day = EXCEL_BEGINS + dt.timedelta(days=cell)
    else:
        text = something_in(cell)
        if not text:
            return None
        day = _only_day_in(text)
    if not_after and day > not_after:
        raise BadValue(_("This day is still to come."))
    return day


def _only_day_in(text: str) -> dt.date:
    for pattern, order in ((NUMERIC, (2, 1, 0)), (ISO, (0, 1, 2)), (IN_WORDS, (2, 1, 0))):
        match = pattern.match(folded(text))
        if match and re.match(TAIL, folded(text)[match.end() :]):
            return _day([match.groups()[n] for n in order], text)
    raise BadValue(_("This is no date. Write it like 31.08.2024."))


def _day(parts: list[str], text: str) -> dt.date:
    year, month, day = parts
    try:
        return dt.date(_full_year(int(year), len(year)), _month(month), int(day))
    except ValueError as error:
        raise BadValue(_("There is no such day: %(day)s.") % {"day": text}) from error


def _month(text: str) -> int:
    """Raises ValueError for what is no month."""
    return int(text) if text.isdigit() else MONTHS.index("мая" if text == "май" else text) + 1


def _full_year(year: int, digits: int) -> int:
    """«74» is 1974, «24» is 2024: the last such year that is not far ahead."""
    if digits > 2:
        return year
    return 2000 + year if 2000 + year <= dt.date.today().year + 1 else 1900 + year  # noqa: DTZ011 -- the year alone


def days_in(text: str) -> list[dt.date]:
    """Every date in running text, in order; what only looks like one is passed over."""
    found = []
    for pattern, order in ((NUMERIC, (2, 1, 0)), (ISO, (0, 1, 2)), (IN_WORDS, (2, 1, 0))):
        for match in pattern.finditer(folded(text)):
            try:
                found.append((match.start(), _day([match.groups()[n] for n in order], match[0])))
            except BadValue:
                continue
    return [day for _start, day in sorted(found)]


def without_days(text: str) -> str:
    for pattern in (NUMERIC, ISO, IN_WORDS):
        text = pattern.sub(" ", folded(text))
    return text


@dataclass(frozen=True)
class Birth:
    """A year, and the day when it is known."""

    year: int
    day: dt.date | None = None


def birth_of(cell: Cell, *, as_of: dt.date) -> Birth | None:
    """A date of birth, or the year alone. Raises BadValue, for an age at which nobody works too."""
    year = _year_alone(cell)
    day = None if year else day_of(cell)
    if not year and not day:
        return None
    birth = Birth(day.year, day) if day else Birth(year)
    if birth.year > as_of.year or (day and day > as_of):
        raise BadValue(_("The birth is still to come."))
    age = full_years(day, as_of) if day else as_of.year - year
    if not YOUNGEST <= age <= OLDEST:
        raise BadValue(_("By this date the person is %(age)d. Look at the year.") % {"age": age})
    return birth


def _year_alone(cell: Cell) -> int:
    """«1979», «1979 г.р.»; 0 when it is anything else."""
    if isinstance(cell, dt.date):
        return 0
    match = re.fullmatch(r"(\d{4})(?: ?г\.? ?р?\.?| ?год[а-я ]*)?", folded(something_in(cell)))
    return int(match[1]) if match and int(match[1]) > 0 else 0
