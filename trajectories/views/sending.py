"""The author's side of agreement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.permissions import require
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import sending
from trajectories.forms import WordForm
from trajectories.models import Trajectory
from trajectories.views.plan import render_plan


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    form = WordForm(request.POST)
    if not form.is_valid():
        return render_plan(request, trajectory, form)
    try:
        trajectory = sending.submit(trajectory, comment=form.cleaned_data["comment"], by=user)
    except sending.EmptyPlan:
        messages.warning(request, _("There is no step in the plan yet. Add at least one and send it then."))
        return redirect("trajectories:plan", trajectory.pk)
    messages.success(request, _SENT[trajectory.state == Trajectory.State.AGREED]())
    return redirect(trajectory)


_SENT = {
    False: lambda: _("The plan is sent. Until somebody begins to read it, you can take it back."),
    True: lambda: _("The plan has not changed, so it is agreed as before."),
}


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    sending.recall(trajectory, by=user)
    messages.success(request, _("The plan is with you again. Only you see what you change."))
    return redirect("trajectories:plan", trajectory.pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    sending.reopen(trajectory, by=user)
    messages.success(request, _("Change the plan and send it for agreement. Meanwhile steps can be marked as before."))
    return redirect("trajectories:plan", trajectory.pk)


@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    try:
        sending.complete(trajectory, by=user)
        messages.success(request, _("The trajectory is completed. All you have done stays here."))
    except sending.StagesOpen:
        messages.warning(request, _("Some stages are still open; close them first."))
    return redirect(trajectory)


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaving with a word or without; a draft that nobody has seen is deleted instead."""
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    may_discard = permissions.can_discard(user, trajectory)
    require(may_discard or permissions.can_leave(user, trajectory))
    form = WordForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"trajectory": trajectory, "form": form, "may_discard": may_discard}
        return render(request, "trajectories/leave.html", context)
    if may_discard:
        sending.discard(trajectory, by=user)
        messages.success(request, _("The draft is deleted."))
    else:
        sending.leave(trajectory, comment=form.cleaned_data["comment"], by=user)
        messages.success(request, _("You have left the trajectory. What you have done stays with you."))
    return redirect("trajectories:list")
