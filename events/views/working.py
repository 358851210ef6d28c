"""The work of an event on its page: the parts of its behaviour, and what its form says of roles and product."""

from typing import Any

from events.actions.consultations import can_book, can_set_hours
from events.views.visits import Visit
from events.work import Work


def work(visit: Visit) -> dict[str, Any]:
    """The Work as the reader sees it, and what they may do about a booked time."""
    event, mine = visit.event, visit.mine
    if mine is not None:
        mine.event = event
    return {
        "work": Work(event, visit.reader, mine, visit.named),
        "may_book": can_book(visit.reader, event, mine),
        "may_set_hours": can_set_hours(visit.reader, event),
    }
