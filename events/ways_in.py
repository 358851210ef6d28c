"""What the event's page offers a person who may join: a seat, a place in the queue, one of the streams."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from events.models import Event, Registration, Stream
from events.models.events import left_in_words
from events.seats import Seats
from teachers.models import User


@dataclass(frozen=True)
class Way:
    """One button: `queue_number` is the number one would get in the queue, 0 when there is a seat."""

    stream: Stream | None
    seats_left: int | None
    queue_number: int

    @property
    def has_room(self) -> bool:
        return not self.queue_number

    @property
    def seats_in_words(self) -> str:
        return left_in_words(self.seats_left)


def ways_in(event: Event, user: User) -> list[Way]:
    """The ways into the event as they are at this moment; whoever presses is counted again under the lock."""
    seats = Seats(event)
    home = event.home_of(user)
    streams: list[Stream | None] = [*seats.streams] if event.has_streams else [None]
    rooms = {stream: seats.has_room(home, stream.pk if stream else None) for stream in streams}
    queues = Counter[int | None]() if all(rooms.values()) else _queues(event)
    return [
        Way(
            stream=stream,
            seats_left=seats.left(stream.pk if stream else None),
            queue_number=0 if room else queues[stream.pk if stream else None] + 1,
        )
        for stream, room in rooms.items()
    ]


def _queues(event: Event) -> Counter[int | None]:
    rows = Registration.objects.filter(event=event, state=Registration.State.WAITING).order_by()
    counted = rows.values("stream").annotate(number=Count("pk"))
    return Counter({row["stream"]: row["number"] for row in counted})


def queue_number(registration: Registration) -> int:
    """The person's number in the queue, 1 being next."""
    return Registration.objects.ahead_of(registration).count() + 1
