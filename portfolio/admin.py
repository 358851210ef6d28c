"""Sections of the portfolio. Items have no admin: they are seen on their pages, by those to whom they are opened."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from common.admin import SharedAdmin
from portfolio.models import Section


@admin.register(Section)
class SectionAdmin(SharedAdmin):
    list_display = ["title", "hint", "order", "takes_events", "takes_hosted", "takes_new"]
    fields = ["title", "hint", "order", "takes_events", "takes_hosted", "takes_new"]
    search_fields = ["title", "hint"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A section where things arrive stays until another one takes them."""
        is_needed = isinstance(obj, Section) and (obj.takes_events or obj.takes_hosted or obj.takes_new)
        return super().has_delete_permission(request, obj) and not is_needed
