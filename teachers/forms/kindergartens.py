"""Settings of a kindergarten as the desk asks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teachers.models import Kindergarten
from teachers.time_zones import RUSSIAN_ZONES


class KindergartenForm(forms.ModelForm):
    """The zone is chosen by its city; another one that was set at the console stays until it is changed."""

    time_zone = forms.ChoiceField(label=_("time zone"), choices=RUSSIAN_ZONES, initial="Europe/Moscow")

    class Meta:
        model = Kindergarten
        fields = ["time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_before = self.instance.time_zone
        if "time_zone" in self.fields and set_before not in dict(RUSSIAN_ZONES):
            self.fields["time_zone"].choices = [(set_before, set_before), *RUSSIAN_ZONES]  # type: ignore[attr-defined]
