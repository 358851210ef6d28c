"""One row beside one person: what differs, and which rows of the database would say it.

An empty cell says nothing and takes nothing away. What only grows (categories, courses, posts that ended) is kept.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from teachers.models import CategoryRecord, Course, Employment, Kindergarten, Membership, Position, User
from teachers.staff_import.columns import Column
from teachers.staff_import.matching import Known
from teachers.staff_import.plan import Change, PlannedRow
from teachers.staff_import.reading import StaffRow, StatedCourse
from teachers.staff_import.values.categories import Stated
from teachers.staff_import.values.dates import Birth
from teachers.staff_import.values.experience import experience_in_words
from teachers.staff_import.values.text import folded, shown, something_in

Role = Membership.Role


@dataclass(frozen=True)
class Comparison:
    """`by` is who loads the list; None is the person at the server's console."""

    row: StaffRow
    known: Known
    planned: PlannedRow
    kindergarten: Kindergarten
    as_of: dt.date
    by: User | None

    def change(self, column: Column, old: str, new: str, *rows: Model) -> None:
        """Remembers the words of a change and the rows that are to be saved for it."""
        self.planned.changes[column] = Change(old, new)
        for row in rows:
            self.save(row)

    def save(self, row: Model) -> None:
        rows = self.planned.create if row._state.adding else self.planned.update
        if row not in rows:
            rows.append(row)


def compare(comparison: Comparison) -> None:
    """Fills the planned row."""
    for step in (_name, _email, _birth, _education, _experience, _posts, _roles, _categories, _course):
        step(comparison)
    planned = comparison.planned
    if (planned.create or planned.update or planned.delete) and not planned.changes:
        planned.changes[Column.POST] = Change("", _names(comparison.row.posts))


def _name(it: Comparison) -> None:
    name, user = it.row.name, it.known.user
    if it.known.profile._state.adding:
        it.save(it.known.profile)
    if it.known.is_newcomer:
        it.change(name_column(it.row), "", str(name), user)
    elif name and name.key != it.known.name.key and not (it.known.name.is_same_as(name) and not name.patronymic):
        if user.is_superuser and it.by is not None and not it.by.is_superuser:
            it.planned.notes.append(_("The name of a network administrator stays as it is."))
            return
        old = str(it.known.name)
        user.last_name, user.first_name = name.last, name.first
        user.patronymic = name.patronymic or user.patronymic
        it.change(name_column(it.row), old, str(user), user)


def name_column(row: StaffRow) -> Column:
    return Column.FULL_NAME if Column.FULL_NAME in row.cells else Column.LAST_NAME


def _email(it: Comparison) -> None:
    user, email = it.known.user, it.row.email
    if not email or email == (user.email or "").lower():
        return
    if it.known.has_account:
        it.planned.errors[Column.EMAIL] = _(
            "%(name)s signs in with another address and can change it themselves. Leave this cell empty; "
            "if this is a namesake, add them by hand."
        ) % {"name": user.get_short_name()}
        return
    old, user.email = user.email or "", email
    it.change(Column.EMAIL, old, email, user)


def _birth(it: Comparison) -> None:
    birth, profile = it.row.birth, it.known.profile
    if birth is None:
        return
    day = birth.day if it.kindergarten.keeps_birth_dates else None
    if birth.year == profile.birth_year and (day is None or day == profile.birth_date):
        return
    old = Birth(profile.birth_year, profile.birth_date) if profile.birth_year else None
    # A day kept earlier does not outlive a year that contradicts it.
    profile.birth_year, profile.birth_date = birth.year, day
    it.change(Column.BIRTH, _birth_in_words(old), _birth_in_words(Birth(birth.year, day)), profile)


def _birth_in_words(birth: Birth | None) -> str:
    return "" if birth is None else shown(birth.day) or str(birth.year)


def _education(it: Comparison) -> None:
    education, profile = it.row.education, it.known.profile
    if education is None:
        return
    if not education.kind:
        it.planned.notes.append(_("The kind of education was not understood; the words are kept."))
    kind, details = education.kind or profile.education, education.details or profile.education_details
    if (kind, details) == (profile.education, profile.education_details):
        return
    old = _education_in_words(it)
    profile.education, profile.education_details = kind, details
    it.change(Column.EDUCATION, old, _education_in_words(it), profile)


def _education_in_words(it: Comparison) -> str:
    profile = it.known.profile
    return profile.education_details or str(profile.get_education_display())


def _experience(it: Comparison) -> None:
    said, began, profile = it.row.experience, it.row.work_began_on, it.known.profile
    if said is None and began is None:
        return
    agrees = said.agrees_with(profile.work_began_on, it.as_of) if said else began == profile.work_began_on
    if agrees:
        return
    old = profile.work_began_on
    profile.work_began_on = said.began_on(it.as_of) if said else began
    column = Column.EXPERIENCE if said else Column.WORK_BEGAN
    new_in_words = experience_in_words(profile.work_began_on, it.as_of)
    it.change(column, experience_in_words(old, it.as_of), new_in_words, profile)


# --- Posts and roles ------------------------------------------------------------------------------------------------


def _posts(it: Comparison) -> None:
    """The list says all the posts of a person: new ones begin, those it does not name end the day before it."""
    held = {post.position_id: post for post in it.known.posts}
    stated = {position.pk: position for position in it.row.posts}
    old = _names([post.position for post in held.values()])
    for pk, position in stated.items():
        if pk not in held:
            begins = it.as_of if held else it.row.hired_on
            new = Employment(user=it.known.user, kindergarten=it.kindergarten, position=position, started_on=begins)
            it.change(Column.POST, old, _names(it.row.posts), new)
    for pk, post in held.items() if stated else ():
        if pk not in stated:
            _end(it, post, old)
    _hired(it, held)


def _end(it: Comparison, post: Employment, old: str) -> None:
    if post.started_on and post.started_on > it.as_of:
        return  # A post that began after the day of the list: the list cannot know of it.
    if post.started_on == it.as_of:
        it.planned.delete.append(post)
    else:
        post.ended_on = it.as_of - dt.timedelta(days=1)
        it.save(post)
    it.change(Column.POST, old, _names(it.row.posts))
    if post.position.usual_role == Role.HEAD:
        _end_role(it, Role.HEAD)


def _hired(it: Comparison, held: dict[int, Employment]) -> None:
    """Coming to the kindergarten is when the first post began; later posts have days of their own."""
    if not it.row.hired_on or len(held) != 1 or it.known.had_other_posts:
        return
    (post,) = held.values()
    if post.started_on != it.row.hired_on:
        old, post.started_on = shown(post.started_on), it.row.hired_on
        it.change(Column.HIRED, old, shown(post.started_on), post)


def _roles(it: Comparison) -> None:
    """The role that goes with a post, except the methodist's: whoever has that one gives it by hand."""
    have = {membership.role for membership in it.known.memberships}
    usual = {position.usual_role for position in it.row.posts}
    if Role.METHODIST in usual and Role.METHODIST not in have:
        it.planned.notes.append(_("This post is usually a methodist's. The role is given on the person's page."))
    for role in sorted({Role.TEACHER if role == Role.METHODIST else role for role in usual} - have):
        if role == Role.HEAD and it.by is not None and it.by.pk == it.known.user.pk:
            it.planned.notes.append(_("Nobody gives themselves the head's role; ask the network administrator."))
            continue
        it.save(Membership(user=it.known.user, kindergarten=it.kindergarten, role=role, since=timezone.localdate()))
        if role == Role.HEAD:
            it.planned.notes.append(_("Gets the role of a head, who reads the reports."))


def _end_role(it: Comparison, role: str) -> None:
    """Rights end at once: the last day of the role is yesterday."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for membership in it.known.memberships:
        if membership.role != role:
            continue
        if membership.since > yesterday:
            it.planned.delete.append(membership)
        else:
            membership.until = yesterday
            it.save(membership)


def _names(positions: Iterable[Position]) -> str:
    return ", ".join(sorted(position.name for position in positions))


# --- Categories and courses -----------------------------------------------------------------------------------------


def _categories(it: Comparison) -> None:
    said_none = not it.row.categories and something_in(it.row.cells.get(Column.CATEGORY))
    if said_none and Column.CATEGORY not in it.planned.errors and it.known.categories:
        kept = ", ".join(_category_in_words(record) for record in it.known.categories)
        it.planned.notes.append(
            _("The list names no category; kept here: %(kept)s. Nothing is removed.") % {"kept": kept}
        )
    before, after = [], []
    for stated in it.row.categories:
        old, record = _category(it, stated)
        if record is not None:
            before.append(old)
            after.append(_category_in_words(record))
            it.save(record)
    if after:
        it.change(Column.CATEGORY, ", ".join(filter(None, before)), ", ".join(after))


def _category(it: Comparison, stated: Stated) -> tuple[str, CategoryRecord | None]:
    """The words that stand now, and the record to save; None when all is known already."""
    same_kind = [record for record in it.known.categories if record.kind == stated.kind]
    same = next((record for record in same_kind if record.assigned_on == stated.assigned_on), None)
    undated = next((record for record in same_kind if record.assigned_on is None), None)
    known = same or (undated if stated.assigned_on else next(iter(same_kind), None))
    old = _category_in_words(known or next(iter(same_kind), None))
    if known is None:
        position = it.row.posts[0] if len(it.row.posts) == 1 else None
        return old, CategoryRecord(
            user=it.known.user,
            kind=stated.kind,
            position=position,
            assigned_on=stated.assigned_on,
            order_number=stated.order_number,
        )
    new = (stated.assigned_on or known.assigned_on, stated.order_number or known.order_number)
    if new == (known.assigned_on, known.order_number):
        return old, None
    known.assigned_on, known.order_number = new
    return old, known


def _category_in_words(record: CategoryRecord | None) -> str:
    if record is None:
        return ""
    parts = [record.get_kind_display(), shown(record.assigned_on), record.order_number and f"№ {record.order_number}"]
    return " ".join(filter(None, parts))


def _course(it: Comparison) -> None:
    stated = it.row.course
    if stated is None:
        return
    course = _known_course(it, stated)
    if course is None:
        new = Course(
            user=it.known.user,
            title=stated.title,
            hours=stated.hours,
            finished_on=stated.finished_on,
            provider=stated.provider,
            certificate=stated.certificate,
        )
        it.change(Column.COURSE, "", _course_in_words(new), new)
        return
    new_values = (
        stated.hours,
        stated.finished_on or course.finished_on,
        stated.provider or course.provider,
        stated.certificate or course.certificate,
    )
    if new_values == (course.hours, course.finished_on, course.provider, course.certificate):
        return
    if course.verified_at:
        it.planned.notes.append(_("The course «%(title)s» is verified and stays as it is.") % {"title": course.title})
        return
    old = _course_in_words(course)
    course.hours, course.finished_on, course.provider, course.certificate = new_values
    it.change(Column.COURSE, old, _course_in_words(course), course)


def _known_course(it: Comparison, stated: StatedCourse) -> Course | None:
    """The same course: the same topic, and the same day where both days are known."""
    same_topic = [course for course in it.known.courses if folded(course.title) == folded(stated.title)]
    same = [course for course in same_topic if course.finished_on == stated.finished_on]
    undated = [course for course in same_topic if course.finished_on is None or stated.finished_on is None]
    return next(iter(same or undated), None)


def _course_in_words(course: Course) -> str:
    hours = _("%(hours)d h") % {"hours": course.hours}
    parts = [course.title, hours, shown(course.finished_on), course.provider, course.certificate]
    return ", ".join(filter(None, parts))
