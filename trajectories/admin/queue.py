"""The queue of plans on the methodist's desk, and the way from it to the page of review."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.admin import ManagedAdmin, Waiting
from teachers.requests import signed_in
from trajectories.admin import deciding, reviewing
from trajectories.admin.desk import desk_page
from trajectories.admin.filters import CategoryFilter, ExperienceFilter, PositionFilter, WhereFilter
from trajectories.models import Trajectory
from trajectories.people import category_in_words, experience_in_words, facts_about, waiting_in_words


@admin.register(Trajectory)
class TrajectoryAdmin(ManagedAdmin):
    """Nothing is typed into a plan here: it is read, returned with words or agreed."""

    list_display = ["author", "plan", "state", "waits", "post", "experience", "category", "reader"]
    list_display_links = None
    list_filter = [WhereFilter, ExperienceFilter, PositionFilter, CategoryFilter]
    list_select_related = ["teacher__profile", "claimed_by"]
    search_fields = ["teacher__last_name", "teacher__first_name"]
    ordering = ["submitted_at", "pk"]
    search_help_text = _("Surname or name")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = ["agree_chosen", "return_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trajectory]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.with_sent_title().annotate(**facts_about("teacher"))  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_delete_permission = has_add_permission

    def waiting(self, request: HttpRequest) -> Waiting:
        number = Trajectory.objects.awaiting_review_by(signed_in(request)).count()
        return Waiting(_("Plans to read"), number, reverse("admin:trajectories_trajectory_changelist"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Teachers' plans")} | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:trajectories_trajectory_review", object_id)

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "<int:pk>/review/": ("review", reviewing.review),
            "<int:pk>/claim/": ("claim", reviewing.claim),
            "decide/": ("decide", deciding.decide_many),
        }
        own = [
            path(address, desk_page(self, _of_desk(self, page)), name=f"trajectories_trajectory_{name}")
            for address, (name, page) in pages.items()
        ]
        return [*own, *super().get_urls()]

    # --- Columns ---

    @admin.display(description=_("teacher"), ordering="teacher")
    def author(self, trajectory: Trajectory) -> SafeString:
        address = reverse("admin:trajectories_trajectory_review", args=[trajectory.pk])
        return format_html('<a href="{}">{}</a>', address, trajectory.teacher.get_full_name())

    @admin.display(description=_("plan"))
    def plan(self, trajectory: Trajectory) -> str:
        return getattr(trajectory, "sent_title", None) or "—"

    @admin.display(description=_("has waited"), ordering="submitted_at")
    def waits(self, trajectory: Trajectory) -> str:
        return waiting_in_words(trajectory)

    @admin.display(description=_("position"))
    def post(self, trajectory: Trajectory) -> str:
        return getattr(trajectory, "post", None) or "—"

    @admin.display(description=_("experience"))
    def experience(self, trajectory: Trajectory) -> str:
        return experience_in_words(trajectory.teacher)

    @admin.display(description=_("category"))
    def category(self, trajectory: Trajectory) -> str:
        return category_in_words(getattr(trajectory, "category", None))

    @admin.display(description=_("is read by"))
    def reader(self, trajectory: Trajectory) -> str:
        return trajectory.claimed_by.get_short_name() if trajectory.claimed_by else ""

    # --- Many at once ---

    @admin.action(description=_("Agree the chosen plans"))
    def agree_chosen(self, request: HttpRequest, chosen: QuerySet[Trajectory]) -> HttpResponse:
        return deciding.ask(self, request, chosen, deciding.AGREE)

    @admin.action(description=_("Return the chosen plans for revision"))
    def return_chosen(self, request: HttpRequest, chosen: QuerySet[Trajectory]) -> HttpResponse:
        return deciding.ask(self, request, chosen, deciding.RETURN)


def _of_desk(desk: TrajectoryAdmin, page: Any) -> Any:
    """The page as a view: it is told the desk that it belongs to."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return page(desk, request, **kwargs)

    return view
