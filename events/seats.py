"""How many seats are free, and for whom: limits of the event and its streams, and seats kept for kindergartens."""

from collections import Counter

from django.db.models import Count
from django.utils import timezone

from events.models import Event, Registration


class Seats:
    """The seats of an event, counted while its lock is held; `take` goes on counting as they are given out.

    A kept seat (`Offer.quota`) is a reservation, not a ceiling: until the release a kindergarten finds at least its
    quota free, and its people compete for the other seats like everybody.
    """

    def __init__(self, event: Event) -> None:
        self._limit = event.seat_limit
        self.streams = list(event.streams.all()) if event.has_streams else []
        self._streams = {stream.pk: stream.capacity or self._limit for stream in self.streams}
        self._kept = _kept(event)
        rows = Registration.objects.filter(event=event).seated().order_by()
        columns = ["stream"] * bool(self._streams) + ["kindergarten"] * bool(self._kept)
        counts = rows.values(*columns or ["event"]).annotate(number=Count("pk"))
        self._in_stream, self._from = Counter[int | None](), Counter[int | None]()
        for row in counts:
            self._in_stream[row.get("stream")] += row["number"]
            self._from[row.get("kindergarten")] += row["number"]

    def left(self, stream: int | None = None) -> int | None:
        """Seats that nobody has taken, kept ones among them, in the stream (id) or in all; None: there is no limit."""
        streams: list[int | None] = [stream] if stream else [*self._streams] or [None]
        free = [self._free(pk) for pk in streams]
        known = [number for number in free if number is not None]
        return sum(known) if len(known) == len(free) else None

    def _free(self, stream: int | None) -> int | None:
        limit = self._streams[stream] if stream else self._limit
        return None if limit is None else max(limit - self._in_stream[stream], 0)

    def has_room(self, kindergarten: int | None, stream: int | None = None) -> bool:
        """Whether one more person of the kindergarten (id) fits in, in the stream (id) if the event has streams."""
        kept = sum(max(quota - self._from[pk], 0) for pk, quota in self._kept.items() if pk != kindergarten)
        here, everywhere = self.left(stream), self.left()
        return (here is None or here > 0) and (everywhere is None or everywhere > kept)

    def take(self, kindergarten: int | None, stream: int | None = None) -> bool:
        """Takes a seat if there is one; says whether there was."""
        if not self.has_room(kindergarten, stream):
            return False
        self._in_stream[stream] += 1
        self._from[kindergarten] += 1
        return True


def _kept(event: Event) -> dict[int, int]:
    """{kindergarten id: quota} while seats are still kept; without a day of release, until the event begins."""
    if event.audience == Event.Audience.KINDERGARTEN:
        return {}
    if event.quotas_until is not None and event.quotas_until <= timezone.now():
        return {}
    return {pk: quota for pk, quota in event.offers.values_list("kindergarten", "quota") if quota}
