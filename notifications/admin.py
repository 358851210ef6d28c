"""The outbox at the desk: what left, what did not and why, trying again, stopping. Letters themselves are not shown."""

import datetime as dt

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin import ManagedAdmin, Waiting
from notifications import actions
from notifications.kinds import all_kinds
from notifications.models import Message, MessageQuerySet
from teachers.requests import signed_in


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(kind.name, capfirst(str(kind.title))) for kind in all_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ManagedAdmin):
    list_display = ("recipient", "kind_in_words", "state", "reason", "moment")
    list_filter = ("state", KindFilter, "trouble", ("kindergarten", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("recipient",)
    search_fields = ("recipient__last_name", "recipient__first_name", "recipient__email")
    show_full_result_count = False
    fields = (
        "recipient",
        ("kind_in_words", "channel", "kindergarten"),
        ("state", "attempts"),
        "reason",
        ("created_at", "due_at", "expires_at", "sent_at"),
        "message_id_header",
    )
    readonly_fields = ("kind_in_words", "reason", "message_id_header")
    view_on_site = False
    actions = ("send_again", "stop")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission

    def waiting(self, request: HttpRequest) -> Waiting:
        number = self.get_queryset(request).filter(state=Message.State.FAILED).count()
        address = reverse("admin:notifications_message_changelist")
        return Waiting(_("Letters that did not leave"), number, f"{address}?state__exact=failed")

    @admin.display(description=_("kind"), ordering="kind")
    def kind_in_words(self, message: Message) -> str:
        titles = {kind.name: kind.title for kind in all_kinds()}
        return capfirst(str(titles.get(message.kind, message.kind)))

    @admin.display(description=_("when"), ordering="created_at")
    def moment(self, message: Message) -> dt.datetime:
        """When it left, or when it is to be tried, or when it was written."""
        return message.sent_at or (message.due_at if message.state in message.WAITING_STATES else message.created_at)

    @admin.display(description=_("reason"))
    def reason(self, message: Message) -> str:
        return message.reason

    @admin.display(description="Message-ID")
    def message_id_header(self, message: Message) -> str:
        return message.message_id_header

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, chosen: MessageQuerySet) -> None:
        if number := actions.send_again(chosen, by=signed_in(request)):
            said = ngettext("%(n)s letter will leave shortly.", "%(n)s letters will leave shortly.", number)
            messages.success(request, said % {"n": number})
        else:
            messages.warning(request, _("These letters have left, are leaving, or would come too late."))

    @admin.action(description=_("Stop"))
    def stop(self, request: HttpRequest, chosen: MessageQuerySet) -> None:
        if number := actions.stop(chosen, by=signed_in(request)):
            said = ngettext("%(n)s letter stopped.", "%(n)s letters stopped.", number)
            messages.success(request, said % {"n": number})
        else:
            messages.warning(request, _("None of these letters waits to be sent."))
