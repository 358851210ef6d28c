"""The teacher's portfolio: sections, items, and the files that prove them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Event
from teachers.models import Kindergarten, User


class Section(models.Model):
    """A shelf of the portfolio. Regions order them differently, so they are data."""

    title = models.CharField(_("title"), max_length=160, unique=True)
    hint = models.CharField(_("what belongs here"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    takes_events = models.BooleanField(_("attended events arrive here"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("portfolio section")
        verbose_name_plural = _("portfolio sections")
        constraints = [
            models.UniqueConstraint("takes_events", condition=Q(takes_events=True), name="one_section_takes_events")
        ]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: User) -> "ItemQuerySet":
        """One's own; what its owner opened to the methodist or to the kindergarten, while both belong there."""
        methodist_of = user.kindergarten_ids_as("methodist")
        opened = Q(visibility=Item.Visibility.KINDERGARTEN, kindergarten__in=user.kindergarten_ids) | Q(
            visibility=Item.Visibility.METHODIST, kindergarten__in=methodist_of
        )
        return self.filter(Q(teacher=user) | (opened & Q(is_kept=True)))

    def of(self, teacher: User) -> "ItemQuerySet":
        return self.filter(teacher=teacher)

    def kept(self) -> "ItemQuerySet":
        return self.filter(is_kept=True)


class Item(models.Model):
    """`is_kept`: None while an item that arrived by itself waits for its owner's word."""

    class Level(models.TextChoices):
        KINDERGARTEN = "kindergarten", _("kindergarten")
        MUNICIPAL = "municipal", _("municipal")
        REGIONAL = "regional", _("regional")
        FEDERAL = "federal", _("federal")

    class Visibility(models.TextChoices):
        ME = "me", _("only me")
        METHODIST = "methodist", _("me and the methodist")
        KINDERGARTEN = "kindergarten", _("my kindergarten")

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="portfolio_items", verbose_name=_("teacher")
    )
    kindergarten = models.ForeignKey(
        Kindergarten, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kindergarten")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    title = models.CharField(_("title"), max_length=200)
    happened_on = models.DateField(_("date"))
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.KINDERGARTEN)
    description = models.TextField(_("what it shows"), max_length=4000, blank=True)
    visibility = models.CharField(_("visible to"), max_length=12, choices=Visibility, default=Visibility.ME)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("event")
    )
    is_kept = models.BooleanField(_("kept"), null=True, default=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("portfolio item")
        verbose_name_plural = _("portfolio items")
        constraints = [
            models.UniqueConstraint(
                "teacher", "event", condition=Q(event__isnull=False), name="one_portfolio_item_per_event"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portfolio:item", args=[self.pk])


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> "EvidenceQuerySet":
        return self.filter(item__in=Item.objects.visible_to(user))


class Evidence(models.Model):
    """A checked file: an image made anew without EXIF, or a PDF; served only through a rights check."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="evidence", verbose_name=_("portfolio item"))
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/")
    original_name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("size, bytes"))
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence files")

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("portfolio:evidence", args=[self.pk])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
