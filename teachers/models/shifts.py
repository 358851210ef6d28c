"""When a person is with the children: kept by the person alone, used to warn of a clash and for nothing else."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from teachers.models.people import User


class ShiftQuerySet(models.QuerySet["Shift"]):
    def of(self, user: "User") -> "ShiftQuerySet":
        return self.filter(person=user)


class Shift(models.Model):
    """A weekly shift in the kindergarten's own time; two who share a group take turns by odd and even ISO weeks."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    class Weeks(models.TextChoices):
        EVERY = "every", _("every week")
        ODD = "odd", _("odd weeks")
        EVEN = "even", _("even weeks")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shifts", verbose_name=_("person")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    weeks = models.CharField(_("which weeks"), max_length=5, choices=Weeks, default=Weeks.EVERY)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "begins"]
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="shift_ends_after_it_begins",
                violation_error_message=_("The shift ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}, {self.begins:%H:%M}–{self.ends:%H:%M}"

    def covers(self, starts: dt.datetime, ends: dt.datetime) -> bool:
        """Whether a meeting (local times of one day) falls into the shift at least for a moment."""
        week = starts.isocalendar().week
        fits = self.weeks == self.Weeks.EVERY or (self.weeks == self.Weeks.ODD) == bool(week % 2)
        return fits and starts.weekday() == self.weekday and starts.time() < self.ends and ends.time() > self.begins
