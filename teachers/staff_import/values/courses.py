"""Courses (повышение квалификации): hours."""

import re

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from teachers.staff_import.values.text import BadValue, folded, something_in

MOST_HOURS = 2000
HOURS = re.compile(r"(\d{1,6})(?: ?(?:ч|час|часов|часа|ак\.? ?ч[а-я]*)\.?)?")
HOURS_IN_TEXT = re.compile(r"(?<!\d)(\d{1,4}) ?(?:ч\b|час)")


def hours_of(cell: Cell) -> int | None:
    """Hours in a cell, None for an empty one. Raises BadValue."""
    text = folded(something_in(cell))
    if not text:
        return None
    match = HOURS.fullmatch(text)
    if not match:
        raise BadValue(_("Write the hours as a number, like 72."))
    hours = int(match[1])
    if not 1 <= hours <= MOST_HOURS:
        raise BadValue(_("A course lasts from 1 to %(most)d hours.") % {"most": MOST_HOURS})
    return hours


def hours_in(text: str) -> int | None:
    """Hours said in running text: «Первая помощь, 72 ч.»."""
    match = HOURS_IN_TEXT.search(folded(text))
    return int(match[1]) if match and 1 <= int(match[1]) <= MOST_HOURS else None
