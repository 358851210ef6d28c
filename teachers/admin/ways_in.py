"""How people sign in, for the network administrator alone: to take away what was lost, never to add or to change.

These rows are the library's, and so is their making: a second step begins on the person's own pages.
"""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin import display
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# The library has no words of its own for these rows.
Authenticator._meta.verbose_name = _("second step of signing in")
Authenticator._meta.verbose_name_plural = _("second steps of signing in")
UserSession._meta.verbose_name = _("device that is signed in")
UserSession._meta.verbose_name_plural = _("devices that are signed in")

for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class _TakenAwayOnly(admin.ModelAdmin):
    list_select_related = ("user",)
    search_fields = ("user__last_name", "user__email")
    list_display_links = None
    list_filter = ()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_add_permission

    @display(description=_("person"), ordering="user__last_name")
    def person(self, row: Any) -> str:
        return str(row.user)


@admin.register(EmailAddress)
class AddressAdmin(_TakenAwayOnly, EmailAddressAdmin):
    list_display = ("email", "person", "primary", "verified")
    fields = ("email", "person", "primary", "verified")


@admin.register(Authenticator)
class SecondStepAdmin(_TakenAwayOnly, AuthenticatorAdmin):
    """What a person proves it with is a secret: it is shown nowhere."""

    list_display = ("person", "kind", "since", "last_used")
    fields = ("person", "kind", "since", "last_used")

    @display(description=_("kind"))
    def kind(self, row: Authenticator) -> str:
        return str(Authenticator.Type(row.type).label)

    @display(description=_("since"), ordering="created_at")
    def since(self, row: Authenticator) -> Any:
        return row.created_at

    @display(description=_("last used"), ordering="last_used_at")
    def last_used(self, row: Authenticator) -> Any:
        return row.last_used_at


@admin.register(UserSession)
class DeviceAdmin(_TakenAwayOnly, UserSessionAdmin):
    """Taking a device away signs it out."""

    list_display = ("person", "device", "ip", "last_seen")
    fields = ("person", "device", "ip", "last_seen")

    @display(description=_("device"))
    def device(self, row: UserSession) -> str:
        return row.user_agent

    @display(description=_("last seen"), ordering="last_seen_at")
    def last_seen(self, row: UserSession) -> Any:
        return row.last_seen_at

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        for device in queryset:
            device.end()
