"""Rules and bands by which people are counted: the network's own data, as law and custom change."""

from django.contrib import admin

from common.admin import ManagedTabularInline, SharedAdmin
from teachers.models import Band, BandSet, CategoryRule


@admin.register(CategoryRule)
class CategoryRuleAdmin(SharedAdmin):
    list_display = ("kind", "assigned_from", "assigned_before", "years", "source")
    list_filter = ("kind",)


class BandInline(ManagedTabularInline):
    """Where the set may only be read, Django makes its bands readable only too."""

    model = Band


@admin.register(BandSet)
class BandSetAdmin(SharedAdmin):
    list_display = ("name", "measure", "is_default")
    list_filter = ("measure",)
    inlines = (BandInline,)
