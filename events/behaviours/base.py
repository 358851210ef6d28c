"""The plain behaviour, from which the others differ, and the registry."""

import importlib
import pkgutil
from collections.abc import Collection
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.behaviours.parts import Part
from events.models import Event, Note, Registration


class Behaviour:
    """A form without ways of its own. A subclass in a file of this package is found by itself.

    What it declares is drawn by the same views and templates for all; what it answers by a method is a rule of its own.
    """

    code = ""
    name: str | Promise = _("nothing more than the usual")
    # The heading of its page of work.
    title: str | Promise = ""
    parts: tuple[Part, ...] = ()
    # A template with what is no note, shown above the parts: `work` is a Work, `panel` what `panel()` answers.
    template = ""
    # A template under each note: `line`, `section`, `block`, `panel`.
    note_template = ""
    # Whoever registers waits for the host's consent before a seat is theirs.
    asks_host = False
    # Seats are booked by slots of time instead of joining the whole event.
    books_slots = False
    # The host divides those who take part into sub-groups.
    has_groups = False
    # Both the host and the participant sign what the participant has written; after that it stays as it is.
    signs_off = False

    def part(self, kind: str) -> Part | None:
        return next((part for part in self.parts if part.kind == kind), None)

    def allows(self, part: Part, *, kinds: Collection[str], registration: Registration | None) -> bool:
        """A rule of its own about writing: `kinds` are those of the event's notes, `registration` whom it is about."""
        return True

    def reading(self, notes: QuerySet[Note], mine: Registration | None) -> QuerySet[Note]:
        """The event's notes with what its templates show besides; `mine` is the reader's registration."""
        return notes

    def panel(self, event: Event, notes: Collection[Note], mine: Registration | None) -> dict[str, Any]:
        """What its own templates need; `notes` are all of the event's."""
        return {}

    def progress(self, event: Event, notes: Collection[Note]) -> list[str]:
        """How far the work has come, in a few words each."""
        return []

    def hours_of(self, registration: Registration) -> Decimal | None:
        """Hours that count instead of those of the meetings for one who was there; None: the meetings' own."""
        return None


@cache
def all_behaviours() -> dict[str, Behaviour]:
    """{code: behaviour}, the plain one among them."""
    package = importlib.import_module("events.behaviours")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"events.behaviours.{module.name}")
    kinds: list[type[Behaviour]] = [Behaviour, *_descendants(Behaviour)]
    return {kind.code: kind() for kind in kinds if "code" in vars(kind)}


def _descendants(kind: type[Behaviour]) -> list[type[Behaviour]]:
    return [found for child in kind.__subclasses__() for found in (child, *_descendants(child))]


def behaviour_of(event: Event) -> Behaviour:
    """The behaviour of the event's form; a code that no file knows behaves plainly."""
    return all_behaviours().get(event.form.behaviour) or all_behaviours()[""]
