"""The plan as data: what is kept of it at every sending, and read by those who review it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from trajectories.models import PlanVersion, Stage, Step, StepComment, Trajectory

# {title, goal, stages: [{key, kind, title, steps: [{key, kind, title, details, expected_result, is_required,
# due_on (ISO or None), event (title or «»)}]}]}; keys are the rows' own, so a step stays itself when it is renamed.
Plan = dict[str, Any]


def plan_of(trajectory: Trajectory) -> Plan:
    stages = trajectory.stages.all()
    return {"title": trajectory.title, "goal": trajectory.goal, "stages": [_stage(stage) for stage in stages]}


def _stage(stage: Stage) -> Plan:
    steps = [_step(step) for step in stage.steps.all()]
    return {"key": stage.pk, "kind": stage.kind, "title": stage.title, "steps": steps}


def _step(step: Step) -> Plan:
    return {
        "key": step.pk,
        "kind": step.kind,
        "title": step.title,
        "details": step.details,
        "expected_result": step.expected_result,
        "is_required": step.is_required,
        "due_on": step.due_on.isoformat() if step.due_on else None,
        "event": step.event.title if step.event else "",
    }


def keep_versions(trajectories: Sequence[Trajectory]) -> None:
    """Keeps each plan under its present number; the same number is the same plan, so it is kept once."""
    prefetch_related_objects(trajectories, Prefetch("stages__steps", Step.objects.select_related("event")))
    versions = [PlanVersion(trajectory=each, number=each.version, plan=plan_of(each)) for each in trajectories]
    PlanVersion.objects.bulk_create(versions, ignore_conflicts=True)


def latest_versions(trajectories: Iterable[Trajectory]) -> dict[int, PlanVersion]:
    """{trajectory id: what was sent of it last}."""
    versions = PlanVersion.objects.filter(trajectory__in=trajectories).order_by("number")
    return {version.trajectory_id: version for version in versions}


def said_at_steps(plan: Plan) -> dict[int, list[StepComment]]:
    """{step id: what was said there, the earliest first} for the steps of a plan that was sent."""
    said: dict[int, list[StepComment]] = {}
    for comment in StepComment.objects.filter(step__in=step_titles(plan)).select_related("author"):
        said.setdefault(comment.step_id, []).append(comment)
    return said


def step_titles(plan: Plan) -> dict[int, str]:
    """{step id: its title}, in the order of the plan."""
    return {step["key"]: step["title"] for stage in plan["stages"] for step in stage["steps"]}
