"""What trajectories write to people. Each letter speaks of one Decision, looked up again just before sending."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.kinds import Kind
from notifications.models import Message
from notifications.outbox import notify_all
from teachers.models import User
from trajectories import permissions
from trajectories.models import Decision, Trajectory

State = Trajectory.State
Wanted = Callable[[Message, Trajectory], bool]


def tell(people: Iterable[User], kind: str, decision: Decision) -> None:
    """Writes to `people` about the decision; a decision is written about once."""
    notify_all(people, kind, subject=decision.trajectory, occurrence=str(decision.pk), data={"decision": decision.pk})


def _load(wanted: Wanted, page: str) -> kinds.Load:
    """Gives up when the plan has another version by now, or the letter is no longer wanted."""

    def load(message: Message) -> Mapping[str, Any] | None:
        decisions = Decision.objects.select_related("by", "trajectory__teacher")
        decision = decisions.filter(pk=message.data.get("decision"), trajectory=message.subject_id).first()
        if decision is None or decision.version != decision.trajectory.version:
            return None
        if not wanted(message, decision.trajectory):
            return None
        address = reverse(page, args=[decision.trajectory_id])
        return {"decision": decision, "trajectory": decision.trajectory, "address": address}

    return load


def _author_in(state: State) -> Wanted:
    return lambda message, trajectory: trajectory.state == state and message.recipient_id == trajectory.teacher_id


def _still_to_review(message: Message, trajectory: Trajectory) -> bool:
    return permissions.can_review(message.recipient, trajectory)


PATH, REVIEW = "trajectories:detail", "admin:trajectories_trajectory_review"
KINDS = (
    Kind("trajectory_proposed", "trajectories", _("a trajectory is proposed"), _load(_author_in(State.PROPOSED), PATH)),
    Kind("trajectory_submitted", "trajectories", _("a plan waits for reading"), _load(_still_to_review, REVIEW)),
    Kind("trajectory_returned", "trajectories", _("a plan is returned"), _load(_author_in(State.RETURNED), PATH)),
    Kind("trajectory_agreed", "trajectories", _("a plan is agreed"), _load(_author_in(State.AGREED), PATH)),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        kinds.register(kind)
