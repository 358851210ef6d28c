"""Days when no series meets: the methodist's list for the kindergarten; everybody's days are the network's."""

from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest

from common.admin import ManagedAdmin
from events.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(ManagedAdmin):
    list_display = ("name", "first_day", "last_day", "every_year", "kindergarten")
    list_filter = ("every_year", ("kindergarten", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("kindergarten",)
    search_fields = ("name",)
    fields = ("kindergarten", "name", ("first_day", "last_day"), "every_year")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField | None:
        """Only the network administrator lists days of everybody."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and not request.user.is_superuser:
            field.required, field.empty_label = True, None
        return field
