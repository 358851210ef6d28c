"""Rows below a row, edited on one page: what Django leaves to the database is said to the person instead."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, UniqueConstraint, Value
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelForm
from django.forms.formsets import DELETION_FIELD_NAME

from common.choices import FewRowsField


class RowsFormSet(BaseInlineFormSet):
    """Asks the model's constraints too. Django leaves out those that name the row above, and the rows of one page are
    not compared with each other: either would end in an error of the database and the loss of what was typed."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """A row that is sent back is found among those that were read for the page."""
        super().add_fields(form, index)
        name = self._pk_field.name  # type: ignore[attr-defined]  # set by the line above
        field = form.fields.get(name)
        if type(field) is ModelChoiceField:
            rows = self.get_queryset()
            form.fields[name] = FewRowsField(rows, initial=field.initial, required=False, widget=field.widget)

    def clean(self) -> None:
        super().clean()
        for form in self._kept_forms():
            if form.has_changed() and self.instance.pk is not None:
                self._ask_constraints(form)
        for constraint in self.fk.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self._compare_rows(constraint)

    def _kept_forms(self) -> list[ModelForm]:
        """Forms without errors of rows that are to stay or to come."""
        return [
            form
            for form in self.forms
            if form.is_valid()
            and not form.cleaned_data.get(DELETION_FIELD_NAME)
            and (form.instance.pk is not None or form.has_changed())
        ]

    def _ask_constraints(self, form: ModelForm) -> None:
        try:
            form.instance.validate_constraints()
        except ValidationError as error:
            form.add_error(None, error)

    def _compare_rows(self, constraint: UniqueConstraint) -> None:
        seen: dict[tuple[Any, ...], list[Model]] = {}
        for form in self._kept_forms():
            row = form.instance
            values = _values(row, constraint, without=self.fk.name)
            if any(_is_spoken_of(one, constraint) for one in seen.get(values, [])) and _is_spoken_of(row, constraint):
                form.add_error(None, str(constraint.get_violation_error_message()))
            elif None not in values:
                seen.setdefault(values, []).append(row)


class TableFormSet(RowsFormSet):
    """Rows of a table: Django names its columns and leaves the fields below without a name of their own."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or ""))


def _values(row: Model, constraint: UniqueConstraint, *, without: str) -> tuple[Any, ...]:
    """What must differ from row to row."""
    names = constraint.fields or [one.deconstruct()[1][0] for one in constraint.expressions if isinstance(one, F)]
    by_name = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return tuple(by_name[name] for name in names if name != without)


def _is_spoken_of(row: Model, constraint: UniqueConstraint) -> bool:
    """Whether the constraint's condition holds for the row; asks the database, so only rows that look alike."""
    values = {field.name: Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields}
    return constraint.condition is None or constraint.condition.check(values)
