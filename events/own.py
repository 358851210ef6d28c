"""The meetings a person goes to, hosts or waits for: all that a card says of them, read in one query."""

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.entries import Entry, Mine
from events.models import Event, Meeting, Registration
from teachers.models import User

State = Registration.State


def own_meetings(user: User, at_most: int) -> list[Entry]:
    """Those that are not over, the nearest first; of a consultation, the time that the person has booked."""
    mine = Registration.objects.of(user).exclude(state=State.LEFT).filter(event=OuterRef("event"))
    ahead = Meeting.objects.visible_to(user).of_published().upcoming()
    rows = ahead.concerning(user) | ahead.filter(_waited_for(mine))
    rows = rows.annotate(
        mine=Subquery(mine.values("state")[:1]),
        own_stream=Coalesce("stream", Subquery(mine.values("stream")[:1]), output_field=BigIntegerField()),
        slot_starts_at=Subquery(mine.values("slot_starts_at")[:1]),
        slot_ends_at=Subquery(mine.values("slot_ends_at")[:1]),
    )
    rows = rows.annotate(taken=_number(_seats()), total=_number(_of_one()), number=_number(_of_one().filter(_before())))
    shown = rows.filter(Q(slot_starts_at=None) | Q(starts_at__lte=F("slot_starts_at"), ends_at__gte=F("slot_ends_at")))
    return [
        _entry(row)
        for row in shown.select_related("place", "stream", "event__host", "event__place", "event__form")[:at_most]
    ]


def _waited_for(mine: QuerySet[Registration]) -> Q:
    """Whoever waits for one stream does not wait for the other's meetings."""
    waiting = mine.filter(state__in=(State.WAITING, State.ASKED))
    same_stream = Q(stream=None) | Q(stream=OuterRef("stream"))
    return Q(stream=None) & Exists(waiting) | Exists(waiting.filter(same_stream))


def _number(rows: QuerySet) -> Coalesce:
    """How many rows a subquery by event holds."""
    return Coalesce(Subquery(rows.order_by().values("event").annotate(n=Count("pk")).values("n")), 0)


def _seats() -> QuerySet[Registration]:
    return Registration.objects.seated().filter(event=OuterRef("event"))


def _of_one() -> QuerySet[Meeting]:
    """The meetings of the event that the same person attends."""
    return Meeting.objects.filter(Q(stream=None) | Q(stream=OuterRef("own_stream")), event=OuterRef("event"))


def _before() -> Q:
    return Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lte=OuterRef("pk"))


def _entry(row: Meeting) -> Entry:
    """`row` with the columns that `own_meetings` adds."""
    event: Event = row.event
    columns = vars(row)
    event.taken = columns["taken"]  # type: ignore[attr-defined]  # as with_seats() does
    if columns["slot_starts_at"]:
        row.starts_at, row.ends_at = columns["slot_starts_at"], columns["slot_ends_at"]
    mine = Mine(columns["mine"]) if columns["mine"] else Mine("hosts")
    return Entry(row, columns["number"], columns["total"], mine=mine)
