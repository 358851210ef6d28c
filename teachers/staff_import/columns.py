"""The columns of a staff list: what they are called and how schools call them."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teachers.staff_import.values.text import words


class Column(StrEnum):
    """In the order in which a preview shows them."""

    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    PATRONYMIC = "patronymic"
    EMAIL = "email"
    POST = "post"
    HIRED = "hired"
    BIRTH = "birth"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    WORK_BEGAN = "work_began"
    CATEGORY = "category"
    CATEGORY_DAY = "category_day"
    CATEGORY_ORDER = "category_order"
    COURSE = "course"
    COURSE_HOURS = "course_hours"
    COURSE_DAY = "course_day"
    COURSE_PROVIDER = "course_provider"
    COURSE_CERTIFICATE = "course_certificate"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    Column.FULL_NAME: _("Full name"),
    Column.LAST_NAME: _("Surname"),
    Column.FIRST_NAME: _("First name"),
    Column.PATRONYMIC: _("Patronymic"),
    Column.EMAIL: _("E-mail"),
    Column.POST: _("Post"),
    Column.HIRED: _("Works here since"),
    Column.BIRTH: _("Date of birth"),
    Column.EDUCATION: _("Education"),
    Column.EXPERIENCE: _("Pedagogical experience"),
    Column.WORK_BEGAN: _("Pedagogical work since"),
    Column.CATEGORY: _("Category"),
    Column.CATEGORY_DAY: _("Assigned on"),
    Column.CATEGORY_ORDER: _("Order number"),
    Column.COURSE: _("Course: topic"),
    Column.COURSE_HOURS: _("Course: hours"),
    Column.COURSE_DAY: _("Course: finished on"),
    Column.COURSE_PROVIDER: _("Course: organisation"),
    Column.COURSE_CERTIFICATE: _("Course: certificate"),
}

# How headers name a column. All words of a phrase stand somewhere in the header; «*» is any ending; a phrase that
# begins with «=» is the whole header; one that begins with «~» is general and yields to any other. Of several that fit,
# the one with the most words wins, then the longest.
SPELLINGS = {
    Column.FULL_NAME: ["ф и о", "фио", "фамилия имя", "=педагог", "=сотрудник", "=работник", "full name", "=name"],
    Column.LAST_NAME: ["=фамилия", "surname", "last name"],
    Column.FIRST_NAME: ["=имя", "first name", "given name"],
    Column.PATRONYMIC: ["отчество", "patronymic", "middle name"],
    Column.EMAIL: ["e mail", "email", "почт*", "электронный адрес", "эл адрес"],
    Column.POST: ["должност*", "=post", "position", "job title"],
    Column.HIRED: ["дата прием*", "прием* работу", "принят*", "поступлен* работу", "работает с", "hired", "here since"],
    Column.BIRTH: ["рожден*", "=д р", "=др", "birth"],
    Column.EDUCATION: ["образован*", "education"],
    Column.EXPERIENCE: ["~стаж*", "пед* стаж*", "стаж* пед*", "педстаж", "experience"],
    Column.WORK_BEGAN: ["начал* пед* работы", "начал* пед* деятельности", "пед* работ* с", "pedagogical work since"],
    Column.CATEGORY: ["~категори*", "~сзд", "~аттестаци*", "=кк", "category"],
    Column.CATEGORY_DAY: [
        "дата присвоен*",
        "дата категори*",
        "дата квалификационн* категори*",
        "дата присвоен* категори*",
        "дата присвоен* квалификационн* категори*",
        "дата аттестаци*",
        "год аттестаци*",
        "дата установлен*",
        "дата приказ*",
        "assigned on",
    ],
    Column.CATEGORY_ORDER: ["приказ*", "номер приказ*", "приказ* аттестаци*", "приказ* категори*", "order number"],
    Column.COURSE: ["тема курс*", "~курс*", "~пк", "~кпк", "~повышен* квалификации", "course topic"],
    Column.COURSE_HOURS: [
        "=часы",
        "=час",
        "количество часов",
        "кол во часов",
        "объем час*",
        "курс* час*",
        "пк час*",
        "course hours",
    ],
    Column.COURSE_DAY: [
        "дата окончан*",
        "дата прохожден*",
        "год прохожден*",
        "дата курс*",
        "год курс*",
        "срок* курс*",
        "дата пк",
        "год пк",
        "дата окончан* курс*",
        "дата прохожден* курс*",
        "дата повышен* квалификации",
        "год повышен* квалификации",
        "course finished on",
    ],
    Column.COURSE_PROVIDER: [
        "организаци*",
        "место прохожден*",
        "курс* организаци*",
        "пк организаци*",
        "course organisation",
    ],
    Column.COURSE_CERTIFICATE: ["удостоверен*", "курс* удостоверен*", "пк удостоверен*", "course certificate"],
    # Whole experience is another thing than pedagogical experience; plans and terms are no facts.
    None: [
        "общ* стаж*",
        "стаж* общ* пед*",
        "стаж* должности",
        "стаж* учрежден*",
        "стаж* организации",
        "планируем* категори*",
        "планируем* аттестаци*",
        "следующ* аттестаци*",
        "срок* действ* категори*",
        "категори* действ* до",
    ],
}


@lru_cache(maxsize=4096)
def column_of(header: str) -> Column | None:
    """The column that a header names; None for one that is not loaded."""
    plain = words(header)
    fitting = [(_weight(phrase), column) for column, phrase in _phrases() if _fits(phrase, plain)]
    return max(fitting, key=lambda fit: fit[0])[1] if fitting else None


def _phrases() -> Iterator[tuple[Column | None, str]]:
    for column, phrases in SPELLINGS.items():
        for phrase in phrases:
            yield column, phrase


def _weight(phrase: str) -> tuple[bool, int, int]:
    return not phrase.startswith("~"), phrase.count(" "), len(phrase)


def _fits(phrase: str, header: str) -> bool:
    if phrase.startswith("="):
        return phrase[1:] == header
    return all(re.search(r"\b" + word.replace("*", r"\w*") + r"\b", header) for word in phrase.strip("~").split())
