"""What an event leaves behind and goes by: files, links, the programme."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from teachers.models import User


def material_path(material: "Material", name: str) -> str:
    """A name of our own: what the person called the file is kept in the row."""
    return f"events/{material.event_id}/{uuid.uuid4().hex}{name[name.rfind('.') :].lower()}"


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, user: User) -> "MaterialQuerySet":
        """Public ones of events one may see; participants' for those with a seat; hosts' for the hosts."""
        from events.models.registrations import Registration

        events = Event.objects.visible_to(user)
        seats = Registration.objects.of(user).seated().filter(event=models.OuterRef("event"))
        hosts = Event.objects.hosted_by(user) | Event.objects.managed_by(user)
        open_to = Q(event__in=hosts) | Q(visibility=Material.Visibility.PUBLIC)
        shared = Q(visibility=Material.Visibility.PARTICIPANTS) & models.Exists(seats)
        return self.filter(open_to | shared, event__in=events)


class Material(models.Model):
    """A file or a link of an event; one marked as the product is what the event was held for."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone who sees the event")
        PARTICIPANTS = "participants", _("those who take part")
        HOSTS = "hosts", _("the hosts")

    event = models.ForeignKey(Event, models.CASCADE, related_name="materials", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to=material_path, blank=True)
    original_name = models.CharField(max_length=200, blank=True, editable=False)
    content_type = models.CharField(max_length=120, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    link = models.URLField(_("link"), blank=True)
    visibility = models.CharField(_("visible to"), max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    is_product = models.BooleanField(_("the product of the event"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["-is_product", "added_at", "pk"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(condition=~Q(file="", link=""), name="material_is_a_file_or_a_link"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it opens: the file behind its rights check, or the link itself."""
        return reverse("events:material", args=[self.pk]) if self.file else self.link

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def kind(self) -> str:
        """«DOCX»; empty for a link."""
        return PurePath(self.file.name or "").suffix[1:].upper()

    @property
    def served_name(self) -> str:
        """The sender's name for the file with the ending of what it really is."""
        return PurePath(self.original_name).stem + PurePath(self.file.name or "").suffix


class AgendaItem(models.Model):
    """A line of the programme: what happens, how long, who does it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="agenda", verbose_name=_("event"))
    title = models.CharField(_("what happens"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    role = models.CharField(_("who does it"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("line of the programme")
        verbose_name_plural = _("programme")

    def __str__(self) -> str:
        return self.title
