"""Who takes part, and what happened to each registration: who changed it, when and why. Only read here."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from common.admin import ManagedAdmin, ManagedTabularInline
from events.models import Registration, RegistrationChange


class _OnlyRead:
    """Joining, waiting and leaving are done by the people themselves, the rest on the event's own pages."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class RegistrationInline(_OnlyRead, ManagedTabularInline):
    model = Registration
    fields = readonly_fields = ("teacher", "stream", "state", "queue_number", "hours", "absence", "answer", "joined_at")
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).select_related("teacher", "event", "stream")


class ChangeInline(_OnlyRead, ManagedTabularInline):
    model = RegistrationChange
    fields = readonly_fields = ("at", "was", "became", "by", "reason")
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegistrationChange]:
        return super().get_queryset(request).select_related("by", "registration__teacher", "registration__event")


@admin.register(Registration)
class RegistrationAdmin(_OnlyRead, ManagedAdmin):
    """Reached from the event, or found by name."""

    list_display = ("teacher", "event", "state", "hours", "joined_at")
    list_filter = ("state",)
    list_select_related = ("teacher", "event")
    search_fields = ("teacher__last_name", "event__title")
    ordering = ("-joined_at", "-pk")
    fields = (
        ("event", "teacher"),
        ("state", "stream", "queue_number"),
        ("kindergarten", "answer"),
        ("hours", "absence"),
        ("joined_at", "changed_at", "changed_by"),
    )
    inlines = (ChangeInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("teacher", "event", "stream", "kindergarten", "changed_by")
