"""People at the methodist's desk: who works here, as what, with which category and courses.

A methodist sees people of their own kindergartens, and of a person who works in two only the roles and posts of their
own. Passwords are never set here, nobody gives themselves a role, and the address a person signs in with is theirs.
"""

from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.contrib.admin.views.main import ChangeList
from django.db.models import Field, ForeignKey, Model, Prefetch, QuerySet
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelForm
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.admin import ManagedAdmin, ManagedStackedInline, ManagedTabularInline, without_side_doors
from common.choices import FewRowsField
from common.inlines import TableFormSet
from teachers import permissions
from teachers.actions.people import forget_old_addresses
from teachers.admin.filters import (
    AccountFilter,
    AgeFilter,
    CategoryFilter,
    ExperienceFilter,
    KindergartenFilter,
    PostFilter,
    RoleFilter,
)
from teachers.admin.invitations import ask_before_inviting, send_invitations
from teachers.forms.people import CourseForm, PersonForm
from teachers.models import CategoryRecord, CategoryRule, Course, Employment, Kindergarten, Membership, Profile, User
from teachers.requests import signed_in


class ProfileInline(ManagedStackedInline):
    model = Profile
    can_delete = False
    min_num = max_num = 1
    readonly_fields = ("experience",)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """A full date of birth only where the kindergarten keeps it."""
        keeps = Kindergarten.objects.managed_by(signed_in(request)).filter(keeps_birth_dates=True).exists()
        birth = ["birth_date"] if keeps else []
        return ["birth_year", *birth, "education", "education_details", "work_began_on", "experience"]

    @display(description=gettext_lazy("pedagogical experience"))
    def experience(self, profile: Profile) -> str:
        return _years(profile.experience_on(timezone.localdate()))


class _OwnKindergartensInline(ManagedTabularInline):
    """Roles and posts of the reader's own kindergartens; others of the same person are not theirs to see."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).managed_by(request.user)  # type: ignore[attr-defined]
        return rows.select_related("kindergarten", "user")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "kindergarten":
            own = list(Kindergarten.objects.managed_by(signed_in(request))[:2])
            if len(own) == 1:
                kwargs |= {"initial": own[0], "empty_label": None}
        return super().formfield_for_foreignkey(db_field, request, form_class=FewRowsField, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))


class AtLeastOneFormSet(TableFormSet):
    """Whoever is added by a methodist belongs to the methodist's kindergarten: nobody would see them otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validate_min = True


class MembershipInline(_OwnKindergartensInline):
    model = Membership
    formset = AtLeastOneFormSet
    fields = ("kindergarten", "role", "since", "until")

    def get_min_num(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 0 if obj or signed_in(request).is_superuser else 1

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not isinstance(obj, User) or permissions.can_give_roles(signed_in(request), obj)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


class EmploymentInline(_OwnKindergartensInline):
    model = Employment
    fields = ("kindergarten", "position", "started_on", "ended_on")

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1


class CategoryInline(ManagedTabularInline):
    model = CategoryRecord
    fields = ("kind", "position", "assigned_on", "order_number", "lapses", "lapses_on_override")
    readonly_fields = ("lapses",)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        return super().formfield_for_foreignkey(db_field, request, form_class=FewRowsField, **kwargs)

    @cached_property
    def rules(self) -> list[CategoryRule]:
        return list(CategoryRule.objects.order_by("kind", "assigned_before"))

    @display(description=gettext_lazy("valid until"))
    def lapses(self, record: CategoryRecord) -> str:
        """By the rules, or by the day beside it, which wins."""
        day = record.lapses_on(self.rules)
        if day:
            return date_format(day, "SHORT_DATE_FORMAT")
        return _("indefinite") if record.assigned_on else "—"


class CourseInline(ManagedStackedInline):
    model = Course
    fk_name = "user"
    form = CourseForm
    fields = (("title", "hours"), ("provider", "finished_on"), ("certificate", "is_verified", "verified_by"))
    readonly_fields = ("verified_by",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return super().get_queryset(request).select_related("verified_by")


class PeopleList(ChangeList):
    """People with what the columns say of them, in a number of queries that does not depend on theirs."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[User]:
        user, people = signed_in(request), super().get_queryset(request, exclude_parameters)
        held = CategoryRecord.objects.held_on(timezone.localdate())
        roles = Membership.objects.not_over().managed_by(user).select_related("kindergarten")
        posts = Employment.objects.current().managed_by(user).select_related("position")
        rows: QuerySet[User] = people.telling_who_comes().select_related("profile")  # type: ignore[attr-defined]
        return rows.prefetch_related(
            Prefetch("memberships", roles, "roles_here"),
            Prefetch("employments", posts, "posts_here"),
            Prefetch("category_records", held, "categories_held"),
        )


@admin.register(User)
class PersonAdmin(ManagedAdmin):
    form = PersonForm
    list_display = ("full_name", "email", "posts", "roles", "experience", "categories", "has_come")
    list_filter = (
        ExperienceFilter,
        AgeFilter,
        CategoryFilter,
        PostFilter,
        RoleFilter,
        KindergartenFilter,
        AccountFilter,
    )
    search_fields = ("last_name", "first_name", "patronymic", "email")
    inlines = (ProfileInline, MembershipInline, EmploymentInline, CategoryInline, CourseInline)
    actions = (send_invitations,)
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PeopleList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filters typed into the address ask nothing about passwords."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("People")} | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().add_view(request, form_url, {"title": _("Add a person")} | (extra_context or {}))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: User | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= {"title": obj.get_full_name(), "subtitle": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Who may do what ---

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not isinstance(obj, User):
            return super().has_change_permission(request, obj)
        return permissions.can_manage_person(signed_in(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What a person did stays in reports: roles and posts end, and the person is kept. A slip may be taken back."""
        return isinstance(obj, User) and signed_in(request).is_superuser and not obj.has_account

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        rights = ["is_active", "is_superuser", "last_login"] if signed_in(request).is_superuser else []
        return ["last_name", "first_name", "patronymic", "email", *rights]

    def get_list_display(self, request: HttpRequest) -> Any:
        """Where somebody works goes without saying at a desk of one kindergarten."""
        user, (name, *others) = signed_in(request), self.list_display
        several = user.is_superuser or len(user.kindergarten_ids_as(Membership.Role.METHODIST)) > 1
        return [name, "kindergartens", *others] if several else [name, *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        user, fixed = signed_in(request), ["last_login"]
        if isinstance(obj, User) and not permissions.can_change_email(user, obj):
            fixed.append("email")
        return [*fixed, "is_active", "is_superuser"] if user == obj or not user.is_superuser else fixed

    # --- Inviting ---

    def get_urls(self) -> list[URLPattern]:
        invite = self.admin_site.admin_view(self.invite)
        return [path("<int:pk>/invite/", invite, name="teachers_user_invite"), *super().get_urls()]

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        people = self.get_queryset(request).filter(pk=pk)
        person = get_object_or_404(people)
        page = reverse("admin:teachers_user_change", args=[pk])
        if request.method != "POST":
            return ask_before_inviting(self, request, people, person.kindergarten, back=page)
        send_invitations(self, request, people)
        return redirect(page)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        _offer_invitation(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        _offer_invitation(request, obj)
        return super().response_change(request, obj)

    # --- Saving ---

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            forget_old_addresses(obj, by=signed_in(request))

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        for course_form in formset.forms:
            if isinstance(course_form, CourseForm):
                course_form.verified_by = signed_in(request)
        super().save_formset(request, form, formset, change)

    # --- Columns ---

    @display(description=gettext_lazy("full name"), ordering="last_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @display(description=gettext_lazy("kindergarten"))
    def kindergartens(self, person: Any) -> str:
        return ", ".join(sorted({str(membership.kindergarten) for membership in person.roles_here}))

    @display(description=gettext_lazy("posts"))
    def posts(self, person: Any) -> str:
        return ", ".join(str(post.position) for post in person.posts_here)

    @display(description=gettext_lazy("roles"))
    def roles(self, person: Any) -> str:
        return ", ".join(sorted({str(membership.get_role_display()) for membership in person.roles_here}))

    @display(description=gettext_lazy("experience"), ordering="-profile__work_began_on")
    def experience(self, person: User) -> str:
        profile = getattr(person, "profile", None)
        return _years(profile.experience_on(timezone.localdate()) if profile else None)

    @display(description=gettext_lazy("category"))
    def categories(self, person: Any) -> str:
        return ", ".join(str(record.get_kind_display()) for record in person.categories_held)

    @display(description=gettext_lazy("signs in"))
    def has_come(self, person: Any) -> str:
        return _("yes") if person.has_come else _("not yet")


def _offer_invitation(request: HttpRequest, person: User) -> None:
    """A person without a way in gets none by being written down: the next step is said where it is needed."""
    if person.email and person.is_active and not person.has_account and not person.invitations.open().exists():
        words = _("%(name)s cannot come in yet.") % {"name": person.get_full_name()}
        address = reverse("admin:teachers_user_invite", args=[person.pk])
        link = format_html('<a href="{}">{}</a>', address, _("Send an invitation"))
        messages.info(request, format_html("{} {}", words, link))


def _years(years: int | None) -> str:
    if years is None:
        return "—"
    words = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return words.replace(" ", "\N{NO-BREAK SPACE}")
