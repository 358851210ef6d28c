"""Words shared by a launch case and the trajectory grown from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageKind(models.TextChoices):
    """The four usual stages of an individual trajectory; editable, and «other» is there for one's own."""

    DIAGNOSTIC = "diagnostic", _("diagnostic")
    DESIGN = "design", _("design")
    PRACTICE = "practice", _("practice")
    REFLECTION = "reflection", _("reflective and analytical")
    OTHER = "other", _("other")


class StepKind(models.TextChoices):
    EVENT = "event", _("coworking event")
    SELF_STUDY = "self_study", _("self-study")
    PRACTICE = "practice", _("practice with evidence")
    MEETING = "meeting", _("meeting with a mentor")
    TRIAL = "trial", _("trial or internship")
    PORTFOLIO = "portfolio", _("portfolio item")
    FREE = "free", _("my own")


class PlannedStage(models.Model):
    kind = models.CharField(_("stage"), max_length=12, choices=StageKind, default=StageKind.OTHER)
    title = models.CharField(_("title"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class PlannedStep(models.Model):
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind, default=StepKind.FREE)
    title = models.CharField(_("what to do"), max_length=200)
    details = models.TextField(_("details"), max_length=2000, blank=True)
    expected_result = models.CharField(_("expected result"), max_length=300, blank=True)
    is_required = models.BooleanField(_("the stage needs it"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
