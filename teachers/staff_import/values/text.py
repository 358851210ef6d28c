"""Cells as text, and text made alike so that it can be compared."""

import datetime as dt
import re
import unicodedata

from django.utils import formats
from django.utils.translation import gettext as _

from common.spreadsheets import BadCell, Cell

# What people put into a cell to say that there is nothing to say.
NOTHING = {"", "-", "--", "–", "—", "нет", "нет данных", "н/д", "не указано", "отсутствует", "?"}


class BadValue(ValueError):
    """What stands in the cell cannot be used; `str()` says why and what to write, in the person's language."""


def text_of(cell: Cell) -> str:
    """What the cell shows, in one line. Raises BadValue for an error and for a formula without its result."""
    if isinstance(cell, BadCell):
        raise BadValue(_bad_cell_in_words(cell))
    return shown(cell)


def _bad_cell_in_words(cell: BadCell) -> str:
    if cell.shown.startswith("="):
        return _("A formula stands here, and the file does not hold its result. Write the value itself.")
    return _("The spreadsheet shows an error here. Write the value itself.")


def shown(cell: Cell) -> str:
    """The cell as a person reads it, whatever it holds."""
    if isinstance(cell, BadCell):
        return cell.shown
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return str(formats.date_format(cell, "d.m.Y"))
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    return "" if cell is None else one_line(str(cell))


def one_line(text: str) -> str:
    """Without line breaks, invisible characters and doubled spaces."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c.isspace() or not _is_invisible(c))
    return " ".join(kept.split())


def _is_invisible(character: str) -> bool:
    """Joiners, soft hyphens, control characters, halves of characters."""
    return unicodedata.category(character) in ("Cf", "Cc", "Cs")


def something_in(cell: Cell) -> str:
    """Like `text_of`, but empty for a dash, «нет» and the like."""
    text = text_of(cell)
    return "" if text.lower() in NOTHING else text


def folded(text: str) -> str:
    """The same for texts that differ in letter case, ё and е, or spaces."""
    return one_line(text).casefold().replace("ё", "е")


def words(text: str) -> str:
    """Only words and numbers, a space between them: «Ст. воспитатель» and «ст воспитатель» are the same."""
    return " ".join(re.findall(r"\w+", folded(text)))
