"""Who takes part: one row per person and event, reused when somebody leaves and comes back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from teachers.models import User


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, teacher: User) -> "RegistrationQuerySet":
        return self.filter(teacher=teacher)

    def seated(self) -> "RegistrationQuerySet":
        """Rows that hold a seat."""
        return self.filter(state__in=Event.SEATED_STATES)

    def attended(self) -> "RegistrationQuerySet":
        return self.filter(state__in=(Registration.State.ATTENDED, Registration.State.PARTLY))

    def visible_to(self, user: User) -> "RegistrationQuerySet":
        return self.filter(event__in=Event.objects.visible_to(user))


class Registration(models.Model):
    class State(models.TextChoices):
        JOINED = "joined", _("joined")
        LEFT = "left", _("registration cancelled")
        ATTENDED = "attended", _("attended")
        PARTLY = "partly", _("attended in part")
        ABSENT = "absent", _("did not come")

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations", verbose_name=_("participant")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.JOINED)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, null=True, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [models.UniqueConstraint("event", "teacher", name="one_registration_per_person_and_event")]
        indexes = [models.Index("teacher", "state", name="registrations_of_a_teacher")]

    def __str__(self) -> str:
        return f"{self.teacher}: {self.event}"
