"""What those who were there say afterwards. No row joins an answer to its author, and none tells when it was given."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.registrations import Registration


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def shown_of(self, event: Event) -> "FeedbackQuerySet":
        """The answers that a whole group stands behind."""
        return self.filter(event=event, is_shown=True)


class Feedback(models.Model):
    """An answer without a name. Its id is random and it has no time, so that neither order nor hour tells on anyone.

    Answers are shown in groups of at least three: `is_shown` is set for a whole group at once, or the newest answer
    would be that of the colleague who has just put the phone away.
    """

    class Usefulness(models.IntegerChoices):
        """Grades in words; no mean is made of them."""

        VERY = 4, _("very useful")
        USEFUL = 3, _("useful")
        LITTLE = 2, _("of little use")
        NOT = 1, _("not for me now")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="feedback", verbose_name=_("event"))
    usefulness = models.PositiveSmallIntegerField(
        _("how useful it was"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    liked = models.TextField(_("what was good"), max_length=1000, blank=True)
    wished = models.TextField(_("what could be different"), max_length=1000, blank=True)
    is_shown = models.BooleanField(default=False, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return str(self.event)


class FeedbackGivenQuerySet(models.QuerySet["FeedbackGiven"]):
    def of(self, registration: Registration | None) -> "FeedbackGivenQuerySet":
        return self.filter(registration=registration)


class FeedbackGiven(models.Model):
    """That a person has answered, so that nobody answers twice; not what, and not when."""

    registration = models.OneToOneField(Registration, models.CASCADE, primary_key=True, related_name="feedback_given")

    objects = FeedbackGivenQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback given")
        verbose_name_plural = _("feedback given")

    def __str__(self) -> str:
        return str(self.registration_id)
