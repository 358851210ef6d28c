"""Writing the plan, one thing at a time: every button is a page of its own, so it works without JavaScript."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.htmx import render_page
from common.permissions import require
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import editing
from trajectories.forms import GoalForm, StageForm, StepForm, WordForm
from trajectories.models import Stage, Step, Trajectory
from trajectories.progress import read_with_words


def _to_plan(trajectory_pk: int, anchor: str = "") -> HttpResponse:
    """Back to the plan, at the place that was changed."""
    return redirect(f"{reverse('trajectories:plan', args=[trajectory_pk])}{anchor and f'#{anchor}'}")


@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    require(permissions.can_edit_plan(user, trajectory))
    return render_plan(request, trajectory, WordForm())


def render_plan(request: HttpRequest, trajectory: Trajectory, form: WordForm) -> HttpResponse:
    """The plan with a button at everything in it; `form` is the word that goes with it when it is sent."""
    context = {
        "trajectory": trajectory,
        "path": read_with_words(trajectory),
        "word": trajectory.decisions.select_related("by").last(),
        "form": form,
    }
    return render_page(request, "trajectories/plan.html", "trajectories/_plan.html", context)


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    require(permissions.can_edit_plan(user, trajectory))
    form = GoalForm(request.POST or None, instance=trajectory)
    if form.is_valid():
        editing.save_goal(form.save(commit=False), by=user)
        return _to_plan(trajectory.pk)
    return render(request, "trajectories/goal.html", {"trajectory": trajectory, "form": form})


@require_http_methods(["GET", "POST"])
def add_stage(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    require(permissions.can_edit_plan(user, trajectory))
    return _stage(request, Stage(trajectory=trajectory))


@require_http_methods(["GET", "POST"])
def edit_stage(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    stage = get_object_or_404(Stage.objects.visible_to(user).select_related("trajectory"), pk=pk)
    require(permissions.can_edit_stage(user, stage))
    return _stage(request, stage)


def _stage(request: HttpRequest, stage: Stage) -> HttpResponse:
    form = StageForm(request.POST or None, instance=stage)
    if form.is_valid():
        stage = editing.save_stage(form.save(commit=False), by=signed_in(request))
        return _to_plan(stage.trajectory_id, f"stage-{stage.pk}")
    return render(request, "trajectories/stage.html", {"stage": stage, "form": form})


@require_POST
def shift_stage(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    stage = get_object_or_404(Stage.objects.visible_to(user).select_related("trajectory"), pk=pk)
    editing.shift_stage(stage, _direction(request), by=user)
    return _to_plan(stage.trajectory_id, f"stage-{stage.pk}")


def _direction(request: HttpRequest) -> int:
    return editing.UP if "up" in request.POST else editing.DOWN


@require_http_methods(["GET", "POST"])
def remove_stage(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    stage = get_object_or_404(Stage.objects.visible_to(user).select_related("trajectory"), pk=pk)
    require(permissions.can_edit_stage(user, stage))
    if request.method == "POST":
        editing.remove_stage(stage, by=user)
        return _to_plan(stage.trajectory_id)
    steps = stage.steps.count()
    return render(request, "trajectories/remove.html", {"what": stage, "trajectory": stage.trajectory, "steps": steps})


@require_http_methods(["GET", "POST"])
def add_step(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    stage = get_object_or_404(Stage.objects.visible_to(user).select_related("trajectory"), pk=pk)
    require(permissions.can_edit_stage(user, stage))
    return _step(request, Step(stage=stage))


@require_http_methods(["GET", "POST"])
def edit_step(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    step = get_object_or_404(Step.objects.visible_to(user).select_related("stage__trajectory", "event"), pk=pk)
    require(permissions.can_edit_stage(user, step.stage))
    return _step(request, step)


def _step(request: HttpRequest, step: Step) -> HttpResponse:
    trajectory = step.stage.trajectory
    form = StepForm(request.POST or None, instance=step)
    if form.is_valid():
        step = editing.save_step(form.save(commit=False), by=signed_in(request))
        return _to_plan(trajectory.pk, f"step-{step.pk}")
    return render(request, "trajectories/step.html", {"step": step, "trajectory": trajectory, "form": form})


@require_POST
def shift_step(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    step = get_object_or_404(Step.objects.visible_to(user).select_related("stage__trajectory"), pk=pk)
    editing.shift_step(step, _direction(request), by=user)
    return _to_plan(step.stage.trajectory_id, f"step-{step.pk}")


@require_http_methods(["GET", "POST"])
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    step = get_object_or_404(Step.objects.visible_to(user).select_related("stage__trajectory"), pk=pk)
    trajectory = step.stage.trajectory
    require(permissions.can_edit_stage(user, step.stage))
    if request.method == "POST":
        editing.remove_step(step, by=user)
        return _to_plan(trajectory.pk, f"stage-{step.stage_id}")
    return render(request, "trajectories/remove.html", {"what": step, "trajectory": trajectory, "steps": 0})
