"""What goes along with a form so that the second of two tabs does not write over the first."""

from typing import Any

from django import forms

from events import versions
from events.models import Event


class VersionForm(forms.Form):
    """The version of the event that was opened, and what it said; both hidden."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    over = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, event: Event, **kwargs: Any) -> None:
        super().__init__(data, initial={"version": event.version, "opened": versions.opened(event)}, **kwargs)

    @property
    def number(self) -> int | None:
        """The version that was opened, or a later one that the person knows of; None when the form said neither."""
        return self.cleaned_data.get("over") or self.cleaned_data.get("version") if self.is_valid() else None
