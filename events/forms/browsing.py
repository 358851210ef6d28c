"""Filters of the events list."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from events.models import Event, EventForm, Place
from teachers.models import Kindergarten, User

Choices = list[tuple[str, str]]


def _named(kind: str, rows: QuerySet[Any], label: Combinable) -> QuerySet[Any]:
    """Rows of whatever kind as (kind, pk, label), to be read together with others."""
    return rows.order_by().annotate(kind=Value(kind), label=label).values_list("kind", "pk", "label")


class BrowseForm(forms.Form):
    """Filters of the list; they live in the address, so a filtered list can be shared.

    `q` stands in a line of its own and `for_me` is a chip; the others fold away.
    """

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    form = forms.ChoiceField(label=_("Form"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    kindergarten = forms.ChoiceField(label=_("Kindergarten"), required=False)
    free = forms.BooleanField(label=_("Only with free seats"), required=False)
    for_me = forms.BooleanField(label=_("For me"), required=False)
    FOLDED = ("form", "place", "kindergarten", "free")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._offer("form", lambda: [(form.code, form.name) for form in self.event_forms])
        self._offer("place", lambda: self._where["place"])
        self._offer("kindergarten", lambda: self._where["kindergarten"])

    def _offer(self, name: str, choices: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Choices are read when they are shown or checked, and only then; Django looks at them several times."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = lambda: [("", _("any")), *choices()]

    @cached_property
    def event_forms(self) -> list[EventForm]:
        return list(EventForm.objects.all())

    @cached_property
    def _where(self) -> dict[str, Choices]:
        """One's own places, one's own kindergartens and those that offer something to the network, in one query."""
        places = _named("place", Place.objects.visible_to(self.user), F("name"))
        theirs = Kindergarten.objects.filter(self._offers_something()) | Kindergarten.objects.visible_to(self.user)
        where: dict[str, Choices] = {"place": [], "kindergarten": []}
        shown = Coalesce(NullIf("short_name", Value("")), "name")
        for kind, pk, name in places.union(_named("kindergarten", theirs, shown)).order_by("kind", "label"):
            where[kind].append((str(pk), name))
        return where

    def _offers_something(self) -> Q:
        """Whether a kindergarten has an event ahead for the network, or for one's own kindergarten by name."""
        ahead = Event.objects.upcoming().order_by().filter(kindergarten=OuterRef("pk"))
        chosen = ahead.filter(audience=Event.Audience.CHOSEN, offers__kindergarten__in=self.user.kindergarten_ids)
        return Q(Exists(ahead.filter(audience=Event.Audience.NETWORK))) | Q(Exists(chosen))

    @property
    def kindergartens(self) -> dict[int, str]:
        return {int(pk): name for pk, name in self._where["kindergarten"]}

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FOLDED]

    @property
    def narrows(self) -> bool:
        """Whether any of the folded filters is set."""
        return any(name in self.changed_data for name in self.FOLDED)

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"].strip()
        if "\0" in words:
            raise ValidationError(_("The search holds a character that cannot be searched for."))
        return words
