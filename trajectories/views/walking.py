"""One's trajectories, and the path of one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from teachers.models import User
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.forms import CommentForm, ReflectionForm
from trajectories.models import Trajectory
from trajectories.progress import path_of, read_with_words


@require_GET
def trajectory_list(request: HttpRequest) -> HttpResponse:
    """Mine: those going on with their paths, then the ended ones."""
    user = signed_in(request)
    mine = Trajectory.objects.written_by(user)
    going_on = [(trajectory, path_of(trajectory)) for trajectory in mine.open().with_path()]
    ended = mine.filter(state__in=Trajectory.ENDED_STATES)
    return render(request, "trajectories/list.html", {"going_on": going_on, "ended": ended})


@require_GET
def trajectory_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's path; a methodist reads the plan as it was sent, on the page of review."""
    user = signed_in(request)
    people = ("claimed_by", "assigned_by")
    trajectory = get_object_or_404(Trajectory.objects.visible_to(user).select_related(*people), pk=pk)
    if trajectory.teacher_id != user.pk:
        return redirect("admin:trajectories_trajectory_review", trajectory.pk)
    return render_path(request, trajectory)


def render_path(request: HttpRequest, trajectory: Trajectory, **bound: Any) -> HttpResponse:
    """The author's page; `bound` forms with a slip (comment_form, reflection_form) stay as they were typed."""
    context = {
        "trajectory": trajectory,
        "path": read_with_words(trajectory),
        "word": trajectory.decisions.select_related("by").last(),
        "can": allowed(signed_in(request), trajectory),
        "comment_form": CommentForm(),
        "reflection_form": ReflectionForm(),
    }
    return render(request, "trajectories/detail.html", context | bound)


def allowed(user: User, trajectory: Trajectory) -> dict[str, bool]:
    """What the person may do on the page of the trajectory."""
    return {
        "answer": permissions.can_answer(user, trajectory),
        "edit": permissions.can_edit_plan(user, trajectory),
        "recall": permissions.can_recall(user, trajectory),
        "reopen": permissions.can_reopen(user, trajectory),
        "work": permissions.can_work(user, trajectory),
        "comment": permissions.can_comment(user, trajectory),
        "complete": permissions.can_complete(user, trajectory),
        "leave": permissions.can_leave(user, trajectory),
        "discard": permissions.can_discard(user, trajectory),
    }
