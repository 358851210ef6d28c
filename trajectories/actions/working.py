"""Walking the path: marks, events chosen for steps, words at a step, and stages closed with a reflection."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events.models import Event
from teachers.models import User
from trajectories import permissions
from trajectories.actions.editing import save_step
from trajectories.models import Stage, Step, StepComment


class StepsOpen(Exception):
    """A step that the stage needs is not done yet."""


@transaction.atomic
def mark_step(step: Step, done: bool, *, by: User) -> None:
    """A person's own word about a step; attendance never overrides it."""
    require(permissions.can_work(by, step.stage.trajectory))
    step.marked_done, step.marked_at = done, timezone.now()
    step.save(update_fields=["marked_done", "marked_at"])


@transaction.atomic
def choose_event(step: Step, event: Event | None, *, by: User) -> None:
    """Ties a step to an event (or unties it).

    In a plan under way it fulfils the plan as agreed; in a plan being written it is an edit like any other.
    """
    trajectory, step.event = step.stage.trajectory, event
    if trajectory.is_editable:
        save_step(step, by=by)
        return
    require(permissions.can_work(by, trajectory))
    step.save(update_fields=["event"])


@transaction.atomic
def comment_on_step(step: Step, text: str, *, by: User) -> StepComment:
    require(permissions.can_comment(by, step.stage.trajectory))
    return StepComment.objects.create(step=step, author=by, text=text)


@transaction.atomic
def reflect(stage: Stage, reflection: str, *, by: User) -> None:
    """Keeps the words about a stage that is not closed yet."""
    require(permissions.can_work(by, stage.trajectory) and stage.closed_at is None)
    stage.reflection = reflection
    stage.save(update_fields=["reflection"])


@transaction.atomic
def close_stage(stage: Stage, *, by: User) -> None:
    """Closes a stage whose reflection is written; raises StepsOpen while a step it needs is not done."""
    require(permissions.can_work(by, stage.trajectory) and bool(stage.reflection))
    if Step.objects.filter(stage=stage, is_required=True).not_done().exists():
        raise StepsOpen
    stage.closed_at = timezone.now()
    stage.save(update_fields=["closed_at"])


@transaction.atomic
def reopen_stage(stage: Stage, *, by: User) -> None:
    require(permissions.can_work(by, stage.trajectory))
    stage.closed_at = None
    stage.save(update_fields=["closed_at"])
