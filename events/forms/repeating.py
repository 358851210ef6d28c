"""A regular event: how often, and until when; and which events of a series a change is meant for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions.series import Scope
from events.forms.times import day_widget
from events.recurrence import MOST_EVENTS, Rule, last_day_for

EVERY = [
    ("", _("does not repeat")),
    (1, _("every week")),
    (2, _("every second week")),
    (3, _("every third week")),
    (4, _("every fourth week")),
]


class RepeatForm(forms.Form):
    """Every so many weeks until a day; the rule is read against the day of the first meeting."""

    every = forms.TypedChoiceField(label=_("Repeat"), required=False, choices=EVERY, coerce=int, empty_value=None)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The last possible day, within the school year. Holidays are left out."),
        widget=day_widget(),
    )

    def check(self, first: dt.date | None) -> None:
        """Says what is wrong beside the field; `first` is None for an event without a day."""
        every, until = self.cleaned_data.get("every"), self.cleaned_data.get("until")
        if not every:
            if until:
                self.add_error("every", _("Say how often the event repeats."))
            return
        if first is None:
            self.add_error("every", _("An event without a day cannot repeat."))
        elif until is None:
            self.add_error("until", _("Say until which day."))
        elif until > last_day_for(first):
            self.add_error("until", _("A series ends with the school year; choose an earlier day."))
        elif not 1 < len(Rule(every, until).days(first)) <= MOST_EVENTS:
            self.add_error("until", _("By this day the event does not repeat once; choose a later one."))

    @property
    def rule(self) -> Rule | None:
        every, until = self.cleaned_data.get("every"), self.cleaned_data.get("until")
        return Rule(every, until) if every and until else None


class ScopeForm(forms.Form):
    """Asked only of an event that belongs to a series."""

    scope = forms.ChoiceField(
        label=_("What is changed"), choices=Scope.choices, initial=Scope.ONE, widget=forms.RadioSelect, required=False
    )

    @property
    def chosen(self) -> str:
        return (self.is_valid() and self.cleaned_data["scope"]) or Scope.ONE


class CancelScopeForm(ScopeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].label = _("What is cancelled")
