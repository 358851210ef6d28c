"""Loading a staff list at the desk: choose a file, look at what it would do, load it, invite the people.

Our own pages on our own plan: the file waits in the database, where every web process finds it, and what is loaded is
the plan that was looked at, or nothing.
"""

import io
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Exists, Field, Model, OuterRef, QuerySet
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import ManagedAdmin, without_side_doors
from common.upload_limits import posted_files
from teachers.actions import invitations as inviting
from teachers.actions import staff as staff_actions
from teachers.admin.invitations import ask_before_inviting, say_what_came_of_it
from teachers.forms.staff_lists import StaffListForm
from teachers.models import Invitation, Kindergarten, StaffList, User
from teachers.models.people import UserQuerySet
from teachers.requests import signed_in
from teachers.staff_import.mending import write_wrong_rows
from teachers.staff_import.plan import Plan, State, numbers_in_words
from teachers.staff_import.planning import make_plan
from teachers.staff_import.preview import Preview
from teachers.staff_import.reading import reopen_staff_table

ON_A_PAGE = 100


@admin.register(StaffList)
class StaffListAdmin(ManagedAdmin):
    """The list of what was loaded; adding is choosing a file, the page of one is its preview or what came of it."""

    form = StaffListForm
    fields = ("kindergarten", "file", "as_of")
    list_display = ("file_name", "kindergarten", "uploaded_at", "uploaded_by", "outcome")
    list_select_related = ("kindergarten", "uploaded_by")
    list_filter = (("kindergarten", admin.RelatedOnlyFieldListFilter),)
    add_form_template = "admin/teachers/stafflist/choose.html"
    view_on_site = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/wrong-rows.xlsx", guarded(self.wrong_rows), name="teachers_stafflist_wrong"),
            path("<int:pk>/load/", guarded(self.load), name="teachers_stafflist_load"),
            path("<int:pk>/invite/", guarded(self.invite), name="teachers_stafflist_invite"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffList]:
        """A list of lists does not carry the files."""
        rows: QuerySet[StaffList] = super().get_queryset(request)
        return rows.defer("content")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was loaded stays on record; a file that was not can be thrown away."""
        return isinstance(obj, StaffList) and obj.loaded_at is None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Staff lists")} | (extra_context or {}))

    @admin.display(description=gettext_lazy("what came of it"), ordering="loaded_at")
    def outcome(self, staff_list: StaffList) -> str:
        if staff_list.loaded_at is None:
            return _("not loaded")
        return numbers_in_words({state.value: getattr(staff_list, state.value) for state in State})

    # --- Choosing a file ---

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            # The admin reads request.FILES itself; a file at which reading was stopped must be among them.
            request._files = posted_files(request)  # type: ignore[attr-defined]
        return super().add_view(request, form_url, {"title": _("Load a staff list")} | (extra_context or {}))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = Kindergarten.objects.managed_by(signed_in(request))
        asked = request.GET.get("kindergarten", "")
        chosen = own.filter(pk=int(asked)) if asked.isdecimal() else own
        return {"kindergarten": chosen.first()}

    def save_model(self, request: HttpRequest, obj: StaffList, form: ModelForm, change: bool) -> None:
        obj.uploaded_by = signed_in(request)
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: StaffList, post_url_continue: str | None = None) -> HttpResponse:
        return redirect(_page_of(obj))

    # --- Looking ---

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        staff_list = self.get_object(request, object_id)
        if staff_list is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        if staff_list.loaded_at:
            return self._page(request, staff_list, "done.html", self._what_was_done(request, staff_list))
        return self._page(request, staff_list, "preview.html", self._what_would_be_done(request, staff_list))

    def _page(self, request: HttpRequest, staff_list: StaffList, name: str, context: dict[str, Any]) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": staff_list.kindergarten,
            "staff_list": staff_list,
        }
        return TemplateResponse(request, f"admin/teachers/stafflist/{name}", common | context)

    def _what_would_be_done(self, request: HttpRequest, staff_list: StaffList) -> dict[str, Any]:
        plan = _plan(staff_list, signed_in(request))
        preview, wanted = Preview(plan), request.GET.get("show", "")
        page = Paginator(preview.rows(wanted), ON_A_PAGE).get_page(request.GET.get("page"))
        return {
            "plan": plan,
            "states": [(state, plan.count(state)) for state in State],
            "wanted": wanted,
            "preview": preview,
            "page": page,
            "rows": list(preview.shown(page.object_list)),  # type: ignore[arg-type]  # a page of a list is a list
            "number_to_write": plan.count(State.NEW) + plan.count(State.CHANGED),
        }

    def _what_was_done(self, request: HttpRequest, staff_list: StaffList) -> dict[str, Any]:
        everybody = _to_invite(staff_list, signed_in(request))
        return {"of_the_list": _listed(everybody, staff_list).count(), "of_the_kindergarten": everybody.count()}

    def wrong_rows(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        staff_list = get_object_or_404(self.get_queryset(request).exclude(content=b""), pk=pk)
        file = io.BytesIO()
        write_wrong_rows(file, _plan(staff_list, signed_in(request)))
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=_("rows-to-mend.xlsx"))

    # --- Loading and inviting ---

    def load(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = signed_in(request)
        staff_list = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            plan = staff_actions.load(
                staff_list,
                by=user,
                expected=request.POST.get("fingerprint") or "none",
                skip_wrong="skip_wrong" in request.POST,
            )
            self.log_change(request, staff_list, _("Loaded."))
            messages.success(request, _loaded_in_words(plan))
        except staff_actions.ListChanged:
            messages.warning(request, _("Something has changed since you looked. Nothing was loaded: look once more."))
        except staff_actions.WrongRows:
            messages.warning(request, _("Some rows are wrong. Nothing was loaded."))
        except staff_actions.AlreadyLoaded:
            messages.info(request, _("This list has been loaded already."))
        return redirect(_page_of(staff_list))

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks once, with the names; `everybody` reaches for those of the kindergarten whom the list does not name."""
        user = signed_in(request)
        staff_list = get_object_or_404(self.get_queryset(request), pk=pk)
        people = _to_invite(staff_list, user)
        if "everybody" not in request.GET:
            people = _listed(people, staff_list)
        if request.method != "POST":
            return ask_before_inviting(self, request, people, staff_list.kindergarten, back=_page_of(staff_list))
        say_what_came_of_it(request, inviting.invite(people, staff_list.kindergarten, by=user))
        return redirect("admin:teachers_invitation_changelist")


def _page_of(staff_list: StaffList) -> str:
    return reverse("admin:teachers_stafflist_change", args=[staff_list.pk])


def _plan(staff_list: StaffList, user: User) -> Plan:
    staff = reopen_staff_table(bytes(staff_list.content), staff_list.as_of)
    return make_plan(staff, staff_list.kindergarten, by=user)


def _to_invite(staff_list: StaffList, user: User) -> UserQuerySet:
    """Everyone of the kindergarten who has an address, has never come in, and holds no open invitation."""
    people = User.objects.get_queryset().managed_by(user).members_of(staff_list.kindergarten_id).active()
    invited = Invitation.objects.open().filter(user=OuterRef("pk"), kindergarten=staff_list.kindergarten_id)
    return people.without_account().exclude(email=None).exclude(Exists(invited))


def _listed(people: UserQuerySet, staff_list: StaffList) -> UserQuerySet:
    return people.filter(pk__in=staff_list.people.values("pk"))


def _loaded_in_words(plan: Plan) -> str:
    return _("Loaded: new %(new)d, changed %(changed)d.") % {
        "new": plan.count(State.NEW),
        "changed": plan.count(State.CHANGED),
    }
