"""Writing a note: words, and where the part has them a day and hours."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.actions.notes import Words, stamp_of
from events.behaviours import Part
from events.models import Event, Note

DAY = Decimal(24)
STEP = Decimal("0.25")


class NoteForm(forms.Form):
    """`seen` is the stamp of the note that the page was opened with: a second tab is told that it is late."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 6}))
    happened_on = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=STEP,
        max_value=DAY,
        max_digits=4,
        decimal_places=2,
        step_size=STEP,
        localize=True,
        help_text=_("In quarters: 0.25 is fifteen minutes."),
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, event: Event, note: Note | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["text"].label, self.fields["text"].help_text = str(part.title), str(part.hint)
        if not part.has_day:
            del self.fields["happened_on"]
        if not part.has_hours:
            del self.fields["hours"]
        self.initial.update(_of(note) if note else {"happened_on": timezone.localdate()})

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        first = None if self.event.is_undated else timezone.localdate(self.event.starts_at)
        if first and day < first:
            words = _("The event began on %(day)s; choose that day or a later one.")
            raise ValidationError(words % {"day": date_format(first, "j E")})
        return day

    @property
    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["text"], data.get("happened_on"), data.get("hours"))


def _of(note: Note) -> dict[str, Any]:
    return {"text": note.text, "happened_on": note.happened_on, "hours": note.hours, "seen": stamp_of(note)}
