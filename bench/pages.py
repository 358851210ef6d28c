"""Pages a second for a teacher who has signed in, beside the floor, interleaved; and what they ask the database."""

import itertools
from collections.abc import Callable, Iterator
from statistics import fmean
from typing import TypeAlias

from bench.figures import Figure, at_least
from bench.filling import FIRST_TEACHER, sign_in
from bench.load import CLIENTS, Ask, rate
from bench.serving import PROXY_HEADERS
from events.models import Event
from teachers.models import User

Asks: TypeAlias = Callable[[int], Iterator[Ask]]
ROUNDS, SLICES = 5, 5
SLICE = 0.5  # seconds; short, so that whatever else the machine does falls on all alike


def measure(port: int) -> list[Figure]:
    """Events list and event page; the floor, then each page, again and again."""
    asks = asks_of_a_teacher({"list": ["/events/"]})
    rounds = warm_rounds(port, asks, ROUNDS)
    floor, page, listing = ([figures[name] for figures in rounds] for name in asks)
    return [
        at_least("events list, requests/s", listing, floor, 0.6),
        at_least("event page, requests/s", page, floor, 0.5),
    ]


def asks_of_a_teacher(others: dict[str, list[str]]) -> dict[str, Asks]:
    """What a teacher who has signed in asks for: the floor, events' pages in turn, and `others`, name -> addresses."""
    user = User.objects.get(pk=FIRST_TEACHER + 10)
    headers = PROXY_HEADERS | sign_in(user)
    events = Event.objects.visible_to(user).upcoming().values_list("pk", flat=True)[:200]
    paths = {"floor": ["/floor/"], "page": [f"/events/{pk}/" for pk in events]} | others
    return {name: _asks(asked, headers) for name, asked in paths.items()}


def warm_rounds(port: int, asks: dict[str, Asks], number: int) -> list[dict[str, float]]:
    """Requests a second of each page, a round each, after all have been asked for once."""
    for ask in asks.values():
        rate(port, ask, SLICE)
    return [_round(port, asks) for _ in range(number)]


def _round(port: int, asks: dict[str, Asks]) -> dict[str, float]:
    """Requests a second of each page, measured in short slices by turns."""
    slices = [{name: rate(port, ask, SLICE) for name, ask in asks.items()} for _ in range(SLICES)]
    return {name: fmean(figures[name] for figures in slices) for name in asks}


def _asks(paths: list[str], headers: dict[str, str]) -> Asks:
    prepared = [Ask(path, headers=headers) for path in paths]

    def asks(client: int) -> Iterator[Ask]:
        first = client * len(prepared) // CLIENTS
        return itertools.cycle(prepared[first:] + prepared[:first])

    return asks
