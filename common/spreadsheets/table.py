"""What a table is once it is read, and the words in which a file is refused."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 100


@dataclass(frozen=True)
class BadCell:
    """A cell that shows something and holds no value: a formula never calculated, or an error like #REF!."""

    shown: str


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | BadCell | None


@dataclass(frozen=True)
class Table:
    """`rows[0]` is row 1 of the sheet, as a spreadsheet counts; rows may differ in length. Empty cells are None."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)


REASONS = {
    "empty": gettext_lazy("The file is empty: there is no table in it."),
    "large": gettext_lazy("The file is larger than %(mb)d MB. Keep only the list itself, without pictures."),
    "unpacked": gettext_lazy("The workbook is too large inside. Copy only the list into a new workbook and save it."),
    "long": gettext_lazy("The table is too large: at most %(rows)d rows and %(columns)d columns are read."),
    "slow": gettext_lazy("The workbook takes too long to open. Copy only the list into a new workbook and save it."),
    "password": gettext_lazy("The workbook is protected with a password. Take the password off and save it again."),
    "broken": gettext_lazy("The file is damaged or did not arrive whole. Open it, save it once more and try again."),
    "xls": gettext_lazy("This is a workbook of the old kind (.xls). Open it and save it as .xlsx."),
    "other_workbook": gettext_lazy("This kind of workbook is not read. Open it and save it as .xlsx."),
    "document": gettext_lazy("This is a text document. Copy the list into a spreadsheet and save it as .xlsx."),
    "picture": gettext_lazy("This is a picture. An .xlsx workbook or a .csv file is needed."),
    "pdf": gettext_lazy("This is a PDF. An .xlsx workbook or a .csv file is needed."),
    "archive": gettext_lazy("This is an archive. Take the list out of it and choose the list itself."),
    "web_page": gettext_lazy("This is a web page inside. Open it in a spreadsheet and save it as .xlsx."),
    "no_table": gettext_lazy("This is not a table. An .xlsx workbook or a .csv file is needed."),
}


class TableRefused(ValueError):
    """The file cannot be read as a table; `str()` says why and what to do, in the person's language."""

    reason = ""

    @classmethod
    def because(cls, reason: str) -> "TableRefused":
        """For one of REASONS."""
        numbers = {"mb": MAX_BYTES // 1024**2, "rows": MAX_ROWS, "columns": MAX_COLUMNS}
        refused = cls(str(REASONS[reason]) % numbers)
        refused.reason = reason
        return refused


def check_size(number_of_bytes: int) -> None:
    """Raises TableRefused for a file that is too large to be looked at."""
    if number_of_bytes > MAX_BYTES:
        raise TableRefused.because("large")


def size_limit_in_words() -> str:
    """What is said before a file is chosen."""
    return _("An .xlsx workbook or a .csv file, up to %(mb)d MB.") % {"mb": MAX_BYTES // 1024**2}
