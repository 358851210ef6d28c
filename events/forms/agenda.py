"""The programme: a line for each thing that happens."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import AgendaItem, Event

BLANK_LINES = 4
MOST_LINES = 40


class LineForm(forms.ModelForm):
    """A line is taken out by emptying what happens; lines go by their numbers."""

    number = forms.IntegerField(label=_("No."), required=False, min_value=1, max_value=999)

    class Meta:
        model = AgendaItem
        fields = ["title", "minutes", "role"]

    field_order = ["number", "title", "minutes", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        minutes = self.fields["minutes"]
        if isinstance(minutes, forms.IntegerField):
            minutes.widget.attrs |= {"min": 1, "max": 600}

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= 600:
            raise forms.ValidationError(_("From 1 to 600 minutes."))
        return minutes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and not self.errors and (data.get("minutes") or data.get("role")) and not self.initial:
            self.add_error("title", _("Say what happens."))
        return data


LinesFormSet = forms.formset_factory(
    LineForm, extra=BLANK_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def lines_of(event: Event) -> list[dict[str, Any]]:
    """The programme as the forms show it."""
    return [
        {"number": number, "title": line.title, "minutes": line.minutes, "role": line.role}
        for number, line in enumerate(event.agenda.all(), start=1)
    ]


def in_order(lines: "forms.BaseFormSet[LineForm]") -> Sequence[AgendaItem]:
    """The lines that are to stay, of a formset that is valid."""
    kept = [form for form in lines.forms if form.cleaned_data.get("title")]
    ordered = sorted(kept, key=lambda form: form.cleaned_data.get("number") or 1000)
    return [form.save(commit=False) for form in ordered]
