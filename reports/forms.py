"""What a reader of reports chooses; it lives in the address, so a narrowed report can be kept and shared."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.dates import SchoolYear
from reports.staff_development import groups
from reports.staff_development.period import Period
from reports.staff_development.report import Choice, Material
from teachers.models import Kindergarten
from teachers.models.qualification import CategoryKind

FIRST_YEAR, LAST_YEAR = 1990, 2100
IN_REASON = _("Choose a day between 1990 and 2100.")


class DayField(forms.DateField):
    """A day between 1990 and 2100, chosen in the browser's own calendar."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(dt.date(FIRST_YEAR, 1, 1), IN_REASON),
        MaxValueValidator(dt.date(LAST_YEAR, 12, 31), IN_REASON),
    ]


class PeriodForm(forms.Form):
    """Which kindergarten and which days. Without days it is the school year named by `year`, or the current one."""

    kindergarten = forms.ChoiceField(label=_("Kindergarten"))
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def __init__(self, data: QueryDict, *, kindergartens: list[Kindergarten], chosen: Kindergarten) -> None:
        super().__init__(with_period(data) | {"kindergarten": chosen.slug})
        self.fields["kindergarten"].choices = [(one.slug, str(one)) for one in kindergartens]  # type: ignore[attr-defined]
        if len(kindergartens) == 1:
            self.fields["kindergarten"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"first", "last"} <= data.keys() and data["last"] < data["first"]:
            raise ValidationError({"last": _("This day is earlier than the first one.")})
        return data

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])


def with_period(data: QueryDict) -> dict[str, str]:
    """The data with both days filled in: from a school year, or from the year of the one day that is given."""
    first, last = data.get("first", "").strip(), data.get("last", "").strip()
    year = _school_year(data.get("year", ""), first or last)
    return {"first": first or str(year.first_day), "last": last or str(year.last_day)}


def _school_year(begins: str, day: str) -> SchoolYear:
    try:
        year = SchoolYear.of(dt.date.fromisoformat(day))
    except ValueError:
        year = SchoolYear(int(begins)) if begins.isdecimal() else SchoolYear.current()
    return year if FIRST_YEAR <= year.begins < LAST_YEAR else SchoolYear.current()


class ChoiceForm(forms.Form):
    """About whom, and in which bands they are grouped."""

    position = forms.ChoiceField(label=_("Position"), required=False)
    experience = forms.ChoiceField(label=_("Experience"), required=False)
    age = forms.ChoiceField(label=_("Age"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    form = forms.ChoiceField(label=_("Form of event"), required=False)
    experience_set = forms.ChoiceField(label=_("Group experience by"), required=False)
    age_set = forms.ChoiceField(label=_("Group age by"), required=False)

    def __init__(self, data: QueryDict, *, material: Material) -> None:
        super().__init__(data)
        # A post that nobody held in this period stays chosen, and the report says that there is nobody.
        positions = dict.fromkeys([*material.positions, *data.getlist("position")[-1:]])
        choices = {
            "position": [_ANY, *[(name, name) for name in positions if name]],
            "experience": [_ANY, *_bands(material, groups.EXPERIENCE), (groups.NONE, _("not known"))],
            "age": [_ANY, *_bands(material, groups.AGE), (groups.NONE, _("not known"))],
            "category": [_ANY, *CategoryKind.choices, (groups.NONE, _("no category"))],
            "form": [_ANY, *[(form.code, form.name) for form in material.forms]],
            "experience_set": _sets(material, groups.EXPERIENCE),
            "age_set": _sets(material, groups.AGE),
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)


_ANY = ("", _("any"))


def _sets(material: Material, measure: str) -> list[tuple[str, str]]:
    return [(str(band_set.pk), band_set.name) for band_set in material.bands.sets(measure)]


def _bands(material: Material, measure: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Bands under the names of their sets."""
    bands = material.bands
    return [
        (band_set.name, [(str(band.pk), band.label) for band in bands.of(band_set)]) for band_set in bands.sets(measure)
    ]
