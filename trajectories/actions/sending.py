"""The author's side of agreement: sending, taking back, changing what was agreed, finishing and leaving."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.permissions import require
from teachers.models import Membership, User
from trajectories import permissions
from trajectories.actions.moving import lock_trajectory, move
from trajectories.letters import tell
from trajectories.models import Decision, Stage, Step, Trajectory
from trajectories.plan import keep_versions

State = Trajectory.State


class EmptyPlan(Exception):
    """There is no step to agree to."""


class StagesOpen(Exception):
    """Some stage is not closed yet."""


@transaction.atomic
def submit(trajectory: Trajectory, *, comment: str = "", by: User) -> Trajectory:
    """Sends the plan to the methodists, keeping it as it is now.

    A plan that was agreed and has not changed since is simply agreed again. Raises EmptyPlan or PermissionDenied.
    """
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_submit(by, trajectory))
    if not Step.objects.filter(stage__trajectory=trajectory).exists():
        raise EmptyPlan
    if trajectory.version == trajectory.agreed_version:
        move(trajectory, State.AGREED, Decision.Kind.RESUMED, by=by)
        return trajectory
    keep_versions([trajectory])
    decision = move(
        trajectory,
        State.SUBMITTED,
        Decision.Kind.SUBMITTED,
        by=by,
        comment=comment,
        submitted_at=timezone.now(),
        claimed_by=None,
    )
    tell(_readers(trajectory), "trajectory_submitted", decision)
    return trajectory


def _readers(trajectory: Trajectory) -> QuerySet[User]:
    """Methodists of the kindergarten who may review the trajectory."""
    methodists = User.objects.get_queryset().members_of(trajectory.kindergarten_id, role=Membership.Role.METHODIST)
    return methodists.active().exclude(pk=trajectory.teacher_id)


@transaction.atomic
def recall(trajectory: Trajectory, *, by: User) -> Trajectory:
    """Takes a sent plan back while nobody has begun to read it."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_recall(by, trajectory))
    move(trajectory, State.DRAFT, Decision.Kind.RECALLED, by=by)
    return trajectory


@transaction.atomic
def reopen(trajectory: Trajectory, *, by: User) -> Trajectory:
    """Opens an agreed plan for a change; steps are still done meanwhile, and the change needs agreeing."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_reopen(by, trajectory))
    move(trajectory, State.DRAFT, Decision.Kind.REOPENED, by=by)
    return trajectory


@transaction.atomic
def complete(trajectory: Trajectory, *, by: User) -> Trajectory:
    """Finishes a trajectory whose stages are all closed; raises StagesOpen otherwise."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_complete(by, trajectory))
    if Stage.objects.filter(trajectory=trajectory, closed_at=None).exists():
        raise StagesOpen
    move(trajectory, State.COMPLETED, Decision.Kind.COMPLETED, by=by)
    return trajectory


@transaction.atomic
def leave(trajectory: Trajectory, *, comment: str = "", by: User) -> Trajectory:
    """Leaves with a word or without one; there is no penalty, and what was done stays."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_leave(by, trajectory))
    move(trajectory, State.LEFT, Decision.Kind.LEFT, by=by, comment=comment)
    return trajectory


@transaction.atomic
def discard(trajectory: Trajectory, *, by: User) -> None:
    """Deletes a draft that nobody else has ever seen."""
    trajectory = lock_trajectory(trajectory.pk)
    require(permissions.can_discard(by, trajectory))
    trajectory.delete()
