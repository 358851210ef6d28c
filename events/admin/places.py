"""Places of a kindergarten."""

from django.contrib import admin

from common.admin import ManagedAdmin
from events.models import Place


@admin.register(Place)
class PlaceAdmin(ManagedAdmin):
    list_display = ("name", "capacity", "kindergarten")
    list_filter = (("kindergarten", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("kindergarten",)
    search_fields = ("name",)
