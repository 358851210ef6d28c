"""Letters about booked times of a consultation."""

import datetime as dt
from typing import Any

from events.letters.facts import Facts, about, event_in, is_host
from events.models import Event, Meeting, Registration
from notifications.kinds import Load
from notifications.models import Message


def of_host(*, booked: bool) -> Load:
    """To the host: somebody has booked or moved (`booked`), or given back, the time that the letter carries.

    Wanted while that is still so: whoever booked and cancelled within a minute writes one letter, not two.
    """

    def load(message: Message) -> Facts:
        event = event_in(message, Event.State.PUBLISHED)
        if event is None or not is_host(event, message.recipient):
            return None
        registrations = Registration.objects.filter(event=event, pk=message.data["registration"])
        registration = registrations.select_related("teacher").first()
        if registration is None or _still_booked(registration, message) != booked:
            return None
        return about(event, message.recipient) | _time(event, message) | {"person": registration.teacher}

    return load


def taken_back(message: Message) -> Facts:
    """To the person: the host cannot hold the consultation at that time. Wanted until they have booked another."""
    event = event_in(message, Event.State.PUBLISHED)
    if event is None or event.registrations.of(message.recipient).seated().exists():
        return None
    return about(event, message.recipient) | _time(event, message) | {"words": message.data["reason"]}


def _still_booked(registration: Registration, message: Message) -> bool:
    begins = dt.datetime.fromisoformat(message.data["begins"])
    return registration.holds_a_seat and registration.slot_starts_at == begins


def _time(event: Event, message: Message) -> dict[str, Any]:
    """The booked time in the place of the event's windows."""
    begins, ends = (dt.datetime.fromisoformat(message.data[name]) for name in ("begins", "ends"))
    return {"meetings": [Meeting(event=event, starts_at=begins, ends_at=ends, place=event.place)]}
