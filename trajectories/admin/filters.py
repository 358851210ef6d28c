"""Filters of the queue: where a plan is, and the experience, post and category of its author."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from teachers.models import Band, User
from teachers.models.qualification import CategoryKind
from trajectories.admin.proposing import NO_CATEGORY
from trajectories.models import Trajectory
from trajectories.people import experience_bands, teaching_positions

State = Trajectory.State
# What the queue is looked at by; the first is shown unless another is chosen.
WHERE = {
    "waiting": (_("wait for reading"), Trajectory.REVIEW_STATES),
    "proposed": (_("proposed, no answer yet"), (State.PROPOSED,)),
    "author": (_("with the author"), (State.RETURNED, State.DRAFT)),
    "agreed": (_("agreed and under way"), (State.AGREED,)),
    "ended": (_("ended"), Trajectory.ENDED_STATES),
    "all": (_("all"), tuple(State)),
}


class WhereFilter(admin.SimpleListFilter):
    """With the number of each, over all that the methodist knows."""

    title = _("where it is")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Trajectory.objects.managed_by(request.user).order_by()  # type: ignore[arg-type]  # staff are people
        numbers = dict(rows.values_list("state").annotate(number=Count("pk")))
        return [
            (code, f"{label} ({sum(numbers.get(state, 0) for state in states)})")
            for code, (label, states) in WHERE.items()
        ]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        chosen = self.value() or next(iter(WHERE))
        for code, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: code})
            yield {"selected": code == chosen, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trajectory]) -> QuerySet[Trajectory]:
        _label, states = WHERE.get(self.value() or "", WHERE["waiting"])
        return queryset.filter(state__in=states)


class _OfPeople(admin.SimpleListFilter):
    """Narrows by what the author is."""

    def people(self, value: str) -> QuerySet[User] | None:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trajectory]) -> QuerySet[Trajectory]:
        people = self.people(self.value() or "")
        return queryset if people is None else queryset.filter(teacher__in=people)


class ExperienceFilter(_OfPeople):
    title = _("experience")
    parameter_name = "experience"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.bands: dict[str, Band] = {str(band.pk): band for band in experience_bands()}
        return [(pk, band.label) for pk, band in self.bands.items()]

    def people(self, value: str) -> QuerySet[User] | None:
        band = self.bands.get(value)
        return User.objects.get_queryset().with_experience(band.lower, band.upper) if band else None


class PositionFilter(_OfPeople):
    title = _("position")
    parameter_name = "position"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.positions = {str(each.pk): each for each in teaching_positions()}
        return [(pk, str(position)) for pk, position in self.positions.items()]

    def people(self, value: str) -> QuerySet[User] | None:
        position = self.positions.get(value)
        return User.objects.get_queryset().in_post(position) if position else None


class CategoryFilter(_OfPeople):
    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*CategoryKind.choices, (NO_CATEGORY, _("no category"))]

    def people(self, value: str) -> QuerySet[User] | None:
        if not value:
            return None
        return User.objects.get_queryset().holding("" if value == NO_CATEGORY else value)
