"""Places of a kindergarten, and the network's forms of events."""

from django.contrib import admin

from common.admin import ManagedAdmin, SharedAdmin
from events.models import EventForm, Place


@admin.register(Place)
class PlaceAdmin(ManagedAdmin):
    list_display = ("name", "capacity", "kindergarten")
    list_filter = (("kindergarten", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("kindergarten",)
    search_fields = ("name",)


@admin.register(EventForm)
class EventFormAdmin(SharedAdmin):
    list_display = ("name", "default_minutes", "default_capacity", "product", "roles")
    search_fields = ("name",)
