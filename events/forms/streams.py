"""Two streams of one event, because someone stays with the children."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms.seats import SeatsField
from events.forms.times import Clock, Span, clock_widget, day_widget
from events.models import Stream


class StreamsForm(forms.Form):
    """The names and seats of both, and when the second meets; the meeting above is the first one's."""

    two = forms.BooleanField(label=_("Hold the event in two streams"), required=False)
    first = forms.CharField(label=_("Name of the first stream"), required=False, max_length=60)
    first_seats = SeatsField(label=_("Seats in it"))
    second = forms.CharField(label=_("Name of the second stream"), required=False, max_length=60)
    second_seats = SeatsField(label=_("Seats in it"))
    meeting = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("The second meets on"), required=False, help_text=_("Empty: on the same day."), widget=day_widget()
    )
    begins = forms.TimeField(label=_("Begins at"), required=False, widget=clock_widget())
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=clock_widget())
    together = forms.BooleanField(
        label=_("The first meeting is for both streams"),
        required=False,
        help_text=_("Otherwise it is the first stream's."),
    )

    def __init__(self, *args: Any, clock: Clock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock = clock
        self.span: Span | None = None
        for name, words in (("first", _("First stream")), ("second", _("Second stream"))):
            self.fields[name].widget.attrs["placeholder"] = words

    @property
    def is_two(self) -> bool:
        """Ticked; or typed by somebody who has not seen the mark, which is another thing than taking it away."""
        data = self.cleaned_data
        typed = any(data.get(name) for name in ("first", "second", "first_seats", "second_seats", "begins"))
        return bool(data.get("two")) or (typed and not self.initial.get("two"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and self.is_two and self.names[0].casefold() == self.names[1].casefold():
            self.add_error("second", _("The first stream has this name already; give this one another."))
        return data

    @property
    def names(self) -> tuple[str, str]:
        data = self.cleaned_data
        return data.get("first") or gettext("First stream"), data.get("second") or gettext("Second stream")

    @property
    def streams(self) -> list[Stream]:
        """Two rows not saved yet, or none."""
        if not self.is_two:
            return []
        seats = self.cleaned_data.get("first_seats"), self.cleaned_data.get("second_seats")
        return [Stream(name=name, capacity=number) for name, number in zip(self.names, seats, strict=True)]
