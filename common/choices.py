"""Choices among few rows, for forms that stand on a page many times over: each list is read once.

Django's own field reads its rows for every form that shows them and once more for every form that is sent; a page with
ten rows of a table would ask the database the same question twenty times.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.forms.models import ModelChoiceIterator


class _Rows:
    """Read when first needed; every copy of the field shares it."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset

    @cached_property
    def by_pk(self) -> dict[str, Model]:
        return {str(row.pk): row for row in self.queryset}


class _Choices(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        field: Any = self.field
        if field.empty_label is not None:
            yield "", field.empty_label
        yield from (self.choice(row) for row in field.rows.by_pk.values())

    def __len__(self) -> int:
        field: Any = self.field
        return len(field.rows.by_pk) + (field.empty_label is not None)

    def __bool__(self) -> bool:
        return len(self) > 0


class FewRowsField(ModelChoiceField):
    iterator = _Choices

    def __init__(self, queryset: QuerySet[Any], **options: Any) -> None:
        self.rows = _Rows(queryset)
        super().__init__(queryset, **options)

    def to_python(self, value: Any) -> Any:
        """The row; raises ValidationError for one that is not among the choices."""
        if value in self.empty_values:
            return None
        try:
            return self.rows.by_pk[str(getattr(value, "pk", value))]
        except KeyError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            ) from error
