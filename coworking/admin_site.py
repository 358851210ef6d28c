"""The methodist's admin: Django's own, grouped by what a methodist does, with what waits on the first page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from common.admin import ManagedAdmin, Waiting

# As a methodist's day goes; what is not named here follows in the alphabet's order.
APPS_IN_ORDER = ["events", "trajectories", "teachers", "portfolio", "notifications"]


class CoworkingAdmin(AdminSite):
    site_title = _("Methodical Coworking")
    site_header = _("Methodical Coworking")
    index_title = _("The methodist's desk")
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One way of signing in for everybody: its limits and the second step guard the desk too."""
        from allauth.account.decorators import secure_admin_login  # this module is read before there are models

        return secure_admin_login(super().login)(request, extra_context)

    def password_change(  # type: ignore[override]  # a redirect is no template, and no caller minds
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        place = {label: number for number, label in enumerate(APPS_IN_ORDER)}
        return sorted(apps, key=lambda app: place.get(app["app_label"], len(place)))

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """Lines of what waits for the person's decision."""
        lines = [desk.waiting(request) for desk in self._registry.values() if isinstance(desk, ManagedAdmin)]
        return [line for line in lines if line and line.number]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"waiting": self.waiting(request)} | (extra_context or {}))


class CoworkingAdminConfig(AdminConfig):
    default_site = "coworking.admin_site.CoworkingAdmin"

    def ready(self) -> None:
        from django.contrib.auth.models import Group

        super().ready()
        # Rights come from roles in kindergartens; Django's groups would be a second way.
        admin.site.unregister(Group)
