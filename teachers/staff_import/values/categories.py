"""Categories as schools write them: «1 кк», «ВКК», «СЗД», «б/к», «высшая, педагог-методист», with dates and orders."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from teachers.models.qualification import CategoryKind
from teachers.staff_import.values.dates import day_of, days_in, without_days
from teachers.staff_import.values.text import BadValue, folded, something_in

QUALIFICATION = r"(?: ?(?:квалификационн[а-я]+|кв|категори[а-я]+|кат|кк))*"
KINDS = {
    CategoryKind.FIRST: rf"(?:перв(?:ая|ой|ую)|1(?:-?(?:ая|я|й))?|i){QUALIFICATION}",
    CategoryKind.HIGHEST: rf"высш(?:ая|ей|ую|)?{QUALIFICATION}|в ?к(?:к|в\b){QUALIFICATION}|вк",
    CategoryKind.SUITABLE: r"сзд|соотв[а-я]*(?: занима[а-я]+)?(?: должност[а-я]+)?|соотв зан долж[а-я]*",
    CategoryKind.TEACHER_METHODIST: r"педагог[ -]?методист",
    CategoryKind.TEACHER_MENTOR: r"педагог[ -]?наставник",
}
NONE = (
    rf"бк|бкк|без{QUALIFICATION}|нет{QUALIFICATION}|не имеет[а-я]*{QUALIFICATION}|не аттестован[а-я]*|"
    r"молодой специалист|0"
)
ABBREVIATIONS = {"б/к": "бк", "к/к": "кк", "в/к": "вк"}
ORDER = re.compile(r"(?:приказ[а-я]*|пр\.?|распоряжени[а-я]*)?\s*(?:от\s*)?№\s*([\w/.-]*\w)")
ORDER_WORDS = re.compile(r"\b(?:приказ[а-я]*|распоряжени[а-я]*|пр|от|до|с|г|присвоена?|установлена?)\b")


@dataclass(frozen=True)
class Stated:
    """A category that a list says somebody holds."""

    kind: CategoryKind
    assigned_on: dt.date | None = None
    order_number: str = ""


def categories_of(cell: Cell) -> list[Stated]:
    """Every category in a cell; none for «б/к» and an empty cell. Raises BadValue for a word that is no category."""
    text = folded(something_in(cell))
    order, days = _order_in(text), days_in(text)
    kinds = [kind for part in _parts(text) if (kind := _kind_of(part)) is not None]
    return with_days([Stated(kind) for kind in dict.fromkeys(kinds)], days, order)


def _parts(text: str) -> list[str]:
    """The words for categories alone, dates and orders taken out."""
    for written, meant in ABBREVIATIONS.items():
        text = text.replace(written, meant)
    text = ORDER_WORDS.sub(" ", without_days(ORDER.sub(" ", text))).replace(".", " ")
    parts = re.split(r"[,;/()+]| и ", text)
    return [part for part in (" ".join(part.split()) for part in parts) if part.strip(" -–—")]


def _kind_of(part: str) -> CategoryKind | None:
    for kind, pattern in KINDS.items():
        if re.fullmatch(pattern, part):
            return kind
    if re.fullmatch(NONE, part):
        return None
    raise BadValue(
        _("There is no category «%(word)s». Write «первая», «высшая», «СЗД», «педагог-методист» or «б/к».")
        % {"word": part[:40]}
    )


def _order_in(text: str) -> str:
    match = ORDER.search(text)
    return match[1] if match else ""


def assignment_of(cell: Cell, *, not_after: dt.date) -> tuple[list[dt.date], str]:
    """Days and the order's number in a cell «дата присвоения» or «дата и № приказа». Raises BadValue."""
    text = something_in(cell)
    if not text:
        return [], ""
    order, days = _order_in(folded(text)), days_in(text)
    if not days and not order:
        day = day_of(cell)
        days = [day] if day else []
    if any(day > not_after for day in days):
        raise BadValue(_("This day is still to come."))
    return days, order


def with_days(stated: list[Stated], days: list[dt.date], order_number: str) -> list[Stated]:
    """As many days as categories: each gets its own. One day: the last named has it, as the newest."""
    if not stated or not (days or order_number):
        return stated
    if len(days) == len(stated):
        stated = [replace(one, assigned_on=day) for one, day in zip(stated, days, strict=True)]
    elif days:
        stated = [*stated[:-1], replace(stated[-1], assigned_on=days[-1])]
    return [*stated[:-1], replace(stated[-1], order_number=order_number)] if order_number else stated
