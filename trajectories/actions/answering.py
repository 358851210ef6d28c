"""The teacher's answer to a proposal: as it is, adapted, or not."""

from django.db import transaction

from common.permissions import require
from teachers.models import User
from trajectories import permissions
from trajectories.actions.moving import lock_trajectory, move
from trajectories.models import Decision, Trajectory

State = Trajectory.State


@transaction.atomic
def accept(trajectory: Trajectory, *, by: User) -> Trajectory:
    """Takes the plan as it was proposed; it is the version a methodist wrote, so it is agreed at once."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_answer(by, trajectory))
    move(trajectory, State.AGREED, Decision.Kind.ACCEPTED, by=by, agreed_version=trajectory.version)
    return trajectory


@transaction.atomic
def adapt(trajectory: Trajectory, *, by: User) -> Trajectory:
    """Takes the plan to make it one's own; what comes of it is sent for agreement."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_answer(by, trajectory))
    move(trajectory, State.DRAFT, Decision.Kind.ACCEPTED, by=by)
    return trajectory


@transaction.atomic
def decline(trajectory: Trajectory, *, comment: str, by: User) -> Trajectory:
    """Says no, with a word or without one; nothing follows from it."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_answer(by, trajectory))
    move(trajectory, State.DECLINED, Decision.Kind.DECLINED, by=by, comment=comment)
    return trajectory
