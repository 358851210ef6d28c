"""What forms with behaviour gather: notes of a kind, voices, sub-groups, and the rules of consultations.

A behaviour (`events/behaviours/`) says which kinds of notes it has, who writes and who reads them; the tables do not.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.registrations import Registration


class Group(models.Model):
    """A sub-group of those who take part."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="groups", verbose_name=_("event"))
    name = models.CharField(_("name"), max_length=60)
    members = models.ManyToManyField(Registration, related_name="groups", verbose_name=_("members"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sub-group")
        verbose_name_plural = _("sub-groups")
        constraints = [models.UniqueConstraint("event", "name", name="one_group_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A text of a kind: the situation of a case, an entry of a diary, a step of a private plan."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notes", verbose_name=_("event"))
    kind = models.SlugField(_("kind"))
    text = models.TextField(_("text"), max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    # Whose note it is, where a note concerns one participant (a diary, a plan) or one sub-group (a solution).
    registration = models.ForeignKey(
        Registration, models.CASCADE, null=True, blank=True, related_name="notes", verbose_name=_("participant")
    )
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="notes", verbose_name=_("sub-group")
    )
    happened_on = models.DateField(_("day"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2, null=True, blank=True)
    is_done = models.BooleanField(_("done"), default=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("note of an event")
        verbose_name_plural = _("notes of events")
        indexes = [models.Index("event", "kind", name="notes_of_a_kind")]

    def __str__(self) -> str:
        return self.text[:60]


class Vote(models.Model):
    """One voice of one participant for one solution."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="votes", verbose_name=_("solution"))
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="votes", verbose_name=_("participant"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint("registration", name="one_vote_per_participant")]

    def __str__(self) -> str:
        return str(self.note)


class ConsultationHours(models.Model):
    """How the meetings of a consultation are cut into slots that one person books."""

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="consultation", verbose_name=_("event")
    )
    slot_minutes = models.PositiveSmallIntegerField(_("length of a consultation, minutes"), default=30)
    buffer_minutes = models.PositiveSmallIntegerField(_("break between two, minutes"), default=10)
    notice_hours = models.PositiveSmallIntegerField(_("book at least so many hours ahead"), default=12)

    class Meta:
        verbose_name = _("hours of consultation")
        verbose_name_plural = _("hours of consultation")
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=10, slot_minutes__lte=240) & Q(buffer_minutes__lte=F("slot_minutes") * 4),
                name="slot_has_a_sensible_length",
            )
        ]

    def __str__(self) -> str:
        return str(self.event)
