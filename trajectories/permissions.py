"""Who may do what with launch cases and trajectories: plain predicates, asked by views, admin and actions alike."""

from teachers.models import User
from trajectories.models import LaunchCase, Stage, Trajectory

State = Trajectory.State


def can_edit_case(user: User, case: LaunchCase) -> bool:
    """A methodist of its kindergarten; one for the whole network is the network administrator's."""
    return user.is_methodist_of(case.kindergarten_id)


def can_start(user: User) -> bool:
    return user.is_active and user.kindergarten is not None


def _is_author(user: User, trajectory: Trajectory) -> bool:
    return trajectory.teacher_id == user.pk


def can_answer(user: User, trajectory: Trajectory) -> bool:
    """The teacher accepts, adapts or declines what was proposed to them."""
    return _is_author(user, trajectory) and trajectory.state == State.PROPOSED


def can_edit_plan(user: User, trajectory: Trajectory) -> bool:
    return _is_author(user, trajectory) and trajectory.is_editable


def can_edit_stage(user: User, stage: Stage) -> bool:
    """A stage that is closed stays as it was walked."""
    return can_edit_plan(user, stage.trajectory) and stage.closed_at is None


def can_submit(user: User, trajectory: Trajectory) -> bool:
    return can_edit_plan(user, trajectory)


def can_recall(user: User, trajectory: Trajectory) -> bool:
    """The author takes the plan back while nobody has begun to read it."""
    return _is_author(user, trajectory) and trajectory.state == State.SUBMITTED


def can_reopen(user: User, trajectory: Trajectory) -> bool:
    """The author changes an agreed plan; a change needs agreeing again."""
    return _is_author(user, trajectory) and trajectory.state == State.AGREED


def can_discard(user: User, trajectory: Trajectory) -> bool:
    """A draft that nobody else has seen is deleted without a trace."""
    return _is_author(user, trajectory) and trajectory.is_private and trajectory.state == State.DRAFT


def can_leave(user: User, trajectory: Trajectory) -> bool:
    ended = (State.PROPOSED, *Trajectory.ENDED_STATES)
    return _is_author(user, trajectory) and trajectory.state not in ended and not trajectory.is_private


def can_work(user: User, trajectory: Trajectory) -> bool:
    """Marking steps, choosing events and closing stages: the author, once the plan was agreed."""
    return _is_author(user, trajectory) and trajectory.is_under_way


def can_complete(user: User, trajectory: Trajectory) -> bool:
    return _is_author(user, trajectory) and trajectory.state == State.AGREED


def can_comment(user: User, trajectory: Trajectory) -> bool:
    """The author answers at a step; a methodist's words come with the review."""
    return (
        _is_author(user, trajectory) and not trajectory.is_private and trajectory.state not in Trajectory.ENDED_STATES
    )


def can_read_for_review(user: User, trajectory: Trajectory) -> bool:
    """Nobody reviews their own."""
    return not _is_author(user, trajectory) and user.is_methodist_of(trajectory.kindergarten_id)


def can_review(user: User, trajectory: Trajectory) -> bool:
    return can_read_for_review(user, trajectory) and trajectory.awaits_review


def can_decide(user: User, trajectory: Trajectory) -> bool:
    """Whoever took it to read, or any methodist while nobody did; another one takes it over first."""
    return can_review(user, trajectory) and trajectory.claimed_by_id in (None, user.pk)
