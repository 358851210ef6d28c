"""For whom an event is, and who holds it together."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.choices import FewRowsField
from events.forms.seats import SeatsField
from events.models import Event
from teachers.models import Kindergarten, User


class OffersForm(forms.Form):
    """Kindergartens of the network: to which of them the event is offered, and how many seats are kept for each."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = event.kindergarten_id
        # The names of kindergartens are known to the whole network: events are offered by them.
        self.kindergartens = list(Kindergarten.objects.all())
        quotas = {offer.kindergarten_id: offer.quota for offer in event.offers.all()} if event.pk else {}
        for kindergarten in self.kindergartens:
            pk = kindergarten.pk
            offered = forms.BooleanField(label=str(kindergarten), required=False, initial=pk in quotas)
            self.fields[f"to{pk}"] = offered
            self.fields[f"seats{pk}"] = SeatsField(label=_("Seats kept"), initial=quotas.get(pk))

    @property
    def rows(self) -> Iterator[tuple[Kindergarten, forms.BoundField | None, forms.BoundField]]:
        """Kindergarten, its mark (one's own is always invited), its seats."""
        for kindergarten in self.kindergartens:
            pk = kindergarten.pk
            yield kindergarten, None if pk == self.own else self[f"to{pk}"], self[f"seats{pk}"]

    @property
    def offers(self) -> dict[int, int | None]:
        """{kindergarten id: seats kept}; whoever is kept a seat is invited."""
        data = self.cleaned_data
        quotas = {row.pk: data.get(f"seats{row.pk}") for row in self.kindergartens}
        return {pk: quota for pk, quota in quotas.items() if quota or (pk != self.own and data.get(f"to{pk}"))}

    def refuse_quotas(self, words: Any) -> None:
        """Says `words` beside the last number of seats that was typed."""
        pk = [pk for pk, quota in self.offers.items() if quota][-1]
        self.add_error(f"seats{pk}", words)


class CoHostsForm(forms.Form):
    """Colleagues who will be asked to hold the event too; two lines more than there are already."""

    def __init__(self, *args: Any, event: Event, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host = event.host_id
        named = [cohost.person_id for cohost in event.cohosts.all()] if event.pk else []
        people = User.objects.get_queryset().active().members_of(event.kindergarten_id)
        colleague = FewRowsField(people, required=False, label=_("Colleague"), empty_label=_("nobody"))
        colleague.error_messages["invalid_choice"] = _("Choose a colleague from the list.")
        for number in range(max(len(named) + 1, 2)):
            self.fields[f"person{number}"] = deepcopy(colleague)
            self.initial[f"person{number}"] = named[number] if number < len(named) else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, person in list(data.items()):
            if person and person.pk == self.host:
                self.add_error(name, _("You hold the event already; name a colleague."))
        return data

    @property
    def people(self) -> set[int]:
        return {person.pk for person in self.cleaned_data.values() if person}
