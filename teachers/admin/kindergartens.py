"""Kindergartens and posts: the network administrator opens them, a methodist minds the settings of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin import ManagedAdmin, SharedAdmin
from teachers.forms.kindergartens import KindergartenForm
from teachers.models import Kindergarten, Position
from teachers.requests import signed_in
from teachers.time_zones import zone_in_words


@admin.register(Kindergarten)
class KindergartenAdmin(ManagedAdmin):
    form = KindergartenForm
    list_display = ("name", "short_name", "zone", "moderates_events", "keeps_birth_dates")
    search_fields = ("name", "short_name", "slug")
    fields = ("name", "short_name", "slug", "time_zone", "moderates_events", "keeps_birth_dates")

    @admin.display(description=_("time zone"), ordering="time_zone")
    def zone(self, kindergarten: Kindergarten) -> str:
        return zone_in_words(kindergarten.time_zone)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        """The official name and the address stand in documents and links of the whole network."""
        return () if signed_in(request).is_superuser else ("name", "slug")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return signed_in(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only one in which nobody has ever worked: everything else has a history."""
        is_empty = isinstance(obj, Kindergarten) and not obj.memberships.exists() and not obj.employments.exists()
        return is_empty and signed_in(request).is_superuser


@admin.register(Position)
class PositionAdmin(SharedAdmin):
    list_display = ("name", "weekly_hours", "is_pedagogical", "usual_role")
    list_filter = ("is_pedagogical", "usual_role")
    search_fields = ("name", "synonyms")
