"""Filters of the events list."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import EventForm, Place
from teachers.models import User


class BrowseForm(forms.Form):
    """Filters of the list; they live in the address, so a filtered list can be shared."""

    class Period:
        TODAY, WEEK, MONTH, ALL = "today", "week", "month", "all"

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    form = forms.ChoiceField(label=_("Form"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    free = forms.BooleanField(label=_("Only with free seats"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._offer("form", lambda: [(form.code, form.name) for form in self.event_forms])
        self._offer("place", lambda: self.places)

    def _offer(self, name: str, choices: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Choices are read when they are shown or checked, and only then; Django looks at them several times."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = lambda: [("", _("any")), *choices()]

    @cached_property
    def event_forms(self) -> list[EventForm]:
        return list(EventForm.objects.all())

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Place.objects.visible_to(self.user).values_list("pk", "name")]

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"].strip()
        if "\0" in words:
            raise ValidationError(_("The search holds a character that cannot be searched for."))
        return words
