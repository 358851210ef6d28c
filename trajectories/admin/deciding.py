"""One decision about several plans: each is shown once more, and the version shown is the one decided about."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.permissions import require
from teachers.models import User
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import review as reviews
from trajectories.admin.desk import render_desk
from trajectories.differences import Comparison, read
from trajectories.models import Trajectory
from trajectories.plan import latest_versions

AGREE, RETURN = "agree", "return"


class DecideForm(forms.Form):
    """One comment for all; returning needs one."""

    comment = forms.CharField(
        label=gettext_lazy("Comment for all of them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, decision: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = decision == RETURN


@dataclass(frozen=True)
class Sheet:
    """A plan to decide about, as it was sent."""

    trajectory: Trajectory
    version: int
    title: str
    plan: Comparison


def ask(desk: ModelAdmin, request: HttpRequest, chosen: QuerySet[Trajectory], decision: str) -> HttpResponse:
    """The page that shows the chosen plans; those that the methodist may not decide about now are left out."""
    sheets = _sheets(chosen, by=signed_in(request))
    if not sheets:
        messages.warning(request, _("None of the chosen plans waits for your decision."))
        return redirect("admin:trajectories_trajectory_changelist")
    return _page(desk, request, sheets, decision, DecideForm(decision=decision))


def _sheets(chosen: QuerySet[Trajectory], *, by: User) -> list[Sheet]:
    waiting = [row for row in chosen.select_related("teacher") if permissions.can_decide(by, row)]
    latest = latest_versions(waiting)
    sent = [(row, latest[row.pk]) for row in waiting if row.pk in latest]
    return [Sheet(row, version.number, version.plan["title"], read(version.plan)) for row, version in sent]


def _page(
    desk: ModelAdmin, request: HttpRequest, sheets: list[Sheet], decision: str, form: DecideForm, status: int = 200
) -> HttpResponse:
    title = _("Agree the chosen plans") if decision == AGREE else _("Return the chosen plans for revision")
    context = {"title": title, "sheets": sheets, "decision": decision, "form": form}
    return render_desk(desk, request, "admin/trajectories/trajectory/decide.html", context, status=status)


def decide_many(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Decides about each plan by the version that stood in the form; what has moved on is shown again (409)."""
    user, decision = signed_in(request), AGREE if AGREE in request.POST else RETURN
    numbers = _numbers(request)
    chosen = Trajectory.objects.managed_by(user).filter(pk__in=numbers).select_related("teacher")
    require(all(permissions.can_read_for_review(user, trajectory) for trajectory in chosen))
    form = DecideForm(request.POST, decision=decision)
    if not form.is_valid():
        return _page(desk, request, _sheets(chosen, by=user), decision, form)
    act = reviews.agree if decision == AGREE else reviews.return_for_revision
    done, outrun = [], []
    for trajectory in chosen:
        try:
            act(trajectory, version=numbers[trajectory.pk], comment=form.cleaned_data["comment"], by=user)
            done.append(trajectory)
        except reviews.NotAsRead:
            outrun.append(trajectory)
    _say(request, done, outrun)
    if outrun:
        left = chosen.filter(pk__in=[trajectory.pk for trajectory in outrun])
        return _page(desk, request, _sheets(left, by=user), decision, form, status=409)
    return redirect("admin:trajectories_trajectory_changelist")


def _numbers(request: HttpRequest) -> dict[int, int]:
    """{trajectory id: the version shown} from fields named «version-<id>»; anything else is ignored."""
    fields = [(name.removeprefix("version-"), value) for name, value in request.POST.items() if name[:8] == "version-"]
    return {int(pk): int(str(number)) for pk, number in fields if pk.isdecimal() and str(number).isdecimal()}


def _say(request: HttpRequest, done: list[Trajectory], outrun: list[Trajectory]) -> None:
    if done:
        number = len(done)
        said = ngettext("Decided about %(n)s plan.", "Decided about %(n)s plans.", number) % {"n": number}
        messages.success(request, said)
    if outrun:
        names = ", ".join(trajectory.teacher.get_short_name() for trajectory in outrun)
        said = _("Meanwhile these plans have moved on, nothing was decided: %(names)s") % {"names": names}
        messages.warning(request, said)
