"""The page of review: plan, what changed, comments, two buttons; and a refusal when the plan is no longer as read."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teachers.models import User
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import review as reviews
from trajectories.admin.desk import render_desk
from trajectories.differences import Comparison, side_by_side
from trajectories.models import Decision, PlanVersion, StepComment, Trajectory
from trajectories.people import category_in_words, experience_in_words, facts_about, waiting_in_words
from trajectories.plan import said_at_steps, step_titles


class ReviewForm(forms.Form):
    """Words for the whole plan and for each of its steps, and the version they are about."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=gettext_lazy("Comment on the whole plan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, read: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = step_titles(read.plan)
        for key in self.titles:
            words = forms.Textarea({"rows": 2, "aria-label": _("Comment on this step")})
            self.fields[f"remark-{key}"] = forms.CharField(required=False, max_length=2000, widget=words)

    @property
    def remarks(self) -> dict[int, str]:
        """{step id: words}, only where there are any."""
        typed = {key: self.cleaned_data.get(f"remark-{key}", "") for key in self.titles}
        return {key: words for key, words in typed.items() if words}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "return" in self.data and not data.get("comment") and not self.remarks:
            raise forms.ValidationError(_("Say what to change: a word on the whole plan or at a step."))
        return data


@dataclass(frozen=True)
class Outrun:
    """Why a decision was refused: who did what and when, and how the plan read differs from the plan now."""

    last: Decision | None
    difference: Comparison | None


def review(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    trajectory, versions = _found(desk, request, pk)
    if request.method != "POST":
        return _page(desk, request, trajectory, versions, _blank(versions[-1]))
    if not permissions.can_read_for_review(user, trajectory):
        raise PermissionDenied
    read = _version_read(request, versions)
    form = ReviewForm(request.POST, read=read)
    if not form.is_valid():
        return _page(desk, request, trajectory, versions, form)
    try:
        _decide(request, trajectory, form, by=user)
    except reviews.NotAsRead:
        return _refused(desk, request, trajectory, read, form)
    return redirect("admin:trajectories_trajectory_changelist")


def _found(desk: ModelAdmin, request: HttpRequest, pk: int) -> tuple[Trajectory, list[PlanVersion]]:
    """The trajectory and everything that was ever sent of it; what is not theirs is not there (404)."""
    rows = Trajectory.objects.managed_by(signed_in(request)).annotate(**facts_about("teacher"))
    people = ("teacher__profile", "kindergarten", "claimed_by")
    trajectory = get_object_or_404(rows.select_related(*people), pk=pk)
    versions = list(trajectory.versions.all())
    if not versions:
        raise Http404
    return trajectory, versions


def _blank(version: PlanVersion, **initial: Any) -> ReviewForm:
    return ReviewForm(read=version, initial={"version": version.number, **initial})


def _version_read(request: HttpRequest, versions: list[PlanVersion]) -> PlanVersion:
    """The version that the form was about; an invented number is nobody's, so the form will name its slip."""
    number = request.POST.get("version", "")
    return next((version for version in versions if str(version.number) == number), versions[-1])


def _decide(request: HttpRequest, trajectory: Trajectory, form: ReviewForm, *, by: User) -> None:
    words = {"version": form.cleaned_data["version"], "comment": form.cleaned_data["comment"], "remarks": form.remarks}
    name = trajectory.teacher.get_short_name()
    if "agree" in request.POST:
        reviews.agree(trajectory, **words, by=by)
        messages.success(request, _("The plan is agreed: %(name)s") % {"name": name})
    else:
        reviews.return_for_revision(trajectory, **words, by=by)
        messages.success(request, _("The plan is returned with your words: %(name)s") % {"name": name})


def _refused(
    desk: ModelAdmin, request: HttpRequest, trajectory: Trajectory, read: PlanVersion, form: ReviewForm
) -> HttpResponse:
    """409: who, when and the difference; everything typed stays, now beside the plan as it is."""
    trajectory.refresh_from_db()
    versions = list(trajectory.versions.order_by("number"))
    latest = versions[-1]
    newer = trajectory.awaits_review and latest.number != read.number
    outrun = Outrun(
        last=trajectory.decisions.select_related("by").last(),
        difference=side_by_side(read.plan, latest.plan) if newer else None,
    )
    kept = _blank(latest, **_carried(form, latest))
    return _page(desk, request, trajectory, versions, kept, outrun=outrun, since=read if newer else None)


def _carried(form: ReviewForm, latest: PlanVersion) -> dict[str, str]:
    """What was typed, brought to the latest version; words at a step that is gone join the comment on the whole."""
    present = step_titles(latest.plan)
    orphans = [f"«{form.titles[key]}»: {words}" for key, words in form.remarks.items() if key not in present]
    comment = "\n".join(filter(None, [form.cleaned_data["comment"], *orphans]))
    return {"comment": comment} | {f"remark-{key}": words for key, words in form.remarks.items() if key in present}


def _page(
    desk: ModelAdmin,
    request: HttpRequest,
    trajectory: Trajectory,
    versions: list[PlanVersion],
    form: ReviewForm,
    *,
    outrun: Outrun | None = None,
    since: PlanVersion | None = None,
) -> HttpResponse:
    user, latest = signed_in(request), versions[-1]
    decisions = list(trajectory.decisions.select_related("by"))
    since = since or _compared(request, trajectory, versions, decisions)
    comparison = side_by_side(since.plan if since else None, latest.plan)
    _put_words(comparison, form, said_at_steps(latest.plan))
    context = {
        "title": trajectory.teacher.get_full_name(),
        "subtitle": latest.plan["title"],
        "trajectory": trajectory,
        "experience": experience_in_words(trajectory.teacher),
        "category": category_in_words(getattr(trajectory, "category", None)),
        "waits": waiting_in_words(trajectory),
        "latest": latest,
        "versions": versions[:-1],
        "since": since,
        "comparison": comparison,
        "decisions": decisions,
        "form": form,
        "outrun": outrun,
        "mine": trajectory.teacher_id == user.pk,
        "can_review": permissions.can_review(user, trajectory),
        "can_decide": permissions.can_decide(user, trajectory),
    }
    template = "admin/trajectories/trajectory/review.html"
    return render_desk(desk, request, template, context, status=409 if outrun else 200)


def _put_words(comparison: Comparison, form: ReviewForm, said: dict[int, list[StepComment]]) -> None:
    """Puts at each step what was said there and the field for what is to be said."""
    for line in (line for stage in comparison.stages for line in stage.steps):
        line.said = said.get(line.key, [])
        if line.key in form.titles:
            line.remark = form[f"remark-{line.key}"]


def _compared(
    request: HttpRequest, trajectory: Trajectory, versions: list[PlanVersion], decisions: list[Decision]
) -> PlanVersion | None:
    """The version to compare with: the one asked for, else the last that was decided about, else the one before."""
    earlier = {version.number: version for version in versions[: None if trajectory.awaits_review else -1]}
    asked = request.GET.get("since", "")
    if asked.isdecimal() and int(asked) in earlier:
        return earlier[int(asked)]
    decided = [decision.version for decision in decisions if decision.kind in Decision.OF_METHODISTS]
    numbers = [number for number in decided if number in earlier] or [version.number for version in versions[:-1]]
    return earlier[numbers[-1]] if numbers else None


def claim(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Taking to read, taking over from an absent one, or putting back into the queue."""
    user = signed_in(request)
    trajectory = get_object_or_404(Trajectory.objects.managed_by(user), pk=pk)
    holder = request.POST.get("holder", "")
    try:
        if "release" in request.POST:
            reviews.release(trajectory, by=user)
        elif request.method == "POST":
            reviews.claim(trajectory, holder=int(holder) if holder.isdecimal() else None, by=user)
    except reviews.NotAsRead:
        messages.warning(request, _("Meanwhile the plan has moved on; here is how it stands now."))
    return redirect("admin:trajectories_trajectory_review", pk)
