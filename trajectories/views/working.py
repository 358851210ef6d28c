"""Walking the path: marks, events, words at steps, and closing stages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.paging import page_of
from common.permissions import require
from events.browsing import browse, read_seats
from events.forms import BrowseForm
from events.models import Event
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import working
from trajectories.forms import CommentForm, ReflectionForm
from trajectories.models import Stage, Step
from trajectories.views.walking import render_path

ON_A_PAGE = 20


def _to_step(step: Step) -> HttpResponse:
    return redirect(f"{step.stage.trajectory.get_absolute_url()}#step-{step.pk}")


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """«Done», or «not done yet» after all."""
    user = signed_in(request)
    step = get_object_or_404(Step.objects.visible_to(user).select_related("stage__trajectory"), pk=pk)
    working.mark_step(step, "done" in request.POST, by=user)
    return _to_step(step)


@require_http_methods(["GET", "POST"])
def choose_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Upcoming events to choose from; an empty choice unties the step."""
    user = signed_in(request)
    step = get_object_or_404(Step.objects.visible_to(user).select_related("stage__trajectory"), pk=pk)
    trajectory, visible = step.stage.trajectory, Event.objects.visible_to(user)
    require(permissions.can_work(user, trajectory) or permissions.can_edit_stage(user, step.stage))
    if request.method == "POST":
        chosen = request.POST.get("event", "")
        event = get_object_or_404(visible.upcoming(), pk=chosen) if chosen.isdecimal() else None
        working.choose_event(step, event, by=user)
        return redirect("trajectories:plan", trajectory.pk) if trajectory.is_editable else _to_step(step)
    form = BrowseForm(request.GET, user=user)
    events = browse(visible, filters=form.cleaned_data if form.is_valid() else {})
    page = page_of(events.with_cards(), request.GET.get("page"), ON_A_PAGE)
    read_seats(page, reader=user)
    context = {"step": step, "trajectory": trajectory, "page": page, "words": form["q"].value() or ""}
    return render(request, "trajectories/choose_event.html", context)


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    step = get_object_or_404(Step.objects.visible_to(user).select_related("stage__trajectory"), pk=pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render_path(request, step.stage.trajectory, comment_form=form, commented=step.pk)
    working.comment_on_step(step, form.cleaned_data["text"], by=user)
    return _to_step(step)


@require_POST
def reflect(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the reflection of a stage and («close») closes it."""
    user = signed_in(request)
    stage = get_object_or_404(Stage.objects.visible_to(user).select_related("trajectory"), pk=pk)
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return render_path(request, stage.trajectory, reflection_form=form)
    working.reflect(stage, form.cleaned_data["reflection"], by=user)
    if "close" in request.POST:
        _close(request, stage)
    else:
        messages.success(request, _("Your words are kept."))
    return redirect(f"{stage.trajectory.get_absolute_url()}#stage-{stage.pk}")


def _close(request: HttpRequest, stage: Stage) -> None:
    try:
        working.close_stage(stage, by=signed_in(request))
        messages.success(request, _("The stage is closed."))
    except working.StepsOpen:
        messages.warning(request, _("Your words are kept. The stage will close when the steps it needs are done."))


@require_POST
def reopen_stage(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    stage = get_object_or_404(Stage.objects.visible_to(user).select_related("trajectory"), pk=pk)
    working.reopen_stage(stage, by=user)
    return redirect(f"{stage.trajectory.get_absolute_url()}#stage-{stage.pk}")
