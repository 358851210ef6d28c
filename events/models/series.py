"""A regular series: the same lounge every second Thursday."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """The rule by which events were laid out; each of them stays an event of its own that may be moved."""

    every_weeks = models.PositiveSmallIntegerField(_("every so many weeks"), default=1)
    until = models.DateField(_("until"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return f"{self.every_weeks} → {self.until}"
