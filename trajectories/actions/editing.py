"""Changing the plan. Every change goes through `editing`, which counts it: that number is what a review agrees to."""

import contextlib
from collections.abc import Iterator, Sequence

from django.db import models, transaction

from common.permissions import require
from teachers.models import User
from trajectories import permissions
from trajectories.actions.moving import lock_trajectory
from trajectories.models import Stage, Step, Trajectory

UP, DOWN = -1, 1


@contextlib.contextmanager
def editing(trajectory: Trajectory, *, by: User) -> Iterator[Trajectory]:
    """One counted edit of the plan in one transaction; raises PermissionDenied if `by` may not edit it now."""
    with transaction.atomic():
        locked = lock_trajectory(trajectory.pk)
        require(permissions.can_edit_plan(by, locked))
        yield locked
        locked.version += 1
        locked.save(update_fields=["version"])


def save_goal(trajectory: Trajectory, *, by: User) -> None:
    """Saves the title, goal and beginning that `trajectory` carries."""
    with editing(trajectory, by=by):
        trajectory.save(update_fields=["title", "goal", "starts_on"])


def save_stage(stage: Stage, *, by: User) -> Stage:
    """Saves a new stage at the end, or a changed one where it stands."""
    with editing(stage.trajectory, by=by):
        require(permissions.can_edit_stage(by, stage))
        if stage._state.adding:
            stage.order = _next_order(Stage.objects.filter(trajectory=stage.trajectory))
        stage.save()
    return stage


def remove_stage(stage: Stage, *, by: User) -> None:
    with editing(stage.trajectory, by=by):
        require(permissions.can_edit_stage(by, stage))
        stage.delete()


def shift_stage(stage: Stage, direction: int, *, by: User) -> None:
    """Moves the stage one place up or down; at the edge it stays."""
    with editing(stage.trajectory, by=by) as trajectory:
        _shift(list(Stage.objects.filter(trajectory=trajectory)), stage, direction)


def save_step(step: Step, *, by: User) -> Step:
    """Saves a new step, or one brought into another stage, at the end; a changed one where it stands."""
    with editing(step.stage.trajectory, by=by):
        _require_open_stages(step, by=by)
        stays = Step.objects.filter(pk=step.pk, stage=step.stage_id).exists()
        if not stays:
            step.order = _next_order(Step.objects.filter(stage=step.stage))
        step.save()
    return step


def remove_step(step: Step, *, by: User) -> None:
    with editing(step.stage.trajectory, by=by):
        _require_open_stages(step, by=by)
        step.delete()


def shift_step(step: Step, direction: int, *, by: User) -> None:
    """Moves the step one place up or down within its stage; at the edge it stays."""
    with editing(step.stage.trajectory, by=by):
        _require_open_stages(step, by=by)
        _shift(list(Step.objects.filter(stage=step.stage)), step, direction)


def _require_open_stages(step: Step, *, by: User) -> None:
    """Neither the stage the step stands in nor the one it is brought to may be closed."""
    for stage in Stage.objects.filter(models.Q(pk=step.stage_id) | models.Q(steps=step.pk)).select_related(
        "trajectory"
    ):
        require(permissions.can_edit_stage(by, stage))


def _next_order(rows: models.QuerySet) -> int:
    return int(rows.aggregate(last=models.Max("order", default=0))["last"]) + 1


def _shift(rows: Sequence[models.Model], row: models.Model, direction: int) -> None:
    """Swaps `row` with its neighbour and numbers the whole line anew, so that equal numbers never stick."""
    line = list(rows)
    here = line.index(row)
    there = min(max(here + direction, 0), len(line) - 1)
    line.insert(there, line.pop(here))
    for number, each in enumerate(line):
        type(each)._default_manager.filter(pk=each.pk).update(order=number)
