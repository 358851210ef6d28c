"""Ways into a trajectory: a proposal, a launch case, a blank plan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.permissions import require
from teachers.models import User
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import answering, launching
from trajectories.forms import StartForm, WordForm
from trajectories.models import LaunchCase, Trajectory


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Launch cases to begin with, those meant for the person first, and a form for a plan of one's own."""
    user = signed_in(request)
    require(permissions.can_start(user))
    form = StartForm(request.POST or None)
    if form.is_valid():
        trajectory = launching.start_blank(**form.cleaned_data, by=user)
        messages.success(request, _("The draft is begun. Only you see it."))
        return redirect("trajectories:plan", trajectory.pk)
    return render(request, "trajectories/start.html", {"form": form, "cases": _cases_for(user)})


def _cases_for(user: User) -> list[LaunchCase]:
    """Published launch cases; `suits` says which are meant for a person like this one."""
    posts = set(user.employments.current().values_list("position_id", flat=True))
    profile = getattr(user, "profile", None)
    years = profile.experience_on(timezone.localdate()) if profile else None
    cases = list(LaunchCase.objects.visible_to(user).published())
    for case in cases:
        case.suits = case.is_meant_for(posts, years)  # type: ignore[attr-defined]
    return sorted(cases, key=lambda case: not case.suits)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A launch case as it is, and the way into it."""
    user = signed_in(request)
    case = get_object_or_404(LaunchCase.objects.visible_to(user).prefetch_related("stages__steps"), pk=pk)
    if request.method == "POST":
        trajectory = launching.start_from_case(case, starts_on=timezone.localdate(), by=user)
        messages.success(request, _("The draft is begun. Only you see it."))
        return redirect("trajectories:plan", trajectory.pk)
    return render(request, "trajectories/case.html", {"case": case, "can_start": permissions.can_start(user)})


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a proposal as it is, or («adapt») to change it first."""
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    if "adapt" in request.POST:
        answering.adapt(trajectory, by=user)
        return redirect("trajectories:plan", trajectory.pk)
    answering.accept(trajectory, by=user)
    messages.success(request, _("The trajectory is yours. Here is the first step."))
    return redirect(trajectory)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user), pk=pk)
    require(permissions.can_answer(user, trajectory))
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answering.decline(trajectory, comment=form.cleaned_data["comment"], by=user)
        messages.success(request, _("You have declined the proposal. Nothing follows from it."))
        return redirect("trajectories:list")
    return render(request, "trajectories/decline.html", {"trajectory": trajectory, "form": form})
