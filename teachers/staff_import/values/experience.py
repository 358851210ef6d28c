"""Experience as lists say it: «12», «12,5», «12 лет 3 мес.», «менее года»."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import full_months, full_years, months_before, years_before
from common.spreadsheets import Cell
from teachers.staff_import.values.text import BadValue, folded, something_in

MOST_YEARS = 75
NUMBER = re.compile(r"(\d{1,4})(?:[.,](\d+))?")
IN_WORDS = re.compile(
    r"(?:(?P<years>\d{1,4}) ?(?:лет|год[а-я]*|л|г)\.?,?)?"
    r" ?(?:и )?(?:(?P<months>\d{1,2}) ?(?:месяц[а-я]*|мес|м)\.?,?)?"
    r" ?(?:и )?(?:\d{1,2} ?(?:дн[а-я]*|день|д)\.?)?"
)
NONE_YET = re.compile(r"(?:менее|меньше|до) (?:1 |одного )?года|без стажа|нет стажа|стажа нет|б/с")


@dataclass(frozen=True)
class Experience:
    """`months` is None when only whole years are said."""

    years: int
    months: int | None = None

    def began_on(self, as_of: dt.date) -> dt.date:
        """The day work began so that the experience is this on the day `as_of`."""
        return months_before(years_before(as_of, self.years), self.months or 0)

    def agrees_with(self, began_on: dt.date | None, as_of: dt.date) -> bool:
        """Whether work that began on that day gives this experience: a list that says «12» knows no more than that."""
        if began_on is None or began_on > as_of:
            return False
        if self.months is None:
            return full_years(began_on, as_of) == self.years
        return full_months(began_on, as_of) == self.years * 12 + self.months


def experience_of(cell: Cell) -> Experience | None:
    """Years and months in a cell, None for an empty one. Raises BadValue."""
    if isinstance(cell, dt.date | dt.time):
        raise BadValue(_("A date stands here. Write years like 12 or «12 лет 3 мес.»"))
    text = folded(something_in(cell))
    if not text:
        return None
    if text.startswith(("-", "–", "−")):
        raise BadValue(_("Experience cannot be negative."))
    experience = _read(text)
    if experience.years > MOST_YEARS:
        raise BadValue(_("More than %(years)d years is too much. Look at the number.") % {"years": MOST_YEARS})
    return experience


def _read(text: str) -> Experience:
    if NONE_YET.fullmatch(text):
        return Experience(0)
    number = NUMBER.fullmatch(text)
    if number:
        months = round(float(f"0.{number[2]}") * 12) if number[2] else None
        return Experience(int(number[1]) + 1, 0) if months == 12 else Experience(int(number[1]), months or None)
    match = IN_WORDS.fullmatch(text)
    if not match or not (match["years"] or match["months"]):
        raise BadValue(_("This is no experience. Write years like 12 or «12 лет 3 мес.»"))
    months = int(match["months"]) if match["months"] else None
    if months and months > 11:
        return Experience(int(match["years"] or 0) + months // 12, months % 12)
    return Experience(int(match["years"] or 0), months)


def experience_in_words(began_on: dt.date | None, as_of: dt.date) -> str:
    """«12 years 3 months» on the day `as_of`; empty when the beginning is unknown."""
    if began_on is None:
        return ""
    years, months = divmod(full_months(began_on, as_of), 12)
    said = [ngettext("%(n)d year", "%(n)d years", years) % {"n": years}] if years or not months else []
    if months:
        said.append(ngettext("%(n)d month", "%(n)d months", months) % {"n": months})
    return " ".join(said)
