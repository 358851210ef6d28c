"""Forms of methodical work and the places where it happens."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.sqlite import RUSSIAN
from teachers.models import Kindergarten, User


class EventForm(models.Model):
    """A form of methodical work (семинар-практикум, мастер-класс …): its defaults, edited by methodists."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    icon = models.CharField(_("icon"), max_length=40)
    tint = models.PositiveSmallIntegerField(
        _("tint"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    purpose = models.CharField(_("what it is for"), max_length=200, blank=True)
    product = models.CharField(_("what one leaves with"), max_length=200, blank=True)
    roles = models.CharField(_("roles"), max_length=200, blank=True)
    default_minutes = models.PositiveSmallIntegerField(_("usual length, minutes"), default=60)
    default_capacity = models.PositiveSmallIntegerField(_("usual group"), null=True, blank=True)
    default_meetings = models.PositiveSmallIntegerField(_("usual number of meetings"), default=1)
    behaviour = models.SlugField(
        _("behaviour"),
        blank=True,
        help_text=_("What the page of such an event can do beyond the usual; empty: nothing more."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("form of event")
        verbose_name_plural = _("forms of events")

    def __str__(self) -> str:
        return self.name


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: User) -> "PlaceQuerySet":
        return self if user.is_superuser else self.filter(kindergarten__in=user.kindergarten_ids)

    def managed_by(self, user: User) -> "PlaceQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))


class Place(models.Model):
    kindergarten = models.ForeignKey(Kindergarten, models.CASCADE, related_name="+", verbose_name=_("kindergarten"))
    name = models.CharField(_("name"), max_length=120, db_collation=RUSSIAN)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [models.UniqueConstraint("kindergarten", "name", name="one_place_of_a_name")]

    def __str__(self) -> str:
        return self.name
