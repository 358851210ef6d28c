"""Consultation: the host gives windows, people book slots of them, and a plan of steps stays between the two."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.behaviours.base import Behaviour
from events.behaviours.parts import About, Part, Readers, Writers
from events.models import Event, Note, Registration

STEPS = "step"
QUARTER = dt.timedelta(minutes=15)


class Consultation(Behaviour):
    code = "consultation"
    name = _("consultation: times to book, a private plan of steps")
    title = _("The consultation")
    books_slots = True
    template = "events/behaviours/_consultation.html"
    parts = (
        Part(
            STEPS,
            _("The plan of steps"),
            Writers.PAIR,
            Readers.PAIR,
            About.PERSON,
            many=True,
            outlives=True,
            has_day=False,
            can_be_done=True,
            button=_("Add a step"),
            hint=_("One step, small enough to be made. Only the two of you read it."),
            empty=_("There are no steps yet. Write them down together, or each on their own."),
        ),
    )

    def progress(self, event: Event, notes: Collection[Note]) -> list[str]:
        steps = [note for note in notes if note.kind == STEPS]
        done = sum(step.is_done for step in steps)
        return [gettext("steps made: %(done)s of %(all)s") % {"done": done, "all": len(steps)}] if steps else []

    def hours_of(self, registration: Registration) -> Decimal | None:
        """The length of the booked time, to a quarter of an hour."""
        if registration.slot_starts_at is None or registration.slot_ends_at is None:
            return None
        return max(Decimal(round((registration.slot_ends_at - registration.slot_starts_at) / QUARTER)), Decimal(1)) / 4
