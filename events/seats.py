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

    @property
    def taken(self) -> int:
        return self._from.total()

    @property
    def limit(self) -> int | None:
        """All seats of the event; those of its streams together where it has any."""
        limits = list(self._streams.values()) or [self._limit]
        known = [limit for limit in limits if limit is not None]
        return sum(known) if len(known) == len(limits) else None

    def left(self, stream: int | None = None) -> int | None:
        """Seats that nobody has taken, kept ones among them; None when there is no limit."""
        limit, taken = (self._streams[stream], self._in_stream[stream]) if stream else (self.limit, self.taken)
        return None if limit is None else max(limit - taken, 0)

    def has_room(self, kindergarten: int | None, stream: int | None = None) -> bool:
        """Whether one more person of the kindergarten (id) fits in, in the stream (id) if the event has streams."""
        of_stream = self._streams.get(stream) if stream else None
        if of_stream is not None and self._in_stream[stream] >= of_stream:
            return False
        kept = sum(max(quota - self._from[pk], 0) for pk, quota in self._kept.items() if pk != kindergarten)
        return self.limit is None or self.taken + kept < self.limit

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
