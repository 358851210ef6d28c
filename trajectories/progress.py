"""Where on the path a trajectory is: milestones, the current one, and the next step."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from teachers.models import User
from trajectories.models import Stage, Step, StepComment, Trajectory


@dataclass(frozen=True)
class Milestone:
    """A stage with its steps read `with_done()`; the current one is the first that is not closed."""

    stage: Stage
    steps: list[Step]
    number: int
    is_current: bool

    @property
    def done(self) -> int:
        return sum(is_done(step) for step in self.steps)

    @property
    def is_walked(self) -> bool:
        """Every step that the stage needs is done: what is left is the reflection."""
        return all(is_done(step) for step in self.steps if step.is_required)


@dataclass(frozen=True)
class Path:
    milestones: list[Milestone]

    @property
    def current(self) -> Milestone | None:
        return next((milestone for milestone in self.milestones if milestone.is_current), None)

    @property
    def next_step(self) -> Step | None:
        """The first step of the current stage that is not done yet."""
        steps = self.current.steps if self.current else []
        return next((step for step in steps if not is_done(step)), None)

    @property
    def done(self) -> int:
        return sum(milestone.done for milestone in self.milestones)

    @property
    def steps(self) -> int:
        return sum(len(milestone.steps) for milestone in self.milestones)

    @property
    def is_walked(self) -> bool:
        return bool(self.milestones) and self.current is None


def is_done(step: Step) -> bool:
    """Whether a step read `with_done()` is done."""
    return bool(getattr(step, "done", False))


def read_with_words(trajectory: Trajectory) -> Path:
    """The path of one trajectory, with what was said at its steps: three queries."""
    steps = Prefetch("stages__steps", Step.objects.with_done().select_related("event"))
    words = Prefetch("stages__steps__comments", StepComment.objects.select_related("author"))
    prefetch_related_objects([trajectory], steps, words)
    return path_of(trajectory)


def path_of(trajectory: Trajectory) -> Path:
    """The path of a trajectory read `with_path()`."""
    stages = list(trajectory.stages.all())
    current = next((stage.pk for stage in stages if stage.closed_at is None), None)
    return Path(
        [
            Milestone(stage, list(stage.steps.all()), number, stage.pk == current)
            for number, stage in enumerate(stages, start=1)
        ]
    )


def next_step_for(user: User) -> Step | None:
    """The step to do next, with its `stage.trajectory` and `event`, over all that is under way; one query."""
    under_way = Trajectory.objects.written_by(user).under_way()
    open_steps = Step.objects.filter(stage__trajectory__in=under_way, stage__closed_at=None)
    on_the_path = ("stage__trajectory__starts_on", "stage__trajectory", "stage__order", "stage", "order", "pk")
    waiting = open_steps.not_done().select_related("stage__trajectory", "event")
    return waiting.order_by(*on_the_path).first()
