"""The lock of a trajectory, and the one place where its state changes and the change is written down."""

from typing import Any

from django.utils import timezone

from teachers.models import User
from trajectories.models import Decision, Trajectory


def lock_trajectory(pk: int) -> Trajectory:
    """The trajectory's row, locked until the transaction ends; an edit and a decision about it never cross."""
    return Trajectory.objects.select_for_update(of=("self",)).select_related("teacher", "kindergarten").get(pk=pk)


def move(
    trajectory: Trajectory, state: Trajectory.State, kind: Decision.Kind, *, by: User, comment: str = "", **fields: Any
) -> Decision:
    """Sets the state (and `fields`) of a locked trajectory, and records who did what about which version."""
    changes = {"state": state, "state_changed_at": timezone.now(), **fields}
    for name, value in changes.items():
        setattr(trajectory, name, value)
    trajectory.save(update_fields=list(changes))
    return record(trajectory, kind, by=by, comment=comment)


def record(trajectory: Trajectory, kind: Decision.Kind, *, by: User, comment: str = "") -> Decision:
    return Decision.objects.create(trajectory=trajectory, kind=kind, version=trajectory.version, by=by, comment=comment)
