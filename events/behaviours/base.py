"""The plain behaviour, from which the others differ, and the registry."""

import importlib
import pkgutil
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Event


class Behaviour:
    """A form without ways of its own. A subclass in a file of this package is found by itself."""

    code = ""
    name: str | Promise = _("nothing more than the usual")
    # Whoever registers waits for the host's consent before a seat is theirs.
    asks_host = False
    # Seats are booked by slots of time instead of joining the whole event.
    books_slots = False


@cache
def all_behaviours() -> dict[str, Behaviour]:
    """{code: behaviour}, the plain one among them."""
    package = importlib.import_module("events.behaviours")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"events.behaviours.{module.name}")
    kinds: list[type[Behaviour]] = [Behaviour, *_descendants(Behaviour)]
    return {kind.code: kind() for kind in kinds}


def _descendants(kind: type[Behaviour]) -> list[type[Behaviour]]:
    return [found for child in kind.__subclasses__() for found in (child, *_descendants(child))]


def behaviour_of(event: Event) -> Behaviour:
    """The behaviour of the event's form; a code that no file knows behaves plainly."""
    return all_behaviours().get(event.form.behaviour) or all_behaviours()[""]
