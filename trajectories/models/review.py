"""What was sent, what was decided about it, and words at the step they speak of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trajectories.models.trajectories import Step, Trajectory


class PlanVersion(models.Model):
    """The plan as it was sent: {title, goal, stages: [{key, kind, title, steps: [{key, kind, title, …}]}]}."""

    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    plan = models.JSONField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("trajectory", "number", name="one_snapshot_per_version")]

    def __str__(self) -> str:
        return f"{self.trajectory}, {self.number}"


class Decision(models.Model):
    """One act of review: who, when, about which version, with what words."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted by the teacher")
        SUBMITTED = "submitted", _("sent to be agreed")
        RECALLED = "recalled", _("recalled by the author")
        CLAIMED = "claimed", _("taken to read")
        RELEASED = "released", _("put back into the queue")
        RETURNED = "returned", _("returned to be revised")
        AGREED = "agreed", _("agreed")
        REOPENED = "reopened", _("opened for a change by the author")
        RESUMED = "resumed", _("left as agreed")
        COMPLETED = "completed", _("completed")
        DECLINED = "declined", _("declined by the teacher")
        LEFT = "left", _("left")

    # Acts by which a methodist has said something about a version.
    OF_METHODISTS = (Kind.PROPOSED, Kind.RETURNED, Kind.AGREED)

    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    version = models.PositiveIntegerField(_("version"))
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.get_kind_display()


class StepComment(models.Model):
    step = models.ForeignKey(Step, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
