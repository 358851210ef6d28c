"""Ways in: a launch case proposed to teachers, a launch case one chose, or a blank plan."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common.permissions import require
from teachers.models import Kindergarten, User
from trajectories import permissions
from trajectories.actions.moving import record
from trajectories.letters import tell
from trajectories.models import CaseStage, CaseStep, Decision, LaunchCase, Stage, Step, Trajectory
from trajectories.models.kinds import StageKind
from trajectories.people import candidates
from trajectories.plan import keep_versions

USUAL_STAGES = (StageKind.DIAGNOSTIC, StageKind.DESIGN, StageKind.PRACTICE, StageKind.REFLECTION)


@dataclass(frozen=True)
class Proposals:
    """What came of proposing to many: new proposals, and those who have this launch case already."""

    made: list[Trajectory]
    already: list[User]


@transaction.atomic
def start_blank(*, title: str, goal: str, by: User) -> Trajectory:
    """A private draft with the four usual stages, empty."""
    trajectory = Trajectory.objects.create(teacher=by, kindergarten=_home(by), title=title, goal=goal)
    stages = [
        Stage(trajectory=trajectory, kind=kind, title=kind.label.capitalize(), order=number)
        for number, kind in enumerate(USUAL_STAGES)
    ]
    Stage.objects.bulk_create(stages)
    return trajectory


@transaction.atomic
def start_from_case(case: LaunchCase, *, starts_on: dt.date, by: User) -> Trajectory:
    """A private draft with the plan of the launch case, the author's to change."""
    trajectory = Trajectory(teacher=by, kindergarten=_home(by), starts_on=starts_on)
    _grow([trajectory], case)
    return trajectory


def _home(user: User) -> Kindergarten:
    """Where the person's own trajectories live; raises PermissionDenied for one who belongs nowhere."""
    if user.kindergarten is None or not permissions.can_start(user):
        raise PermissionDenied
    return user.kindergarten


@transaction.atomic
def propose(case: LaunchCase, teachers: Iterable[User], *, starts_on: dt.date, by: User) -> Proposals:
    """Offers the launch case to each of `teachers`: a proposal to accept, adapt or decline; nobody is enrolled.

    Proposing the same case again to one who has it open changes nothing. Raises PermissionDenied, and then
    nobody gets anything, if the case or any of the people is out of the reach of `by`.
    """
    wanted = {teacher.pk for teacher in teachers}
    # The lock makes two who propose the same case at once see each other's proposals.
    locked = LaunchCase.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=case.pk).first()
    people = list(candidates(case, by=by).filter(pk__in=wanted))
    require(locked is not None and len(people) == len(wanted))
    known = Trajectory.objects.managed_by(by).open().filter(launch_case=case)
    having = set(known.values_list("teacher_id", flat=True))
    return Proposals(
        made=_propose(case, [person for person in people if person.pk not in having], starts_on=starts_on, by=by),
        already=[person for person in people if person.pk in having],
    )


def _propose(case: LaunchCase, people: list[User], *, starts_on: dt.date, by: User) -> list[Trajectory]:
    """`people` come from `candidates()`, which says in which kindergarten each is at home."""
    offered = {"state": Trajectory.State.PROPOSED, "assigned_by": by, "starts_on": starts_on}
    homes = [(person, person.home) for person in people]  # type: ignore[attr-defined]
    proposals = [Trajectory(teacher=person, kindergarten_id=home, **offered) for person, home in homes]
    _grow(proposals, case)
    keep_versions(proposals)
    for proposal in proposals:
        tell([proposal.teacher], "trajectory_proposed", record(proposal, Decision.Kind.PROPOSED, by=by))
    return proposals


def _grow(trajectories: list[Trajectory], case: LaunchCase) -> None:
    """Saves the trajectories, each with a copy of the case's plan; weeks become days of the calendar."""
    for trajectory in trajectories:
        trajectory.launch_case, trajectory.title, trajectory.goal = case, case.title, case.goal
    Trajectory.objects.bulk_create(trajectories)
    plan = CaseStage.objects.filter(launch_case=case).prefetch_related("steps")
    copies = [
        (origin, Stage(trajectory=trajectory, kind=origin.kind, title=origin.title, order=origin.order))
        for trajectory in trajectories
        for origin in plan
    ]
    Stage.objects.bulk_create(stage for _origin, stage in copies)
    Step.objects.bulk_create(_copied(step, stage) for origin, stage in copies for step in origin.steps.all())


def _copied(step: CaseStep, stage: Stage) -> Step:
    weeks, starts_on = step.due_after_weeks, stage.trajectory.starts_on
    return Step(
        stage=stage,
        kind=step.kind,
        title=step.title,
        details=step.details,
        expected_result=step.expected_result,
        is_required=step.is_required,
        order=step.order,
        due_on=starts_on + dt.timedelta(weeks=weeks) if weeks is not None else None,
    )
