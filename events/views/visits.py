"""What the parts of an event's page are made from."""

from dataclasses import dataclass

from events.models import Event, Registration
from teachers.models import User


@dataclass(frozen=True)
class Visit:
    """One person at one event's page, with what most parts need, each read once.

    `event` has its cards, seats and meetings (with their places and streams); `mine` is the reader's registration in
    whatever state; `named` are registrations with a seat whose people the reader may read by name, at most fifty.
    """

    event: Event
    reader: User
    mine: Registration | None
    named: list[Registration]
