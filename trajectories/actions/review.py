"""The methodist's side of agreement. What is agreed is the version that was read: its number is in the condition."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.permissions import require
from teachers.models import User
from trajectories import permissions
from trajectories.actions.moving import record
from trajectories.letters import tell
from trajectories.models import Decision, Step, StepComment, Trajectory

State = Trajectory.State


class NotAsRead(Exception):
    """The plan is no longer what was read, or no longer waits: it was edited, taken back or decided by another."""


@transaction.atomic
def claim(trajectory: Trajectory, *, holder: int | None, by: User) -> None:
    """Takes the plan to read; from another who is absent if `holder` (their id) still has it. Raises NotAsRead."""
    require(permissions.can_read_for_review(by, trajectory))
    waiting = Trajectory.objects.filter(pk=trajectory.pk, state__in=Trajectory.REVIEW_STATES, claimed_by=holder)
    if not waiting.update(state=State.IN_REVIEW, state_changed_at=timezone.now(), claimed_by=by):
        raise NotAsRead
    trajectory.refresh_from_db()
    record(trajectory, Decision.Kind.CLAIMED, by=by)


@transaction.atomic
def release(trajectory: Trajectory, *, by: User) -> None:
    """Puts a plan that one took to read back into the queue. Raises NotAsRead."""
    require(permissions.can_read_for_review(by, trajectory))
    mine = Trajectory.objects.filter(pk=trajectory.pk, state=State.IN_REVIEW, claimed_by=by)
    if not mine.update(state=State.SUBMITTED, state_changed_at=timezone.now(), claimed_by=None):
        raise NotAsRead
    record(trajectory, Decision.Kind.RELEASED, by=by)


@transaction.atomic
def agree(
    trajectory: Trajectory, *, version: int, comment: str = "", remarks: Mapping[int, str] | None = None, by: User
) -> Decision:
    """Agrees to `version` of the plan and to no other. Raises NotAsRead."""
    _decide(trajectory, version, by=by, state=State.AGREED, agreed_version=version)
    return _written_down(trajectory, Decision.Kind.AGREED, comment, remarks or {}, by=by)


@transaction.atomic
def return_for_revision(
    trajectory: Trajectory, *, version: int, comment: str = "", remarks: Mapping[int, str] | None = None, by: User
) -> Decision:
    """Returns the plan with a comment and with `remarks` ({step id: words}). Raises NotAsRead."""
    _decide(trajectory, version, by=by, state=State.RETURNED)
    return _written_down(trajectory, Decision.Kind.RETURNED, comment, remarks or {}, by=by)


def _decide(trajectory: Trajectory, version: int, *, by: User, **changes: Any) -> None:
    require(permissions.can_read_for_review(by, trajectory))
    changes |= {"state_changed_at": timezone.now(), "claimed_by": None}
    if not as_read(trajectory.pk, version, by=by).update(**changes):
        raise NotAsRead
    for name, value in {"version": version, **changes}.items():
        setattr(trajectory, name, value)


def as_read(pk: int, version: int, *, by: User) -> Any:
    """The trajectory as a condition: this version, still waiting, and not in another's hands."""
    free = Q(claimed_by=None) | Q(claimed_by=by)
    return Trajectory.objects.filter(free, pk=pk, version=version, state__in=Trajectory.REVIEW_STATES)


def _written_down(
    trajectory: Trajectory, kind: Decision.Kind, comment: str, remarks: Mapping[int, str], *, by: User
) -> Decision:
    """Records the decision, puts the remarks at their steps and writes to the author."""
    steps = Step.objects.filter(stage__trajectory=trajectory, pk__in=remarks)
    StepComment.objects.bulk_create(StepComment(step=step, author=by, text=remarks[step.pk]) for step in steps)
    decision = record(trajectory, kind, by=by, comment=comment)
    tell([trajectory.teacher], f"trajectory_{kind.value}", decision)
    return decision
