"""Where the reader of an event's page stands, and what they may do there."""

from typing import Any

from events import permissions
from events.behaviours import behaviour_of
from events.models import CoHost, Event, Registration
from events.views.visits import Visit
from events.ways_in import Way, queue_number, ways_in
from teachers.models import User

WAITING = Registration.State.WAITING


def standing(visit: Visit) -> dict[str, Any]:
    """`can`: what is allowed; `ways`: the buttons for joining; one's number in the queue; what one was asked."""
    event, user, mine = visit.event, visit.reader, visit.mine
    can = allowed(user, event, mine)
    if mine:
        mine.event = event
    return {
        "can": can,
        "queue_number": queue_number(mine) if mine and mine.state == WAITING else 0,
        "ways": _ways(event, mine, user) if can["join"] else [],
        "asks_host": behaviour_of(event).asks_host,
        "is_interested": can["interest"]
        and getattr(event, "has_interests", True)
        and event.interests.filter(person=user).exists(),
        "asked_to_hold": _asked_to_hold(event, user),
    }


def _ways(event: Event, mine: Registration | None, user: User) -> list[Way]:
    """Whoever has a seat may choose another stream that has room; whoever waits is shown nothing to wait for again."""
    if mine is None or not mine.is_expected:
        return ways_in(event, user)
    if not event.has_streams:
        return []
    return [way for way in ways_in(event, user) if way.has_room and way.stream != mine.stream]


def _asked_to_hold(event: Event, user: User) -> CoHost | None:
    """The invitation to hold the event too, answered or not."""
    if event.has_ended or not getattr(event, "has_cohosts", True):
        return None
    return event.cohosts.filter(person=user).first()


def allowed(user: User, event: Event, mine: Registration | None) -> dict[str, bool]:
    """What the person may do on the event's page."""
    return {
        "join": permissions.can_join(user, event),
        "leave": permissions.can_leave(user, event, mine),
        "edit": permissions.can_edit(user, event),
        "withdraw": permissions.can_withdraw(user, event),
        "moderate": permissions.can_moderate(user, event),
        "confirm": permissions.can_confirm(user, event),
        "unconfirm": permissions.can_unconfirm(user, event),
        "publish": permissions.can_publish(user, event),
        "revise": permissions.can_revise(user, event),
        "cancel": permissions.can_cancel(user, event),
        "clone": permissions.can_clone(user, event),
        "run": permissions.may_run(user, event),
        "interest": permissions.can_show_interest(user, event),
        "record_attendance": permissions.can_record_attendance(user, event),
    }
