"""Who holds an event together, to whom it is offered, and who would like it to happen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from teachers.models import Kindergarten


class CoHost(models.Model):
    """A colleague asked to hold the event too; they are a host once they agree."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")

    event = models.ForeignKey(Event, models.CASCADE, related_name="cohosts", verbose_name=_("event"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("second host")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.INVITED, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("second host")
        verbose_name_plural = _("second hosts")
        constraints = [models.UniqueConstraint("event", "person", name="one_invitation_to_host_per_person")]

    def __str__(self) -> str:
        return str(self.person)


class Offer(models.Model):
    """A kindergarten to which the event is offered, and how many seats are kept for it until they are released."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="offers", verbose_name=_("event"))
    kindergarten = models.ForeignKey(Kindergarten, models.CASCADE, related_name="+", verbose_name=_("kindergarten"))
    quota = models.PositiveSmallIntegerField(
        _("seats kept"), null=True, blank=True, help_text=_("Empty: none are kept.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("offer to a kindergarten")
        verbose_name_plural = _("offers to kindergartens")
        constraints = [
            models.UniqueConstraint("event", "kindergarten", name="one_offer_per_kindergarten"),
            models.CheckConstraint(condition=Q(quota=None) | Q(quota__gte=1), name="quota_keeps_a_seat"),
        ]

    def __str__(self) -> str:
        return str(self.kindergarten)


class Interest(models.Model):
    """«Let me know»: a person would like to hear when the event gets a date or is held again."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="interests", verbose_name=_("event"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints = [models.UniqueConstraint("event", "person", name="one_interest_per_person_and_event")]

    def __str__(self) -> str:
        return f"{self.person}: {self.event}"
