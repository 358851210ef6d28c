"""Launch cases (кейсы запуска): ready ways into a trajectory, written by methodists."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teachers.models import Kindergarten, Position, User
from trajectories.models.kinds import PlannedStage, PlannedStep


class LaunchCaseQuerySet(models.QuerySet["LaunchCase"]):
    def visible_to(self, user: User) -> "LaunchCaseQuerySet":
        """Published cases of one's kindergartens and of the network; methodists see their drafts too."""
        own = Q(kindergarten__in=user.kindergarten_ids) | Q(kindergarten=None)
        managed = Q(kindergarten__in=Kindergarten.objects.managed_by(user))
        return self if user.is_superuser else self.filter((own & Q(is_published=True)) | managed)

    def published(self) -> "LaunchCaseQuerySet":
        return self.filter(is_published=True)

    def managed_by(self, user: User) -> "LaunchCaseQuerySet":
        return self if user.is_superuser else self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))


class LaunchCase(models.Model):
    kindergarten = models.ForeignKey(
        Kindergarten,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kindergarten"),
        help_text=_("Empty: for the whole network."),
    )
    title = models.CharField(_("title"), max_length=160)
    situation = models.TextField(_("situation it starts from"), max_length=2000, blank=True)
    goal = models.CharField(_("goal"), max_length=300)
    for_position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the position")
    )
    experience_from = models.PositiveSmallIntegerField(_("experience from, years"), null=True, blank=True)
    experience_below = models.PositiveSmallIntegerField(_("experience below, years"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    objects = LaunchCaseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("launch case")
        verbose_name_plural = _("launch cases")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("trajectories:case", args=[self.pk])

    @property
    def experience_in_words(self) -> str:
        """«стаж от 3 до 10 лет»; empty when any experience fits."""
        words = {"lower": self.experience_from or 0, "upper": self.experience_below or 0}
        if self.experience_below is not None and not self.experience_from:
            return gettext("experience below %(upper)s years") % words
        if self.experience_below is not None:
            return gettext("experience from %(lower)s to %(upper)s years") % words
        return gettext("experience from %(lower)s years") % words if self.experience_from else ""

    def is_meant_for(self, positions: set[int], years: int | None) -> bool:
        """Whether it suits a person with these posts (ids) and whole years of experience; unknown years fit."""
        if self.for_position_id and self.for_position_id not in positions:
            return False
        if years is None:
            return True
        return (self.experience_from or 0) <= years and (self.experience_below is None or years < self.experience_below)


class CaseStage(PlannedStage):
    launch_case = models.ForeignKey(LaunchCase, models.CASCADE, related_name="stages", verbose_name=_("launch case"))

    class Meta(PlannedStage.Meta):
        verbose_name = _("stage of a launch case")
        verbose_name_plural = _("stages of a launch case")


class CaseStep(PlannedStep):
    stage = models.ForeignKey(CaseStage, models.CASCADE, related_name="steps", verbose_name=_("stage"))
    due_after_weeks = models.PositiveSmallIntegerField(_("weeks from the start"), null=True, blank=True)

    class Meta(PlannedStep.Meta):
        verbose_name = _("step of a launch case")
        verbose_name_plural = _("steps of a launch case")
