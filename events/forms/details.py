"""Proposing and editing an event: what it is, and its first or only meeting."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.choices import FewRowsField
from events.forms.seats import SeatsField
from events.forms.times import Clock, Span, clock_widget, day_widget
from events.models import Event, EventForm, Place
from events.models.places import PlaceQuerySet
from teachers.models import User

A_MOMENT = dt.timedelta(seconds=1)


def places_of(event: Event, user: User) -> PlaceQuerySet:
    """Places of the event's kindergarten; another one's cannot be chosen, by hand either."""
    return Place.objects.visible_to(user).filter(kindergarten=event.kindergarten_id)


class EventDetailsForm(forms.ModelForm):
    """What is said of the event, and when it meets first, in the kindergarten's own time."""

    meeting = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), required=False, widget=day_widget())
    begins = forms.TimeField(label=_("Begins at"), required=False, widget=clock_widget())
    ends = forms.TimeField(
        label=_("Ends at"),
        required=False,
        widget=clock_widget(),
    )
    topic = forms.CharField(label=_("Topic of the first meeting"), required=False, max_length=160)
    undated = forms.BooleanField(
        label=_("No day yet: see who would like to come"),
        required=False,
        help_text=_("Colleagues say that they are interested; they hear of it as soon as there is a day."),
    )
    online_url = forms.URLField(label=_("Link for those far away"), required=False, assume_scheme="https")
    capacity = SeatsField(label=_("Seats"), help_text=_("Empty: as many as the place holds."))
    quotas_until = forms.DateField(
        label=_("Seats are kept for kindergartens until"),
        required=False,
        help_text=_("The last day; after it free seats are everybody's. Empty: until the event begins."),
        widget=day_widget(),
    )

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
            "quotas_until",
            "question",
            "to_bring",
            "outcome",
        ]
        widgets = {"description": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, user: User, clock: Clock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock = clock
        self.span: Span | None = None
        self.fields["form"] = FewRowsField(EventForm.objects.all(), label=_("Form"), empty_label=_("choose"))
        place = FewRowsField(
            places_of(self.instance, user), label=_("Place"), required=False, empty_label=_("not said")
        )
        place.error_messages["invalid_choice"] = _("There is no such place in your kindergarten.")
        self.fields["place"] = place
        if self.instance.quotas_until:
            last_moment = timezone.localtime(self.instance.quotas_until, clock.zone) - A_MOMENT
            self.initial["quotas_until"] = last_moment.date()

    def clean_title(self) -> str:
        """Spaces alone are no title, and several are one."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_quotas_until(self) -> dt.datetime | None:
        """The end of the day that was named."""
        day = self.cleaned_data["quotas_until"]
        if day is None:
            return None
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), self.clock.zone)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = [name for name in ("day", "begins") if name in self.errors or data.get(name)]
        if data.get("undated") and typed:
            self.add_error("undated", _("There is a day above. Take it away, or take this mark away."))
        elif not data.get("undated"):
            self._read_time(data)
        return data

    def _read_time(self, data: dict[str, Any]) -> None:
        for name, words in (("day", _("Choose a day.")), ("begins", _("Say when it begins."))):
            if name not in self.errors and not data.get(name):
                self.add_error(name, words)
        if {"form", "day", "begins"} <= data.keys() and not {"day", "begins", "ends"} & self.errors.keys():
            self.span = self.clock.read(self, data, day=data["day"], minutes=data["form"].default_minutes)

    @property
    def columns(self) -> dict[str, Any]:
        """What is written into the event's own row."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
