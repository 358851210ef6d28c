"""Band sets: how a report groups people by experience and by age. Editable data, as forms differ and change."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BandSet(models.Model):
    class Measure(models.TextChoices):
        EXPERIENCE = "experience", _("experience")
        AGE = "age", _("age")

    name = models.CharField(_("name"), max_length=120, unique=True)
    measure = models.CharField(_("what is measured"), max_length=12, choices=Measure)
    is_default = models.BooleanField(_("used by reports unless another is chosen"), default=False)

    class Meta:
        ordering = ["measure", "-is_default", "name"]
        verbose_name = _("band set")
        verbose_name_plural = _("band sets")
        constraints = [
            models.UniqueConstraint("measure", condition=Q(is_default=True), name="one_default_band_set_per_measure")
        ]

    def __str__(self) -> str:
        return self.name


class BandQuerySet(models.QuerySet["Band"]):
    def used_by_default(self) -> "BandQuerySet":
        """Bands of the sets that are used unless another is chosen, with their sets, from the lowest up."""
        return self.filter(band_set__is_default=True).select_related("band_set").order_by("lower")


class Band(models.Model):
    """Years in [lower, upper); no `upper` means «and more»."""

    band_set = models.ForeignKey(BandSet, models.CASCADE, related_name="bands", verbose_name=_("band set"))
    label = models.CharField(_("label"), max_length=80)
    lower = models.PositiveSmallIntegerField(_("from, years"), default=0)
    upper = models.PositiveSmallIntegerField(_("below, years"), null=True, blank=True)

    objects = BandQuerySet.as_manager()

    class Meta:
        ordering = ["band_set", "lower"]
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        constraints = [
            models.UniqueConstraint("band_set", "lower", name="bands_do_not_begin_together"),
            models.CheckConstraint(condition=Q(upper=None) | Q(upper__gt=F("lower")), name="band_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def of(years: int | None, bands: Iterable["Band"]) -> "Band | None":
        """The band that holds `years`; None when the number is unknown or no band fits."""
        if years is None:
            return None
        return next((b for b in bands if b.lower <= years and (b.upper is None or years < b.upper)), None)
