"""Kindergartens of the network, who belongs to them in which role, and who works there as what."""

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.sqlite import RUSSIAN

if TYPE_CHECKING:
    from teachers.models.people import User


class KindergartenQuerySet(models.QuerySet["Kindergarten"]):
    def visible_to(self, user: "User") -> "KindergartenQuerySet":
        return self if user.is_superuser else self.filter(pk__in=user.kindergarten_ids)

    def managed_by(self, user: "User") -> "KindergartenQuerySet":
        """Where the user is a methodist (everywhere for the network administrator)."""
        return self if user.is_superuser else self.filter(pk__in=user.kindergarten_ids_as(Membership.Role.METHODIST))

    def reported_to(self, user: "User") -> "KindergartenQuerySet":
        """Where the user may read reports: as head or methodist."""
        roles = (Membership.Role.HEAD, Membership.Role.METHODIST)
        return self if user.is_superuser else self.filter(pk__in=user.kindergarten_ids_as(*roles))


class Kindergarten(models.Model):
    slug = models.SlugField(
        _("address"),
        unique=True,
        help_text=_("Latin letters; used in links and commands."),
        error_messages={"unique": _("There is a kindergarten with this address already.")},
    )
    name = models.CharField(_("official name"), max_length=300, db_collation=RUSSIAN)
    short_name = models.CharField(_("short name"), max_length=80, blank=True, db_collation=RUSSIAN)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Moscow")
    moderates_events = models.BooleanField(
        _("a methodist publishes events"),
        default=True,
        help_text=_("When off, a teacher's event is published at once."),
    )
    publishes_on_confirmation = models.BooleanField(
        _("an accepted event is public once its host confirms"),
        default=True,
        help_text=_("When off, a methodist publishes confirmed events, one or many at a time."),
    )
    keeps_birth_dates = models.BooleanField(
        _("keeps full dates of birth"), default=False, help_text=_("When off, only the year of birth is kept.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = KindergartenQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("kindergarten")
        verbose_name_plural = _("kindergartens")

    def __str__(self) -> str:
        return self.short_name or self.name

    def clean(self) -> None:
        """Raises ValidationError for a time zone that the IANA list does not know."""
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": _("There is no such time zone; write it like Asia/Yekaterinburg.")})


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: dt.date | None = None) -> "MembershipQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def not_over(self) -> "MembershipQuerySet":
        """Those of today and those still to begin."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))

    def managed_by(self, user: "User") -> "MembershipQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))


class Membership(models.Model):
    """A role of a person in a kindergarten; all rights are read from here at every request."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher")
        METHODIST = "methodist", _("methodist")
        HEAD = "head", _("head")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    kindergarten = models.ForeignKey(
        Kindergarten, models.CASCADE, related_name="memberships", verbose_name=_("kindergarten")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.TEACHER)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a kindergarten")
        verbose_name_plural = _("roles in kindergartens")
        constraints = [
            models.UniqueConstraint(
                "user",
                "kindergarten",
                "role",
                condition=Q(until=None),
                name="one_open_membership_per_role",
                violation_error_message=_("The person has this role here already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The role ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.kindergarten}"


class PositionQuerySet(models.QuerySet["Position"]):
    def held_in(self, employments: "EmploymentQuerySet") -> "PositionQuerySet":
        """Posts that somebody holds by these rows."""
        return self.filter(models.Exists(employments.filter(position=models.OuterRef("pk"))))


class Position(models.Model):
    """A post in the staff list; `synonyms` are how schools write it, one a line."""

    name = models.CharField(_("name"), max_length=120, unique=True, db_collation=RUSSIAN)
    synonyms = models.TextField(_("also written as"), blank=True, help_text=_("One a line."))
    is_pedagogical = models.BooleanField(_("pedagogical post"), default=True)
    weekly_hours = models.PositiveSmallIntegerField(_("hours a week"), null=True, blank=True)
    usual_role = models.CharField(
        _("usual role"),
        max_length=12,
        choices=Membership.Role,
        default=Membership.Role.TEACHER,
        help_text=_("Given by the staff list, except the methodist's: a person gives that one."),
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return self.name


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def current(self, on: dt.date | None = None) -> "EmploymentQuerySet":
        """Posts held on the day `on`; an unknown beginning counts as long ago."""
        day = on or timezone.localdate()
        return self.filter(Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day))

    def during(self, first: dt.date, last: dt.date) -> "EmploymentQuerySet":
        """Posts held on at least one day from `first` to `last`."""
        return self.filter(Q(started_on=None) | Q(started_on__lte=last), Q(ended_on=None) | Q(ended_on__gte=first))

    def managed_by(self, user: "User") -> "EmploymentQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))


class Employment(models.Model):
    """A post that a person holds; one person may hold two, and reports use the employer of their time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="employments", verbose_name=_("person")
    )
    kindergarten = models.ForeignKey(
        Kindergarten, models.CASCADE, related_name="employments", verbose_name=_("kindergarten")
    )
    position = models.ForeignKey(Position, models.PROTECT, related_name="employments", verbose_name=_("position"))
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                "user",
                "kindergarten",
                "position",
                condition=Q(ended_on=None),
                name="one_open_post_of_a_kind",
                violation_error_message=_("The person holds this post here already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="post_ends_after_it_begins",
                violation_error_message=_("The post ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.kindergarten}"
