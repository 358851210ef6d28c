"""Individual trajectories: the teacher is the author; a methodist proposes, reads and agrees."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Registration
from teachers.models import Kindergarten, User
from trajectories.models.kinds import PlannedStage, PlannedStep
from trajectories.models.launch_cases import LaunchCase


class TrajectoryQuerySet(models.QuerySet["Trajectory"]):
    def visible_to(self, user: User) -> "TrajectoryQuerySet":
        """One's own; for a methodist everything in the kindergarten but private drafts."""
        return self.filter(Q(teacher=user) | self._shown_to_methodist(user))

    def written_by(self, user: User) -> "TrajectoryQuerySet":
        return self.filter(teacher=user)

    def managed_by(self, user: User) -> "TrajectoryQuerySet":
        """What a methodist works with in the admin."""
        return self.filter(self._shown_to_methodist(user))

    @staticmethod
    def _shown_to_methodist(user: User) -> Q:
        theirs = Q() if user.is_superuser else Q(kindergarten__in=user.kindergarten_ids_as("methodist"))
        return theirs & ~Trajectory.PRIVATE

    def known(self) -> "TrajectoryQuerySet":
        """What colleagues who read reports may count: everything but private drafts."""
        return self.exclude(Trajectory.PRIVATE)

    def open(self) -> "TrajectoryQuerySet":
        return self.exclude(state__in=Trajectory.ENDED_STATES)

    def under_way(self) -> "TrajectoryQuerySet":
        """Agreed at least once and not ended: steps are being done, even while a change of the plan waits."""
        return self.open().exclude(agreed_version=None)

    def with_sent_title(self) -> "TrajectoryQuerySet":
        """Adds `sent_title`: what a methodist may call it, as the author may be renaming it in an unsent edit."""
        versions = Trajectory._meta.get_field("versions").related_model._default_manager.order_by("-number")
        latest = versions.filter(trajectory=models.OuterRef("pk")).values(text=KT("plan__title"))[:1]
        return self.annotate(sent_title=models.Subquery(latest, output_field=models.CharField()))

    def with_path(self) -> "TrajectoryQuerySet":
        """With stages, steps (done or not) and their events, in three queries whatever the number."""
        steps = Step.objects.with_done().select_related("event")
        return self.prefetch_related(models.Prefetch("stages__steps", steps))

    def awaiting_answer_of(self, user: User) -> "TrajectoryQuerySet":
        """What waits for its author: proposals and plans returned for revision."""
        return self.filter(teacher=user, state__in=(Trajectory.State.PROPOSED, Trajectory.State.RETURNED))

    def awaiting_review(self) -> "TrajectoryQuerySet":
        """The methodist's queue, the longest waiting first."""
        return self.filter(state__in=Trajectory.REVIEW_STATES).order_by("submitted_at", "pk")

    def awaiting_review_by(self, user: User) -> "TrajectoryQuerySet":
        """What `user` may read, and is nobody else's to read now."""
        free = Q(claimed_by=None) | Q(claimed_by=user)
        return self.managed_by(user).exclude(teacher=user).filter(free).awaiting_review()


class Trajectory(models.Model):
    """`version` counts edits of the plan: what is agreed is exactly the version that was read."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed to the teacher")
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("sent for agreement")
        IN_REVIEW = "in_review", _("being read")
        RETURNED = "returned", _("returned for revision")
        AGREED = "agreed", _("agreed, under way")
        COMPLETED = "completed", _("completed")
        LEFT = "left", _("left")
        DECLINED = "declined", _("declined by the teacher")

    EDITABLE_STATES = (State.DRAFT, State.RETURNED)
    REVIEW_STATES = (State.SUBMITTED, State.IN_REVIEW)
    ENDED_STATES = (State.COMPLETED, State.LEFT, State.DECLINED)
    # What was never proposed nor sent is its author's alone. Of the rest a methodist reads the plan as it was sent
    # (PlanVersion), never its unsent edits.
    PRIVATE = Q(submitted_at=None, assigned_by=None)

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="trajectories", verbose_name=_("teacher")
    )
    kindergarten = models.ForeignKey(Kindergarten, models.PROTECT, related_name="+", verbose_name=_("kindergarten"))
    launch_case = models.ForeignKey(
        LaunchCase, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("launch case")
    )
    title = models.CharField(_("title"), max_length=160)
    goal = models.CharField(_("goal"), max_length=300)
    starts_on = models.DateField(_("begins"), default=timezone.localdate)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    agreed_version = models.PositiveIntegerField(_("agreed version"), null=True, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, editable=False)
    state_changed_at = models.DateTimeField(_("state since"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("trajectory")
        verbose_name_plural = _("trajectories")
        indexes = [models.Index("kindergarten", "state", "submitted_at", name="trajectories_to_review")]
        constraints = [
            models.UniqueConstraint(
                "teacher", "launch_case", condition=Q(state="proposed"), name="one_open_proposal_of_a_launch_case"
            )
        ]

    def __str__(self) -> str:
        """Says nothing of the plan: the desk writes this where the author may be renaming it in an unsent edit."""
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("trajectories:detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE_STATES

    @property
    def awaits_review(self) -> bool:
        return self.state in self.REVIEW_STATES

    @property
    def is_under_way(self) -> bool:
        """As `under_way()` says of many."""
        return self.agreed_version is not None and self.state not in self.ENDED_STATES

    @property
    def is_private(self) -> bool:
        """Never proposed and never sent: its author's alone."""
        return self.submitted_at is None and self.assigned_by_id is None

    @property
    def waiting_days(self) -> int | None:
        """Whole days since it was sent for agreement; None unless it waits."""
        if not self.awaits_review or self.submitted_at is None:
            return None
        return (timezone.now() - self.submitted_at).days


class StageQuerySet(models.QuerySet["Stage"]):
    def visible_to(self, user: User) -> "StageQuerySet":
        """One's own: a methodist reads the plan as it was sent, never its live rows."""
        return self.filter(trajectory__teacher=user)


class Stage(PlannedStage):
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="stages", verbose_name=_("trajectory"))
    reflection = models.TextField(_("reflection"), max_length=4000, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = StageQuerySet.as_manager()

    class Meta(PlannedStage.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> "StepQuerySet":
        """One's own, as with stages."""
        return self.filter(stage__trajectory__teacher=user)

    def with_done(self) -> "StepQuerySet":
        """Adds `done`: a person's own mark, or else attendance of the event the step is tied to."""
        return self.annotate(done=self._done())

    def not_done(self) -> "StepQuerySet":
        return self.annotate(done=self._done()).filter(done=False)

    @staticmethod
    def _done() -> models.Case:
        attended = Registration.objects.attended().filter(
            event=models.OuterRef("event"), teacher=models.OuterRef("stage__trajectory__teacher")
        )
        return models.Case(
            models.When(marked_done=None, then=models.Exists(attended)),
            default=models.F("marked_done"),
            output_field=models.BooleanField(),
        )


class Step(PlannedStep):
    """`marked_done` is a person's word (None: none said); attendance never overrides it."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="steps", verbose_name=_("stage"))
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("event"))
    due_on = models.DateField(_("by"), null=True, blank=True)
    marked_done = models.BooleanField(_("done, by hand"), null=True, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta(PlannedStep.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    @property
    def is_moved(self) -> bool:
        """A soft date that has passed; shown as «moved», never as a failure."""
        return self.due_on is not None and self.due_on < timezone.localdate()
