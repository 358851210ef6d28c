"""The list of people to whom a launch case may be proposed: filters, rows, and the choice itself."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import OuterRef, Q, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teachers.models import Band, Position, User
from teachers.models.people import UserQuerySet
from teachers.models.qualification import CategoryKind
from trajectories.forms import check_is_near, day_widget
from trajectories.models import LaunchCase, Trajectory
from trajectories.people import (
    category_in_words,
    experience_bands,
    experience_in_words,
    facts_about,
    teaching_positions,
)

# More than a big kindergarten has; the network administrator narrows the list.
SHOWN = 300
NO_CATEGORY = "none"


class CandidatesFilter(forms.Form):
    q = forms.CharField(label=_("Surname or name"), required=False, max_length=80)
    experience = forms.ModelChoiceField(
        label=_("Experience"), required=False, empty_label=_("all"), queryset=Band.objects.none()
    )
    position = forms.ModelChoiceField(
        label=_("Position"), required=False, empty_label=_("all"), queryset=Position.objects.none()
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("all")), *CategoryKind.choices, (NO_CATEGORY, _("no category"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("experience", experience_bands()), ("position", teaching_positions())):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def narrow(self, people: UserQuerySet) -> UserQuerySet:
        """Those of `people` whom the filters keep; a filter with a slip keeps everyone."""
        wanted = self.cleaned_data if self.is_valid() else {}
        for word in wanted.get("q", "").split():
            people = people.filter(Q(last_name__icontains=word) | Q(first_name__icontains=word))
        if band := wanted.get("experience"):
            people = people.with_experience(band.lower, band.upper)
        if position := wanted.get("position"):
            people = people.in_post(position)
        if category := wanted.get("category"):
            people = people.holding("" if category == NO_CATEGORY else category)
        return people


class ProposeForm(forms.Form):
    teachers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), error_messages={"required": _("Choose at least one teacher.")}
    )
    starts_on = forms.DateField(
        label=_("Begins"),
        required=False,
        widget=day_widget(),
        help_text=_("Weeks of the case are counted from this day; empty: from today."),
    )

    def __init__(self, *args: Any, people: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teachers = self.fields["teachers"]
        if isinstance(teachers, forms.ModelMultipleChoiceField):
            teachers.queryset = people

    def clean_starts_on(self) -> dt.date | None:
        return check_is_near(self.cleaned_data["starts_on"])

    @property
    def day(self) -> dt.date:
        return self.cleaned_data["starts_on"] or timezone.localdate()

    @property
    def chosen(self) -> set[str]:
        """What was ticked, so that a slip loses no tick."""
        return ticked(self.data) if isinstance(self.data, QueryDict) else set()


def ticked(said: QueryDict) -> set[str]:
    """People whose boxes are ticked; anything else under that name is ignored."""
    return {pk for pk in said.getlist("teachers") if pk.isdecimal()}


def what_is_kept(said: QueryDict) -> str:
    """The address of the narrowed list: the filters, unless everyone is asked for, and what was ticked and typed."""
    names = [] if said["show"] == "everyone" else list(CandidatesFilter.base_fields)
    kept = {name: said[name] for name in [*names, "starts_on"] if said.get(name)}
    return urlencode(kept | {"teachers": sorted(ticked(said), key=int)}, doseq=True)


@dataclass(frozen=True)
class Row:
    person: User
    post: str
    experience: str
    category: str
    having: str
    going_on: str
    is_chosen: bool


def rows_of(people: UserQuerySet, case: LaunchCase, *, chosen: set[str], by: User) -> list[Row]:
    """A line for each person: facts, whether they have this case already, and what else is going on with them."""
    known = Trajectory.objects.managed_by(by).open().filter(teacher=OuterRef("pk"))
    others = known.exclude(launch_case=case).with_sent_title()
    plans = {
        "having": Subquery(known.filter(launch_case=case).values("state")[:1]),
        "going_on": Subquery(others.values("sent_title")[:1]),  # type: ignore[misc]  # the annotation just added
    }
    people = people.select_related("profile").annotate(**facts_about("pk"), **plans)
    return [_row(person, chosen) for person in people[:SHOWN]]


def _row(person: Any, chosen: set[str]) -> Row:
    return Row(
        person=person,
        post=person.post or "—",
        experience=experience_in_words(person),
        category=category_in_words(person.category),
        having=str(Trajectory.State(person.having).label) if person.having else "",
        going_on=person.going_on or "",
        is_chosen=str(person.pk) in chosen,
    )
