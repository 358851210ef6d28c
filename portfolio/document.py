"""The portfolio on paper: who the teacher is, then their items section by section, with small pictures."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.documents import render_pdf
from common.numbers import hours_in_words
from portfolio.models import Evidence, Item
from portfolio.shelf import shelves
from teachers.models import CategoryRecord, Course, Employment, Profile, User

TEMPLATE = Path(__file__).with_name("document.typ")
PICTURES_OF_AN_ITEM = 3


def portfolio_pdf(teacher: User, *, since: dt.date | None = None, until: dt.date | None = None) -> bytes:
    """The kept items of `teacher` from `since` to `until` as PDF, in the language now spoken."""
    items = Item.objects.of(teacher).kept().with_facts()
    items = items.filter(happened_on__gte=since) if since else items
    items = items.filter(happened_on__lte=until) if until else items
    kept = list(items)
    pictures = _pictures(kept)
    data = {
        "language": (get_language() or "ru")[:2],
        "words": _words(),
        "organisation": str(teacher.kindergarten.name) if teacher.kindergarten else "",
        "name": teacher.get_full_name(),
        "short_name": teacher.get_short_name(),
        "facts": [fact for fact in _facts(teacher, kept, since, until) if fact[1]],
        "courses": [_course(course) for course in _courses(teacher, since, until)],
        "sections": [
            {"title": shelf.section.title, "items": [_item(item, pictures) for item in shelf.items]}
            for shelf in shelves(kept)
            if shelf.items
        ],
        "today": _date(timezone.localdate()),
    }
    return render_pdf(TEMPLATE, data, images=pictures)


def _words() -> dict[str, Any]:
    return {
        "title": _("Teacher's portfolio"),
        "courses": _("Further training"),
        "course_columns": [_("Topic"), _("Organisation"), _("Finished"), _("Hours"), _("Certificate")],
        "nothing": _("There are no items for this period."),
        "files": _("Files"),
        "teacher": _("Teacher"),
        "certified": _("Certified by"),
        "made": _("Made on"),
    }


def _facts(teacher: User, items: list[Item], since: dt.date | None, until: dt.date | None) -> list[tuple[str, str]]:
    """What stands under the name; a fact that is not known has no words and is left out."""
    profile = Profile.objects.filter(user=teacher).first() or Profile(user=teacher)
    education = [profile.get_education_display() if profile.education else "", profile.education_details]
    return [
        (_("Position"), _positions(teacher)),
        (_("Education"), ", ".join(filter(None, map(str, education)))),
        (_("Pedagogical experience"), _experience(profile)),
        (_("Category"), _categories(teacher)),
        (_("Period"), _period(items, since, until)),
        (_("Coworking events"), _events(items)),
    ]


def _positions(teacher: User) -> str:
    posts = Employment.objects.filter(user=teacher).current().select_related("position")
    return ", ".join(dict.fromkeys(post.position.name for post in posts))


def _experience(profile: Profile) -> str:
    years = profile.experience_on(timezone.localdate())
    if years is None:
        return ""
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years} if years else _("less than a year")


def _categories(teacher: User) -> str:
    told = teacher.category_records.told_on(timezone.localdate())
    return "; ".join(_category(category.record) for category in told if category.holds)


def _category(record: CategoryRecord) -> str:
    words = [record.get_kind_display()]
    if record.assigned_on:
        words.append(_("since {day}").format(day=_date(record.assigned_on)))
    if record.order_number:
        words.append(_("order No. {number}").format(number=record.order_number))
    return ", ".join(words)


def _period(items: list[Item], since: dt.date | None, until: dt.date | None) -> str:
    """The days asked for; where they were left open, those of the first and the last item."""
    days = [item.happened_on for item in items]
    first, last = since or min(days, default=None), until or max(days, default=None)
    if first is None or last is None:
        return ""
    return _date(first) if first == last else f"{_date(first)} – {_date(last)}"


def _events(items: list[Item]) -> str:
    """How often and for how long; never added to the hours of further training."""
    confirmed = [item for item in items if item.hours]
    hosted = [item for item in confirmed if item.is_hosted]
    attended = [item for item in confirmed if not item.is_hosted]
    took_part = ngettext("took part in %(n)s event, %(hours)s", "took part in %(n)s events, %(hours)s", len(attended))
    held = ngettext("held %(n)s event, %(hours)s", "held %(n)s events, %(hours)s", len(hosted))
    return "; ".join(_total(words, rows) for words, rows in ((took_part, attended), (held, hosted)) if rows)


def _total(words: str, items: list[Item]) -> str:
    hours = sum((item.hours or Decimal(0) for item in items), Decimal(0))
    return words % {"n": len(items), "hours": hours_in_words(hours)}


def _courses(teacher: User, since: dt.date | None, until: dt.date | None) -> Iterable[Course]:
    courses = Course.objects.filter(user=teacher)
    courses = courses.filter(finished_on__gte=since) if since else courses
    return courses.filter(finished_on__lte=until) if until else courses


def _course(course: Course) -> list[str]:
    finished = _date(course.finished_on) if course.finished_on else ""
    return [course.title, course.provider, finished, str(course.hours), course.certificate]


def _item(item: Item, pictures: dict[str, bytes]) -> dict[str, Any]:
    files = list(item.evidence.all())
    shown = [file for file in files if _picture_name(file) in pictures]
    return {
        "date": _date(item.happened_on),
        "title": item.title,
        "about": _about(item),
        "description": [line for line in item.description.splitlines() if line.strip()],
        "pictures": [{"name": _picture_name(file), "alt": file.original_name} for file in shown],
        "files": [file.original_name for file in files if file not in shown],
    }


def _about(item: Item) -> str:
    """«участник, мастер-класс, 1,5 ч, муниципальный уровень»."""
    words = []
    if item.event and item.is_confirmed:
        words += [_("host") if item.is_hosted else _("participant"), item.event.form.name.lower()]
    if item.hours:
        words.append(hours_in_words(item.hours))
    words.append(_("level: {level}").format(level=item.get_level_display()))
    return ", ".join(map(str, words))


def _date(day: dt.date) -> str:
    return date_format(day, "d.m.Y")


def _picture_name(file: Evidence) -> str:
    return f"evidence-{file.pk}.jpg"


def _pictures(items: list[Item]) -> dict[str, bytes]:
    """Small pictures by name; what the storage has lost is left out."""
    found = {}
    for item in items:
        for file in [file for file in item.evidence.all() if file.preview][:PICTURES_OF_AN_ITEM]:
            try:
                with file.preview.open("rb") as opened:
                    found[_picture_name(file)] = opened.read()
            except FileNotFoundError:
                continue
    return found
