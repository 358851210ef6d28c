"""Who is asked for in two places at once, and which place.

A clash only warns. What another person does is told as far as the reader may see it, and of shifts never more than that
the person is busy: they are private.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.busy import HELD_STATES, Busy, Span, meetings_near, taken_up
from events.models import Event, Place
from events.times import in_words
from teachers.models import User


@dataclass(frozen=True)
class Clash:
    """One time that is taken; `who` is empty for the reader's own."""

    time: Span
    busy: Busy
    who: str = ""

    @property
    def words(self) -> str:
        """«Вы записаны: «Гостиная». Четверг, 26 ноября, 13:00–14:00»."""
        what = _("“%(title)s”") % {"title": self.busy.title} if self.busy.title else _("something else")
        if self.who:
            return f"{self.who}: {what}. {self.when}"
        if self.busy.event is None:
            return _("You have a shift. %(when)s") % {"when": self.when}
        said = _("You hold %(what)s. %(when)s") if self.busy.holds else _("You are registered for %(what)s. %(when)s")
        return said % {"what": what, "when": self.when}

    @property
    def when(self) -> str:
        """When the other thing is; of what may not be told, only the time that was asked about."""
        known = self.busy if self.busy.title or not self.who else self.time
        return in_words(known.starts_at, known.ends_at)


def of_people(
    people: Mapping[User, Sequence[Span]], *, reader: User, apart_from: Collection[int | None] = ()
) -> list[Clash]:
    """Clashes of each person's times with their seats, what they hold and their shifts, in the order of the people.

    `apart_from` are ids of events that do not count. One query for the reader alone, three for any number of people.
    """
    times = [time for spans in people.values() for time in spans]
    if not times:
        return []
    taken = taken_up(people, times, apart_from)
    others = {busy.event for pk, busies in taken.items() if pk != reader.pk for busy in busies}
    told = _told(reader, others)
    return [
        Clash(time, busy if person == reader else _veiled(busy, told), "" if person == reader else str(person))
        for person, spans in people.items()
        for time, busy in _meet(spans, taken[person.pk])
    ]


def of_places(
    times: Sequence[tuple[Span, Place]], *, reader: User, apart_from: Collection[int | None] = ()
) -> list[Clash]:
    """Other events in the same place at the same time; one's own kindergarten's, so they may be called by name."""
    if not times:
        return []
    meetings = meetings_near([time for time, _place in times], apart_from)
    rows = meetings.filter(place__in={place.pk for _time, place in times}, event__state__in=HELD_STATES)
    taken = defaultdict[int | None, list[Busy]](list)
    for pk, starts_at, ends_at, event, title in rows.values_list(
        "place", "starts_at", "ends_at", "event", "event__title"
    ):
        taken[pk].append(Busy(starts_at, ends_at, event, title))
    told = _told(reader, {busy.event for busies in taken.values() for busy in busies})
    return [
        Clash(time, _veiled(busy, told), str(place))
        for time, place in times
        for _time, busy in _meet([time], taken[place.pk])
    ]


def _told(reader: User, events: Iterable[int | None]) -> set[int]:
    """Of these events (ids), those that the reader may see."""
    known = {pk for pk in events if pk}
    return set(Event.objects.visible_to(reader).filter(pk__in=known).values_list("pk", flat=True)) if known else set()


def _veiled(busy: Busy, told: Collection[int]) -> Busy:
    """Only the time, where more may not be told."""
    return busy if busy.event in told else Busy(busy.starts_at, busy.ends_at, busy.event)


def _meet(spans: Iterable[Span], taken: Iterable[Busy]) -> Iterator[tuple[Span, Busy]]:
    for time in spans:
        for busy in taken:
            if busy.starts_at < time.ends_at and busy.ends_at > time.starts_at:
                yield time, busy
