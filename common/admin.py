"""Django's admin behind the one door: rows a person manages, and rights that come from roles.

Nobody holds rows of Django's own permission tables; `User.is_staff` is true for methodists and the network
administrator, and `managed_by(user)` of each QuerySet says which rows are theirs.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.forms import Field, ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.functional import Promise

from common.inlines import RowsFormSet, TableFormSet


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision: a line on the desk's first page, shown while `number` is above zero."""

    words: str | Promise
    number: int
    url: str


class _Scoped:
    """What a ModelAdmin and an inline share: rights by role, and choices of related rows through the one door."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs.setdefault("queryset", managed(db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        kwargs.setdefault("queryset", managed(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


def managed(model: type[Model], request: HttpRequest) -> QuerySet[Any]:
    """Rows of `model` the person manages; every row of a model that belongs to no kindergarten."""
    rows = model._default_manager.get_queryset()
    return rows.managed_by(request.user) if hasattr(rows, "managed_by") else rows


def without_side_doors(field: Field | None) -> Field | None:
    """The field without icons that open another page to add, change, delete or look at the related row."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_add_related = widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
    return field


class ManagedAdmin(_Scoped, admin.ModelAdmin):
    """Rows of the kindergartens where the person is a methodist; the model's QuerySet has `managed_by`."""

    def waiting(self, request: HttpRequest) -> Waiting | None:
        """What of these rows waits for the person; None for rows that never do."""
        return None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).managed_by(request.user)  # type: ignore[attr-defined]


class ManagedTabularInline(_Scoped, admin.TabularInline):
    """Rows below a row that the person manages."""

    formset = TableFormSet
    extra = 0


class ManagedStackedInline(_Scoped, admin.StackedInline):
    """Rows below a row that the person manages."""

    formset = RowsFormSet
    extra = 0


class SharedAdmin(_Scoped, admin.ModelAdmin):
    """Reference data of the whole network: methodists read it, the network administrator edits it."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission
