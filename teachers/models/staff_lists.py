"""A staff list between its upload and its loading: kept in the database, so that any web process can go on with it."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teachers.models.kindergartens import Kindergarten

if TYPE_CHECKING:
    from teachers.models.people import User

# The file holds what the profiles are going to hold; nobody needs it in two places for long.
KEPT_FOR = dt.timedelta(days=1)


class StaffListQuerySet(models.QuerySet["StaffList"]):
    def managed_by(self, user: "User") -> "StaffListQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))

    def forget_old_files(self) -> None:
        """A day after the upload a list that nobody loaded is gone, and one that was loaded keeps only its numbers."""
        old = self.filter(uploaded_at__lt=timezone.now() - KEPT_FOR)
        old.filter(loaded_at=None).delete()
        old.exclude(content=b"").update(content=b"")


class StaffList(models.Model):
    """`content` is the table of the file, as it was read; emptied once nothing is left to do with it."""

    kindergarten = models.ForeignKey(
        Kindergarten, models.CASCADE, related_name="staff_lists", verbose_name=_("kindergarten")
    )
    file_name = models.CharField(_("file"), max_length=255, editable=False)
    content = models.BinaryField(editable=False)
    as_of = models.DateField(
        _("as of"),
        blank=True,
        help_text=_("The day for which experience is counted. When empty, it is sought in the file."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    loaded_at = models.DateTimeField(_("loaded"), null=True, editable=False)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, editable=False, related_name="+", verbose_name=_("people of the list")
    )
    # What came of it: numbers of rows.
    new = models.PositiveIntegerField(_("new"), default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0, editable=False)
    wrong = models.PositiveIntegerField(_("wrong"), default=0, editable=False)

    objects = StaffListQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("staff list")
        verbose_name_plural = _("staff lists")
        constraints = [
            models.CheckConstraint(condition=~Q(file_name=""), name="staff_list_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.file_name
