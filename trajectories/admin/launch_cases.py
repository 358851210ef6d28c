"""Launch cases on the methodist's desk: written, looked at as a teacher sees them, proposed to several at once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin import ManagedAdmin
from teachers.models import Kindergarten
from teachers.requests import signed_in
from trajectories import permissions
from trajectories.actions import launching
from trajectories.admin.case_plan import StagesInline, usual_stages
from trajectories.admin.desk import desk_page, render_desk
from trajectories.admin.proposing import CandidatesFilter, ProposeForm, rows_of, ticked, what_is_kept
from trajectories.models import LaunchCase
from trajectories.people import candidates


@admin.register(LaunchCase)
class LaunchCaseAdmin(ManagedAdmin):
    """Those of one's kindergarten to write, those of the network to read and to propose."""

    list_display = ["title", "of_whom", "for_whom", "number_of_steps", "is_published", "propose"]
    list_filter = ["is_published"]
    list_select_related = ["kindergarten", "for_position"]
    search_fields = ["title", "goal", "situation"]
    search_help_text = _("Title, goal or situation")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    inlines = [StagesInline]
    fields = (
        "title",
        "goal",
        "kindergarten",
        "situation",
        ("for_position", "experience_from", "experience_below"),
        "is_published",
    )
    actions = None
    change_form_template = "admin/trajectories/launchcase/change_form.html"

    class Media:
        js = ["js/plan-steps.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LaunchCase]:
        """What the methodist manages and what is open to them."""
        cases = LaunchCase.objects.visible_to(signed_in(request)).annotate(steps=Count("stages__steps"))
        return cases.order_by("title", "pk")  # counting makes Django forget the model's own order

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not isinstance(obj, LaunchCase):
            return self.has_module_permission(request)
        return permissions.can_edit_case(signed_in(request), obj)

    has_delete_permission = has_change_permission

    def view_on_site(self, obj: LaunchCase) -> str:
        return obj.get_absolute_url()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "kindergarten" and not request.user.is_superuser:
            field.required, field.help_text = True, ""
            field.initial = Kindergarten.objects.managed_by(signed_in(request)).first()
        return field

    def get_formset_kwargs(self, request: HttpRequest, obj: LaunchCase, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs if obj.pk else kwargs | {"initial": usual_stages()}

    def save_model(self, request: HttpRequest, obj: LaunchCase, form: ModelForm, change: bool) -> None:
        if not change:
            obj.author = signed_in(request)
        super().save_model(request, obj, form, change)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A case of the network is read as teachers read it."""
        case = self.get_object(request, object_id)
        if isinstance(case, LaunchCase) and not self.has_change_permission(request, case):
            return redirect(case)
        return super().change_view(request, object_id, form_url, extra_context)

    # --- Columns ---

    @admin.display(description=_("kindergarten"), ordering="kindergarten")
    def of_whom(self, case: LaunchCase) -> str:
        return str(case.kindergarten or _("the whole network"))

    @admin.display(description=_("for whom"))
    def for_whom(self, case: LaunchCase) -> str:
        parts = [str(case.for_position or ""), case.experience_in_words]
        return ", ".join(filter(None, parts)) or str(_("everyone"))

    @admin.display(description=_("steps"), ordering="steps")
    def number_of_steps(self, case: LaunchCase) -> int:
        return int(getattr(case, "steps", 0))

    @admin.display(description=_("propose"))
    def propose(self, case: LaunchCase) -> SafeString:
        address = reverse("admin:trajectories_launchcase_propose", args=[case.pk])
        return format_html('<a href="{}">{}</a>', address, _("Propose to teachers"))

    # --- Proposing ---

    def get_urls(self) -> list[URLPattern]:
        page = desk_page(self, self.propose_page)
        return [path("<int:pk>/propose/", page, name="trajectories_launchcase_propose"), *super().get_urls()]

    def propose_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A list to choose from, narrowed by experience, post and category, with what each one has already."""
        user = signed_in(request)
        case = get_object_or_404(LaunchCase.objects.visible_to(user), pk=pk)
        if "show" in request.POST:
            return redirect(f"{request.path}?{what_is_kept(request.POST)}")
        filters = CandidatesFilter(request.POST if "q" in request.POST else request.GET)
        people = candidates(case, by=user)
        form = ProposeForm(request.POST or None, people=people, initial={"starts_on": request.GET.get("starts_on")})
        chosen = form.chosen or ticked(request.GET)
        if form.is_valid():
            proposals = launching.propose(case, form.cleaned_data["teachers"], starts_on=form.day, by=user)
            say_what_came_of_it(request, proposals)
            return redirect("admin:trajectories_launchcase_changelist")
        context = {
            "title": _("Propose to teachers"),
            "case": case,
            "filters": filters,
            "form": form,
            "rows": rows_of(filters.narrow(people) | people.filter(pk__in=chosen), case, chosen=chosen, by=user),
        }
        return render_desk(self, request, "admin/trajectories/launchcase/propose.html", context)


def say_what_came_of_it(request: HttpRequest, proposals: launching.Proposals) -> None:
    if number := len(proposals.made):
        said = ngettext("Proposed to %(n)s teacher.", "Proposed to %(n)s teachers.", number) % {"n": number}
        messages.success(request, said)
    if number := len(proposals.already):
        said = ngettext(
            "%(n)s teacher has it already; nothing was changed for them.",
            "%(n)s teachers have it already; nothing was changed for them.",
            number,
        )
        messages.info(request, said % {"n": number})
