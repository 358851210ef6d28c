"""When a person is with the children, as they type it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teachers.models import Shift, User

WEEKDAYS = Shift.Weekday.choices[:6]  # nobody works on Sundays; a row of such a day may still be changed


def clock() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class _Times(forms.Form):
    """A beginning, an end and the weeks; a subclass says on which days and whose."""

    person: User
    begins = forms.TimeField(label=_("From"), widget=clock())
    ends = forms.TimeField(label=_("Until"), widget=clock())
    weeks = forms.ChoiceField(label=_("Which weeks"), choices=Shift.Weeks.choices, initial=Shift.Weeks.EVERY)

    def check_times(self, days: list[int], *, apart_from: int = 0) -> None:
        """Says what is wrong beside the field: an end before the beginning, a shift that is there already."""
        begins, ends, weeks = (self.cleaned_data.get(name) for name in ("begins", "ends", "weeks"))
        if not (begins and ends and weeks):
            return
        if ends <= begins:
            self.add_error("ends", _("The end must be later than the beginning."))
            return
        others = Shift.objects.of(self.person).filter(weekday__in=days, begins__lt=ends, ends__gt=begins)
        if weeks != Shift.Weeks.EVERY:
            others = others.filter(weeks__in=(Shift.Weeks.EVERY, weeks))
        if other := others.exclude(pk=apart_from).first():
            self.add_error("begins", _("You have a shift then already: %(shift)s.") % {"shift": other})


class NewShiftsForm(_Times):
    """The same hours on several days at once."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    field_order = ["weekdays", "begins", "ends", "weeks"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_times(data.get("weekdays", []))
        return data

    @property
    def shifts(self) -> list[Shift]:
        """One row a day, not saved yet."""
        hours = {name: self.cleaned_data[name] for name in ("begins", "ends", "weeks")}
        return [Shift(person=self.person, weekday=day, **hours) for day in self.cleaned_data["weekdays"]]


class ShiftForm(_Times, forms.ModelForm):
    class Meta:
        model = Shift
        fields = ["weekday", "begins", "ends", "weeks"]

    field_order = ["weekday", "begins", "ends", "weeks"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.person = self.instance.person
        if "weekday" in data:
            self.check_times([data["weekday"]], apart_from=self.instance.pk or 0)
        return data
