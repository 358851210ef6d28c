"""Names: «Светлова Елена Викторовна» in one cell or in three."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from teachers.staff_import.values.text import BadValue, folded, something_in

# Letters of any script, and what stands between them: «Анна-Мария», «О'Нил», «Мамед оглы».
PART = re.compile(r"[^\W\d_]+(?:[-'’ ][^\W\d_]+)*")
INITIALS = re.compile(r"\b[^\W\d_]\b(?![-'’])")
PATRONYMIC_ENDS = ("вич", "вна", "ична", "ич", "инична", "оглы", "кызы", "улы", "гызы")
SECOND_WORD_OF_A_PATRONYMIC = {"оглы", "кызы", "улы", "гызы", "кизи"}


@dataclass(frozen=True)
class FullName:
    last: str
    first: str
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.last, self.first, self.patronymic)))

    @property
    def key(self) -> str:
        """The same for spellings of one name."""
        return folded(str(self)).replace("’", "'")

    @property
    def short_key(self) -> str:
        """The same for everybody with this surname and name, whatever the patronymic."""
        return FullName(self.last, self.first).key

    def is_same_as(self, other: "FullName") -> bool:
        """A patronymic that one of them lacks does not part them."""
        patronymics = {folded(name.patronymic) for name in (self, other) if name.patronymic}
        return self.short_key == other.short_key and len(patronymics) < 2


def name_of(cell: Cell) -> FullName | None:
    """A whole name in one cell, None for an empty one. Raises BadValue."""
    text = something_in(cell)
    if not text:
        return None
    if INITIALS.search(text):
        raise BadValue(_("Only initials stand here. Write the name in full."))
    parts = [_tidy(part) for part in text.split()]
    if len(parts) > 2 and parts[-1].lower() in SECOND_WORD_OF_A_PATRONYMIC:
        parts[-2:] = [f"{parts[-2]} {parts[-1].lower()}"]
    if len(parts) < 2:
        raise BadValue(_("Write the surname and the name."))
    if len(parts) > 3 and not parts[-1].lower().endswith(PATRONYMIC_ENDS):
        raise BadValue(_("Where does the surname end? Put surname, name and patronymic into three columns."))
    if len(parts) > 3:
        parts = [" ".join(parts[:-2]), *parts[-2:]]
    return FullName(*parts)


def name_from(last: Cell, first: Cell, patronymic: Cell) -> FullName | None:
    """A name in three cells, None when all are empty. Raises BadValue."""
    texts = [something_in(cell) for cell in (last, first, patronymic)]
    if not any(texts):
        return None
    if not texts[0] or not texts[1]:
        raise BadValue(_("Write the surname and the name."))
    if any(INITIALS.search(text) for text in texts):
        raise BadValue(_("Only initials stand here. Write the name in full."))
    return FullName(*(_tidy(text) if text else "" for text in texts))


def _tidy(part: str) -> str:
    """«СВЕТЛОВА» and «светлова» become «Светлова»; what somebody wrote with care stays. Raises BadValue."""
    if not PART.fullmatch(part):
        raise BadValue(_("A name is made of letters; look at «%(part)s».") % {"part": part[:40]})
    if part.isupper() or part.islower():
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), part)
    return part
