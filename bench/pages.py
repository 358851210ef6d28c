"""Pages a second for a teacher who has signed in, beside the floor, interleaved; and what they ask the database."""

import itertools
from collections.abc import Callable, Iterator

from bench.figures import Figure, at_least
from bench.filling import FIRST_TEACHER, sign_in
from bench.load import Ask, rate
from bench.serving import PROXY_HEADERS
from events.models import Event
from teachers.models import User

ROUNDS = 5
SECONDS = 2.5


def measure(port: int) -> list[Figure]:
    """Events list and event page; each round asks the floor, then each page."""
    user = User.objects.get(pk=FIRST_TEACHER + 10)
    headers = PROXY_HEADERS | sign_in(user)
    events = Event.objects.visible_to(user).upcoming().values_list("pk", flat=True)[:200]
    paths = {"floor": ["/floor/"], "list": ["/events/"], "page": [f"/events/{pk}/" for pk in events]}
    rates: dict[str, list[float]] = {name: [] for name in paths}
    for number in range(ROUNDS + 1):
        for name, asked in paths.items():
            figure = rate(port, _asks(asked, headers), SECONDS if number else 1)
            if number:  # the first round warms up
                rates[name].append(figure)
    return [
        at_least("events list, requests/s", rates["list"], rates["floor"], 0.6),
        at_least("event page, requests/s", rates["page"], rates["floor"], 0.5),
    ]


def _asks(paths: list[str], headers: dict[str, str]) -> Callable[[int], Iterator[Ask]]:
    def asks(client: int) -> Iterator[Ask]:
        return itertools.cycle(Ask(path, headers=headers) for path in paths[client % len(paths) :] or paths)

    return asks
