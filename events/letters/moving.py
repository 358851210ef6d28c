"""The letter about an event that was moved: what was, what is now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.utils import timezone

from events.letters.facts import Facts, about_change, event_in, stream_of
from events.models import CoHost, Event, Meeting, Registration
from notifications.models import Message
from notifications.outbox import notify_all
from teachers.models import User


class When(Protocol):
    """A meeting, or a `planning.Time`, as it stood before the change."""

    starts_at: Any
    ends_at: Any
    place: Any
    stream: Any


@dataclass(frozen=True)
class Past:
    """A time of the past as the letter shows it; kept in the outbox as a list."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    stream_id: int | None

    @classmethod
    def of(cls, time: When) -> "Past":
        stream = time.stream.pk if time.stream else None
        return cls(time.starts_at.astimezone(dt.UTC), time.ends_at.astimezone(dt.UTC), str(time.place or ""), stream)

    @property
    def as_kept(self) -> list[Any]:
        return [self.starts_at.isoformat(), self.ends_at.isoformat(), self.place, self.stream_id]

    @classmethod
    def kept(cls, parts: list[Any]) -> "Past":
        begins, ends, place, stream = parts
        return cls(dt.datetime.fromisoformat(begins), dt.datetime.fromisoformat(ends), place, stream)


def tell_moved(event: Event, was: Iterable[When], *, by: User) -> None:
    """Writes to everyone who counts on coming, and to the hosts, but not to the one who moved it.

    To be called in the transaction of the change, after `plan()`; `was` are the meetings as they stood before it (a
    list, read before). Nothing is written of an event that is not published or is over, or when nothing has changed.
    """
    before, now = _in_order(was), _in_order(_meetings(event))
    if event.state != Event.State.PUBLISHED or before == now or event.has_ended:
        return
    notify_all(
        _concerned(event).exclude(pk=by.pk),
        "event_moved",
        subject=event,
        occurrence=timezone.now().isoformat(),
        expires_at=event.ends_at,
        data={"was": [time.as_kept for time in before], "now": [time.as_kept for time in now]},
    )


def _meetings(event: Event) -> QuerySet[Meeting]:
    return Meeting.objects.filter(event=event).select_related("place", "stream")


def _in_order(times: Iterable[When]) -> list[Past]:
    return sorted(map(Past.of, times), key=lambda time: (time.starts_at, time.ends_at, time.stream_id or 0))


def _concerned(event: Event) -> QuerySet[User]:
    hosts = CoHost.objects.filter(event=event, state=CoHost.State.AGREED)
    states = (*Event.SEATED_STATES, *Registration.EXPECTED_STATES)
    coming = Registration.objects.filter(event=event, state__in=states)
    people = User.objects.get_queryset().active()
    return people.filter(Q(pk=event.host_id) | Q(pk__in=hosts.values("person")) | Q(pk__in=coming.values("teacher")))


def moved(message: Message) -> Facts:
    """Wanted while the event meets as this letter says, and something of it changed for the reader."""
    event, reader = event_in(message, Event.State.PUBLISHED), message.recipient
    if event is None:
        return None
    before, now = (list(map(Past.kept, message.data[name])) for name in ("was", "now"))
    if now != _in_order(_meetings(event)):
        return None
    stream = stream_of(event, reader)
    was, shall_be = (_own(times, stream) for times in (before, now))
    facts = about_change(event, reader)
    return {**facts, "was": was} if facts and was != shall_be else None


def _own(times: list[Past], stream: int | None) -> list[Past]:
    """Of everybody's times and the reader's own stream's; all of them for whoever sits in no stream."""
    return times if stream is None else [time for time in times if time.stream_id in (None, stream)]
