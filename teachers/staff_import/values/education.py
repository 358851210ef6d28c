"""Education: the kind is understood, the words are kept."""

import re
from dataclasses import dataclass

from common.spreadsheets import Cell
from teachers.models import Profile
from teachers.staff_import.values.text import folded, something_in

Kind = Profile.Education
HIGHER = r"высш|в/о|\bво\b|бакалавр|магистр|специалитет"
SECONDARY = r"ср[а-я]*[. -]*(?:проф|спец|пед)|\bспо\b|колледж|училищ|техникум"
PEDAGOGICAL = r"(?<!не)(?<!не )пед|учител|воспит|психолог|дефектолог|логопед"
PRESCHOOL = r"дошк"
STUDENT = r"студент|обучается|учится|получает"
# Cells that say the kind and nothing more; anything longer is kept as it is written.
BARE = re.compile(
    r"(?:высшее|среднее|профессиональное|специальное|средне-?специальное|средне-?профессиональное|"
    r"педагогическое|дошкольное|непедагогическое|спо|во|образование|[ ,.()-])+"
)


@dataclass(frozen=True)
class Education:
    """`kind` is empty when the words could not be understood; `details` are the words beyond the kind."""

    kind: str = ""
    details: str = ""


def education_of(cell: Cell) -> Education | None:
    """None for an empty cell. Raises BadValue."""
    text = something_in(cell)
    if not text:
        return None
    plain = folded(text)
    return Education(_kind(plain), "" if BARE.fullmatch(plain) else text)


def _kind(text: str) -> str:
    if re.search(STUDENT, text):
        return Kind.STUDENT
    if re.search(HIGHER, text):
        if re.search(PRESCHOOL, text):
            return Kind.HIGHER_PRESCHOOL
        return Kind.HIGHER_PEDAGOGICAL if re.search(PEDAGOGICAL, text) else Kind.HIGHER_OTHER
    if re.search(SECONDARY, text):
        return Kind.SECONDARY_PEDAGOGICAL if re.search(PEDAGOGICAL, text) else Kind.SECONDARY
    return ""
