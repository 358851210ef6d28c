"""Categories held, the rules by which they lapse, and courses (повышение квалификации)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from common.dates import years_before
from teachers.models.kindergartens import Membership, Position

if TYPE_CHECKING:
    from teachers.models.people import User


class CategoryKind(models.TextChoices):
    """What attestation gives. СЗД is no category; the last two are held on top of the highest one."""

    SUITABLE = "suitable", _("suitable for the post held")
    FIRST = "first", _("first category")
    HIGHEST = "highest", _("highest category")
    TEACHER_METHODIST = "teacher_methodist", _("teacher-methodist")
    TEACHER_MENTOR = "teacher_mentor", _("teacher-mentor")


class CategoryRule(models.Model):
    """How long a category of `kind` assigned in [assigned_from, assigned_before) lasts; no `years` means for good.

    The rows come from order № 196 of the Ministry of Education of 24.03.2023 and are editable, as law changes.
    """

    kind = models.CharField(_("category"), max_length=20, choices=CategoryKind)
    assigned_from = models.DateField(_("assigned from"), null=True, blank=True)
    assigned_before = models.DateField(_("assigned before"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("lasts, years"), null=True, blank=True)
    source = models.CharField(_("where the rule comes from"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "assigned_before"]
        verbose_name = _("category rule")
        verbose_name_plural = _("category rules")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.years or '∞'}"

    def covers(self, kind: str, assigned_on: dt.date) -> bool:
        return (
            kind == self.kind
            and (self.assigned_from is None or assigned_on >= self.assigned_from)
            and (self.assigned_before is None or assigned_on < self.assigned_before)
        )

    def lapsed_by(self, day: dt.date) -> Q:
        """Records that this rule (with `years`) has made lapse before the day, unless a day was set by hand."""
        until = years_before(day, self.years or 0)
        lapsed = Q(kind=self.kind, assigned_on__lt=until, lapses_on_override=None)
        if self.assigned_from:
            lapsed &= Q(assigned_on__gte=self.assigned_from)
        if self.assigned_before:
            lapsed &= Q(assigned_on__lt=self.assigned_before)
        return lapsed


@dataclass(frozen=True)
class HeldCategory:
    """A record as people are told of it: `until` None means for good."""

    record: "CategoryRecord"
    until: dt.date | None
    holds: bool


class CategoryRecordQuerySet(models.QuerySet["CategoryRecord"]):
    def told_on(self, day: dt.date) -> list[HeldCategory]:
        """Every record with its last day, and whether it holds on `day`."""
        return [record.told_on(day) for record in self.select_related("position").with_rule_years()]

    def with_rule_years(self) -> "CategoryRecordQuerySet":
        """Adds `rule_years`: how long its rule lets it last, None for good; what `CategoryRule.covers` says of one."""
        assigned = OuterRef("assigned_on")
        since = Q(assigned_from=None) | Q(assigned_from__lte=assigned)
        before = Q(assigned_before=None) | Q(assigned_before__gt=assigned)
        rules = CategoryRule.objects.filter(since, before, kind=OuterRef("kind"))
        return self.annotate(rule_years=Subquery(rules.values("years")[:1]))

    def held_on(self, day: dt.date) -> "CategoryRecordQuerySet":
        """Records assigned and not lapsed on the day: what `holds_on` says of one."""
        lapsed = Q(lapses_on_override__lt=day)
        for rule in CategoryRule.objects.exclude(years=None):
            lapsed |= rule.lapsed_by(day)
        assigned = Q(assigned_on=None) | Q(assigned_on__lte=day)
        return self.filter(assigned).exclude(lapsed)


class CategoryRecord(models.Model):
    """One category of a person: dated, with its order; several may hold at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="category_records", verbose_name=_("person")
    )
    kind = models.CharField(_("category"), max_length=20, choices=CategoryKind)
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("position")
    )
    assigned_on = models.DateField(_("assigned on"), null=True, blank=True)
    order_number = models.CharField(_("order number"), max_length=80, blank=True)
    lapses_on_override = models.DateField(
        _("valid until, by hand"), null=True, blank=True, help_text=_("Only where the rule does not fit.")
    )

    objects = CategoryRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-assigned_on", "-pk"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(
                "user",
                "kind",
                "assigned_on",
                name="one_category_record_a_day",
                violation_error_message=_("This category of this day is here already."),
            ),
            models.UniqueConstraint(
                "user",
                "kind",
                condition=Q(assigned_on=None),
                name="one_undated_category_record",
                violation_error_message=_("This category is here already; write the day it was assigned on."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def told_on(self, day: dt.date) -> HeldCategory:
        """Of a record read `with_rule_years()`."""
        rule = CategoryRule(kind=self.kind, years=self.rule_years)  # type: ignore[attr-defined]  # with_rule_years()
        return HeldCategory(self, self.lapses_on([rule]), self.holds_on(day, [rule]))

    def lapses_on(self, rules: Iterable[CategoryRule]) -> dt.date | None:
        """The last day the category is valid; None means for good. A day set by hand wins over the rules."""
        if self.lapses_on_override or self.assigned_on is None:
            return self.lapses_on_override
        rule = next((rule for rule in rules if rule.covers(self.kind, self.assigned_on)), None)
        if rule is None or rule.years is None:
            return None
        year = self.assigned_on.year + rule.years
        try:
            return self.assigned_on.replace(year=year)
        except ValueError:  # 29 February
            return self.assigned_on.replace(year=year, day=28)

    def holds_on(self, day: dt.date, rules: Iterable[CategoryRule]) -> bool:
        """Whether the category is assigned and has not lapsed on `day`."""
        last = self.lapses_on(rules)
        return (self.assigned_on is None or self.assigned_on <= day) and (last is None or last >= day)


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: "User") -> "CourseQuerySet":
        """One's own, and those of the people one is a methodist of."""
        return self.filter(Q(user=user) | Q(pk__in=Course.objects.managed_by(user).values("pk")))

    def managed_by(self, user: "User") -> "CourseQuerySet":
        """Courses of the people the user manages as a methodist."""
        theirs = Membership.objects.not_over().managed_by(user).filter(user=models.OuterRef("user"))
        return self.filter(models.Exists(theirs))

    def unverified(self) -> "CourseQuerySet":
        return self.filter(verified_at=None)


class Course(models.Model):
    """An external course (ПК). Its hours never mix with hours of coworking events."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="courses", verbose_name=_("person"))
    title = models.CharField(_("topic"), max_length=300)
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MinValueValidator(1), MaxValueValidator(2000)])
    provider = models.CharField(_("organisation"), max_length=300, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    certificate = models.CharField(_("certificate number"), max_length=80, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["-finished_on", "-pk"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.UniqueConstraint(
                "user",
                "title",
                "finished_on",
                name="one_course_once",
                violation_error_message=_("This course is here already."),
            ),
            models.UniqueConstraint(
                "user",
                "title",
                condition=Q(finished_on=None),
                name="one_undated_course_once",
                violation_error_message=_("This course is here already; write the day it was finished on."),
            ),
            models.CheckConstraint(condition=Q(hours__gte=1), name="course_has_hours"),
        ]

    def __str__(self) -> str:
        return self.title
