"""Invitations at the methodist's desk: who has a way in, who has used it, and sending more."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin import ManagedAdmin
from teachers.actions import invitations as inviting
from teachers.models import Invitation, Kindergarten, User
from teachers.requests import signed_in


@admin.action(description=_("Send invitations"))
def send_invitations(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[User]) -> None:
    """For the list of people: an invitation to every kindergarten where the reader manages them."""
    user, people = signed_in(request), list(queryset)
    theirs = Q(memberships__user__in=people) | Q(employments__user__in=people)
    kindergartens = list(Kindergarten.objects.managed_by(user).filter(theirs).distinct())
    if not kindergartens:
        messages.warning(request, _("None of the chosen people is on a staff list."))
    for kindergarten in kindergartens:
        on_staff = Q(memberships__kindergarten=kindergarten) | Q(employments__kindergarten=kindergarten)
        invited = inviting.invite(queryset.filter(on_staff).distinct(), kindergarten, by=user)
        say_what_came_of_it(request, invited)


def say_what_came_of_it(request: HttpRequest, invited: inviting.Invited) -> None:
    number = len(invited.invitations)
    if number:
        sentence = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", number)
        messages.success(request, sentence % {"n": number})
    for reason in invited.left_out:
        messages.warning(request, reason)


def ask_before_inviting(
    desk: admin.ModelAdmin, request: HttpRequest, people: QuerySet[User], kindergarten: Kindergarten, *, back: str
) -> TemplateResponse:
    """Who would get a letter, and one button; sent, the same address sends them."""
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Invitations"),
        "people": people,
        "kindergarten": kindergarten,
        "back": back,
    }
    return TemplateResponse(request, "admin/teachers/ask_before_inviting.html", context)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, Any]]:
        return list(Invitation.State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.in_state(self.value() or "")  # type: ignore[attr-defined]


@admin.register(Invitation)
class InvitationAdmin(ManagedAdmin):
    """Nothing is typed here: an invitation is made, renewed or withdrawn, and its link can be handed over."""

    list_display = ["user", "kindergarten", "state_in_words", "created_by", "expires_at"]
    list_filter = [StateFilter, ("kindergarten", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "kindergarten", "created_by"]
    search_fields = ["user__last_name", "user__first_name", "user__email"]
    fields = ("user", "kindergarten", "state_in_words", "created_by", "expires_at", "accepted_at", "link")
    readonly_fields = fields
    view_on_site = False
    actions = ["invite_again", "revoke"]

    class Media:
        js = ["js/copy.js"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission

    @admin.display(description=_("state"))
    def state_in_words(self, invitation: Invitation) -> str:
        return str(invitation.state.label)

    @admin.display(description=_("link to hand over"))
    def link(self, invitation: Invitation) -> SafeString:
        """For those whom letters do not reach: what the letter says, without showing whose the mailbox is."""
        if not invitation.is_open:
            return format_html("{}", _("none: the invitation is not open"))
        address = f"{settings.SITE_URL}{invitation.get_absolute_url()}"
        return format_html(
            '<span data-copy="{0}" data-copy-label="{1}" data-copied-label="{2}">{0}</span>',
            address,
            _("Copy"),
            _("Copied"),
        )

    @admin.action(description=_("Invite again"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        people: dict[Kindergarten, dict[int, User]] = {}
        for invitation in queryset.select_related("user", "kindergarten"):
            people.setdefault(invitation.kindergarten, {})[invitation.user_id] = invitation.user
        for kindergarten, chosen in people.items():
            say_what_came_of_it(request, inviting.invite(chosen.values(), kindergarten, by=signed_in(request)))

    @admin.action(description=_("Withdraw"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        for invitation in queryset.select_related("kindergarten"):
            inviting.revoke(invitation, by=signed_in(request))
        messages.success(request, _("The chosen invitations can no longer be used."))
