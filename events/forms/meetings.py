"""Further meetings of one event: a laboratory of three months, a workshop of three evenings."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.choices import FewRowsField
from events.forms.times import Clock, Span, clock_widget, day_widget

MOST_MEETINGS = 40
STREAMS = [("", _("for everybody")), ("1", _("first stream")), ("2", _("second stream"))]


class MeetingRow(forms.Form):
    """One further meeting; a row without a day and a beginning is no meeting."""

    meeting = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), required=False, widget=day_widget())
    begins = forms.TimeField(label=_("Begins at"), required=False, widget=clock_widget())
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=clock_widget())
    topic = forms.CharField(label=_("Topic"), required=False, max_length=160)
    stream = forms.ChoiceField(label=_("For whom"), required=False, choices=STREAMS)

    def __init__(self, *args: Any, clock: Clock, place: FewRowsField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock = clock
        self.fields["place"] = deepcopy(place)
        self.order_fields(["meeting", "day", "begins", "ends", "topic", "place", "stream"])
        self.minutes = 60
        self.span: Span | None = None

    @property
    def is_said(self) -> bool:
        """Whether the row is a meeting at all, or was taken away."""
        data = self.cleaned_data
        return not data.get("DELETE") and bool(data.get("day") or data.get("begins"))

    def read(self, minutes: int) -> None:
        """Works out the time; `minutes` is how long the form of the event usually takes."""
        if self.errors or not self.is_said:
            return
        for name, words in (("day", _("Choose a day.")), ("begins", _("Say when it begins."))):
            if not self.cleaned_data[name]:
                self.add_error(name, words)
        if not self.errors:
            self.span = self.clock.read(self, self.cleaned_data, day=self.cleaned_data["day"], minutes=minutes)


class BaseMeetings(forms.BaseFormSet):
    """The rows, and one blank one to begin with."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this meeting away")


MeetingRows = forms.formset_factory(
    MeetingRow, formset=BaseMeetings, extra=1, can_delete=True, max_num=MOST_MEETINGS, absolute_max=MOST_MEETINGS
)
