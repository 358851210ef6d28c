"""What is said before an event is saved: who and what would be asked for twice, and who must hear of another time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events import clashes
from events.actions.planning import Sheet, Time
from events.actions.series import calendar_of, on_each_day
from events.busy import Span
from events.clashes import Clash
from events.models import Event, Meeting, Place, Registration, Stream
from events.recurrence import Rule
from teachers.models import User


@dataclass(frozen=True)
class Notice:
    """`is_move`: a published event gets another time or place; `expected`: how many count on coming to it."""

    own: Sequence[Clash] = ()
    places: Sequence[Clash] = ()
    coming: Sequence[Clash] = ()
    is_move: bool = False
    expected: int = 0
    days: Sequence[str] = ()
    skipped: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.places or self.coming or self.is_move or self.days)

    @property
    def digest(self) -> str:
        """Another word for «this very notice was read»: whoever types another time is told anew."""
        said = [clash.words for clash in (*self.own, *self.places, *self.coming)]
        return hashlib.sha256("\n".join([str(self.is_move), *said, *self.days, *self.skipped]).encode()).hexdigest()


def notice_of_series(event: Event, sheet: Sheet, rule: Rule, *, reader: User) -> Notice:
    """The days on which such events would meet, those left out, and what is taken on any of them."""
    calendar = calendar_of(event, sheet, rule)
    every = replace(sheet, times=[time for times in on_each_day(event, sheet, calendar.kept) for time in times])
    own, places = hosting(event, every, reader=reader), taken_places(event, every, reader=reader)
    return Notice(own, places, days=calendar.lines, skipped=calendar.skipped_lines)


def notice_of(event: Event, sheet: Sheet, *, reader: User) -> Notice:
    """What the sheet would bring about for the event; reads, and writes nothing."""
    own, places = hosting(event, sheet, reader=reader), taken_places(event, sheet, reader=reader)
    if event.state != Event.State.PUBLISHED or not is_moved(event, sheet):
        return Notice(own, places)
    people = _expected(event, sheet)
    coming = clashes.of_people(people, reader=reader, apart_from=[event.pk])
    return Notice(own, places, coming, is_move=True, expected=len(people))


def hosting(event: Event, sheet: Sheet, *, reader: User) -> list[Clash]:
    """Clashes of the host, and of the second hosts who are named."""
    cohosts = [cohost.person_id for cohost in event.cohosts.all()] if sheet.cohosts is None and event.pk else []
    hosts = User.objects.get_queryset().filter(pk__in={event.host_id, *(sheet.cohosts or cohosts)})
    return clashes.of_people({host: list[Span](sheet.times) for host in hosts}, reader=reader, apart_from=[event.pk])


def taken_places(event: Event, sheet: Sheet, *, reader: User) -> list[Clash]:
    own: Place | None = sheet.fields.get("place")
    times: list[tuple[Span, Place]] = [(time, place) for time in sheet.times if (place := time.place or own)]
    return clashes.of_places(times, reader=reader, apart_from=[event.pk])


def is_moved(event: Event, sheet: Sheet) -> bool:
    """Whether anybody would have to come at another time or to another place than they know of."""
    place = sheet.fields.get("place")
    known = {_as_known(meeting, meeting.place, meeting.stream) for meeting in event.meetings.all()}
    return known != {_as_known(time, time.place or place, time.stream) for time in sheet.times}


def _as_known(time: Meeting | Time, place: Place | None, stream: Stream | None) -> tuple[object, ...]:
    return time.starts_at, time.ends_at, place and place.pk, stream and stream.name


def _expected(event: Event, sheet: Sheet) -> dict[User, list[Span]]:
    """Whoever counts on coming, with the times that would be theirs."""
    states = (*Registration.EXPECTED_STATES, *Event.SEATED_STATES)
    rows = event.registrations.filter(state__in=states).select_related("teacher")
    new = dict(zip([stream.pk for stream in event.streams.all()], sheet.streams, strict=False))
    return {row.teacher: _times_in(sheet, new.get(row.stream_id or 0)) for row in rows}


def _times_in(sheet: Sheet, stream: Stream | None) -> list[Span]:
    """Of everybody, and of one's own stream; the first one is where those sit who had registered for the whole."""
    mine = stream or (sheet.streams[0] if sheet.streams else None)
    return [time for time in sheet.times if time.stream is None or time.stream is mine]
