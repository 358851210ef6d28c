"""Proposing and editing an event: checked and explained beside the field."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.actions.planning import Time
from events.models import Event, Place
from teachers.models import User

YEAR = dt.timedelta(days=366)


class EventDetailsForm(forms.ModelForm):
    """Proposing and editing: a day, a beginning and an end in the kindergarten's own time."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Ends at"),
        required=False,
        help_text=_("Empty: as long as this form usually takes."),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )

    online_url = forms.URLField(label=_("Link for those far away"), required=False, assume_scheme="https")

    class Meta:
        model = Event
        fields = [
            "form",
            "title",
            "description",
            "place",
            "online_url",
            "capacity",
            "audience",
            "to_bring",
            "outcome",
        ]
        widgets = {"description": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kindergarten = self.instance.kindergarten_id or (user.kindergarten and user.kindergarten.pk)
        place = self.fields["place"]
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = Place.objects.visible_to(user).filter(kindergarten=kindergarten)
        if self.instance.pk:
            begins, ends = timezone.localtime(self.instance.starts_at), timezone.localtime(self.instance.ends_at)
            self.initial.update(day=begins.date(), begins=begins.time(), ends=ends.time())
        self.order_fields(["form", "title", "description", "day", "begins", "ends"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"form", "day", "begins", "ends"} <= data.keys():
            return data
        zone = timezone.get_current_timezone()
        starts_at = dt.datetime.combine(data["day"], data["begins"], zone)
        usual = starts_at + dt.timedelta(minutes=data["form"].default_minutes)
        ends_at = dt.datetime.combine(data["day"], data["ends"], zone) if data["ends"] else usual
        if ends_at <= starts_at:
            self.add_error("ends", _("The end must be later than the beginning."))
        if starts_at <= timezone.now():
            self.add_error("day", _("This time has already passed; choose a later one."))
        elif starts_at > timezone.now() + YEAR:
            self.add_error("day", _("This is more than a year away; choose a nearer day."))
        self.instance.starts_at, self.instance.ends_at = starts_at, ends_at
        return data

    @property
    def time(self) -> Time:
        """The one meeting that was typed, of a form that is valid."""
        return Time(self.instance.starts_at, self.instance.ends_at)
