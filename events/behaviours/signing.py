"""What internship and trial share: the host's consent, a diary with hours, and both signatures under it."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.behaviours.base import Behaviour
from events.behaviours.parts import About, Opens, Part, Readers, Writers
from events.models import Registration

DIARY = "diary"


class SignedOff(Behaviour):
    asks_host = True
    signs_off = True

    def allows(self, part: Part, *, kinds: Collection[str], registration: Registration | None) -> bool:
        """What somebody has signed is not changed behind their back."""
        return registration is None or not (registration.host_signed_at or registration.teacher_signed_at)

    def hours_of(self, registration: Registration) -> Decimal | None:
        """Those of the diary, once both have signed it."""
        if not (registration.host_signed_at and registration.teacher_signed_at):
            return None
        return sum((note.hours or Decimal(0) for note in registration.notes.filter(kind=DIARY)), Decimal(0)) or None


def diary(hint: str | Promise) -> Part:
    return Part(
        DIARY,
        _("The diary"),
        Writers.ONE,
        Readers.PAIR,
        About.PERSON,
        many=True,
        opens=Opens.AT_START,
        outlives=True,
        has_day=True,
        has_hours=True,
        button=_("Add an entry"),
        hint=hint,
        empty=_("There are no entries yet. They are written from the first day on; only the two of you read them."),
    )
