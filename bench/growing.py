"""The list, the month and the event page when the network has 20,000 events, beside their own time with 3,000."""

from bench.figures import Figure, at_most
from bench.filling import grow
from bench.pages import Asks, asks_of_a_teacher, warm_rounds

ROUNDS = 3
TIMES = 1.3
NAMES = {"list": "events list", "month": "month of events", "page": "event page"}


def measure(port: int) -> list[Figure]:
    """What a page costs in floors: a floor is the same before and after, so whatever else the machine does is out."""
    asks = asks_of_a_teacher({"list": ["/events/"], "month": ["/events/?view=month"]})
    before = _in_floors(port, asks)
    grow()
    after = _in_floors(port, asks)
    return [at_most(f"{NAMES[name]} at 20,000 events, floors", after[name], before[name], TIMES) for name in NAMES]


def _in_floors(port: int, asks: dict[str, Asks]) -> dict[str, list[float]]:
    """How many times as long as the floor each page takes, a round each."""
    rounds = warm_rounds(port, asks, ROUNDS)
    return {name: [figures["floor"] / figures[name] for figures in rounds] for name in NAMES}
