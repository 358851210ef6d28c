"""Who is in which sub-group, one choice for each participant; or how large equal groups should be."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.actions.groups import MOST_GROUPS
from events.models import Event

USUAL_SIZE = 4


class GroupsForm(forms.Form):
    size = forms.IntegerField(label=_("About so many in a group"), min_value=2, max_value=20, initial=USUAL_SIZE)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(event.registrations.seated().select_related("teacher").order_by("joined_at", "pk"))
        groups = list(event.groups.order_by("pk").values_list("pk", "name"))
        number_of = {pk: number for number, (pk, _name) in enumerate(groups, start=1)}
        through = event.groups.model.members.through.objects
        belongs = dict(through.filter(group__event=event).values_list("registration_id", "group_id"))
        choices = [(0, gettext("no group")), *self._choices([name for _pk, name in groups])]
        for person in self.people:
            self.fields[f"person-{person.pk}"] = forms.TypedChoiceField(
                label=person.teacher.get_full_name(),
                choices=choices,
                coerce=int,
                required=False,
                initial=number_of.get(belongs.get(person.pk, 0), 0),
            )
        if "split" not in self.data:
            self.fields["size"].required = False

    def _choices(self, names: list[str]) -> list[tuple[int, str]]:
        """The groups that are there and two more; at first so many that each may hold two."""
        most = min(max(len(names) + 2, len(self.people) // 2), MOST_GROUPS)
        new = [gettext("Group %(n)s") % {"n": n} for n in range(len(names) + 1, most + 1)]
        return list(enumerate([*names, *new], start=1))

    @property
    def choosers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("person-")]

    @property
    def numbers(self) -> dict[int, int]:
        """{registration id: number of the group}, 0 for none."""
        return {person.pk: self.cleaned_data.get(f"person-{person.pk}") or 0 for person in self.people}
