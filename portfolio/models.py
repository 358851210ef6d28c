"""The teacher's portfolio: sections, items, and the files that prove them."""

from decimal import Decimal
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Event, Registration
from teachers.models import Kindergarten, Membership, User


class SectionQuerySet(models.QuerySet["Section"]):
    def for_attended(self) -> "Section":
        return self.order_by("-takes_events", "order", "pk")[0]

    def for_hosted(self) -> "Section":
        return self.order_by("-takes_hosted", "order", "pk")[0]

    def for_new(self) -> "Section":
        return self.order_by("-takes_new", "order", "pk")[0]


class Section(models.Model):
    """A shelf of the portfolio. Regions order them differently, so they are data."""

    title = models.CharField(_("title"), max_length=160, unique=True)
    hint = models.CharField(_("what belongs here"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    takes_events = models.BooleanField(_("attended events arrive here"), default=False)
    takes_hosted = models.BooleanField(_("hosted events arrive here"), default=False)
    takes_new = models.BooleanField(_("new items lie here until moved"), default=False)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("portfolio section")
        verbose_name_plural = _("portfolio sections")
        constraints = [
            models.UniqueConstraint(
                flag,
                condition=Q(**{flag: True}),
                name=f"one_section_{flag}",
                violation_error_message=_("Another section already does this; take the mark off there first."),
            )
            for flag in ("takes_events", "takes_hosted", "takes_new")
        ]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: User) -> "ItemQuerySet":
        """One's own; what its owner opened to the methodist or to the kindergarten, while both belong there.

        Nobody else: a portfolio is private even to the network administrator.
        """
        methodist_of = user.kindergarten_ids_as("methodist")
        opened = Q(visibility=Item.Visibility.KINDERGARTEN, kindergarten__in=user.kindergarten_ids) | Q(
            visibility__in=Item.SEEN_BY_METHODIST, kindergarten__in=methodist_of
        )
        still_there = Membership.objects.current().filter(
            user=OuterRef("teacher"), kindergarten=OuterRef("kindergarten")
        )
        return self.filter(Q(teacher=user) | (opened & Q(is_kept=True) & Exists(still_there)))

    def of(self, teacher: User) -> "ItemQuerySet":
        return self.filter(teacher=teacher)

    def kept(self) -> "ItemQuerySet":
        return self.filter(is_kept=True)

    def undecided(self) -> "ItemQuerySet":
        """What arrived by itself and waits for its owner's word."""
        return self.filter(is_kept=None)

    def with_facts(self) -> "ItemQuerySet":
        """Everything a card or a page shows, in two queries; adds `hours_attended`, `was_there` and `was_held`."""
        present = Registration.objects.attended().filter(event=OuterRef("event"))
        mine = present.filter(teacher=OuterRef("teacher"))
        rows = self.select_related("section", "event", "event__form", "teacher").prefetch_related("evidence")
        return rows.annotate(
            hours_attended=Subquery(mine.values("hours")[:1]), was_there=Exists(mine), was_held=Exists(present)
        )


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

    SEEN_BY_METHODIST = (Visibility.METHODIST, Visibility.KINDERGARTEN)

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

    @property
    def first_picture(self) -> "Evidence | None":
        return next((file for file in self.evidence.all() if file.preview), None)

    @property
    def is_hosted(self) -> bool:
        """Whether the item speaks of an event that its owner held."""
        return self.event is not None and self.event.host_id == self.teacher_id

    @property
    def hours(self) -> Decimal | None:
        """Hours of the event, as its host or as a participant; of an item read with `with_facts()`."""
        if self.event is None or not self.is_confirmed:
            return None
        return Decimal(str(self.event.hours)) if self.is_hosted else getattr(self, "hours_attended", None)

    @property
    def is_confirmed(self) -> bool:
        """False once the attendance that brought the item has been taken back; of an item `with_facts()`."""
        if self.event is None:
            return True
        return bool(getattr(self, "was_held" if self.is_hosted else "was_there", False))


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> "EvidenceQuerySet":
        return self.filter(item__in=Item.objects.visible_to(user))


class Evidence(models.Model):
    """A checked file: an image made anew without EXIF, or a PDF; served only through a rights check."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="evidence", verbose_name=_("portfolio item"))
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/")
    preview = models.FileField(_("small picture"), upload_to="evidence/%Y/%m/", blank=True)
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

    @property
    def served_name(self) -> str:
        """The owner's name for the file with the ending of what it really is."""
        return PurePath(self.original_name).stem + PurePath(self.file.name or "").suffix
