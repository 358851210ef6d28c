"""The part of an event's page that warns of a clash before one registers."""

from typing import Any

from events import permissions
from events.clashes import of_people
from events.views.visits import Visit


def clashing(visit: Visit) -> dict[str, Any]:
    """`clashes`: with what else the reader would have to be; of those alone who may still register."""
    event, reader, mine = visit.event, visit.reader, visit.mine
    if (mine and mine.is_expected) or not permissions.can_join(reader, event):
        return {"clashes": []}
    return {"clashes": of_people({reader: list(event.meetings.all())}, reader=reader, apart_from=[event.pk])}
