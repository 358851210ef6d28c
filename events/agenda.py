"""The programme as it is read: each line with the time at which it begins, where that is known."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.models import AgendaItem


@dataclass(frozen=True)
class Line:
    item: AgendaItem
    starts_at: dt.datetime | None


def timed(items: Iterable[AgendaItem], begins: dt.datetime | None) -> Iterator[Line]:
    """Counts from `begins` on; after a line of unknown length nothing more is known."""
    at = begins
    for item in items:
        yield Line(item, at)
        at = at + dt.timedelta(minutes=item.minutes) if at and item.minutes else None
