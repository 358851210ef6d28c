"""A regular series: laid out at once, taken through its states together, changed one, from here on, or all ahead."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import permissions
from events.actions import lifecycle, moving, planning
from events.actions.locking import lock_event
from events.actions.planning import Sheet, Time
from events.models import Event, Holiday, Meeting, Series, Stream
from events.recurrence import Calendar, Rule, days_of, first_day, lay_out, shifted
from teachers.models import User

ENDED_STATES = (Event.State.CANCELLED, Event.State.DECLINED, Event.State.CLOSED)


class Scope(models.TextChoices):
    ONE = "one", _("only this one")
    FOLLOWING = "following", _("this one and the following")
    AHEAD = "ahead", _("all that are still ahead")


# --- Laying out -----------------------------------------------------------------------------------------------------


def zone_of(event: Event) -> ZoneInfo:
    return ZoneInfo(event.kindergarten.time_zone)


def calendar_of(event: Event, sheet: Sheet, rule: Rule) -> Calendar:
    """The days on which such events would meet, and those that are left out."""
    zone, holidays = zone_of(event), Holiday.objects.kept_by(event.kindergarten)
    return lay_out(rule, first_day(sheet.times, zone), holidays, days_of(sheet.times, zone))


def on_each_day(event: Event, sheet: Sheet, days: Sequence[dt.date]) -> list[list[Time]]:
    """The times of every event of the series."""
    zone = zone_of(event)
    first = first_day(sheet.times, zone)
    return [[shifted(time, day - first, zone) for time in sheet.times] for day in days]


@transaction.atomic
def begin(event: Event, sheet: Sheet, rule: Rule, *, by: User, version: int | None) -> Event:
    """Makes an event, or a draft, the first of a series and lays out the others; returns the first.

    Raises Outrun, EventBusy or PermissionDenied; there must be a day to meet on.
    """
    first_times, *further = on_each_day(event, sheet, calendar_of(event, sheet, rule).kept)
    first_sheet = replace(sheet, times=first_times)
    if event._state.adding:
        event = planning.propose(event, first_sheet, by=by)
    else:
        event = moving.revise(event, first_sheet, by=by, version=version)
    event.series = Series.objects.create(every_weeks=rule.every_weeks, until=rule.until)
    event.save(update_fields=["series"])
    for times in further:
        next_one = Event(host=event.host, kindergarten=event.kindergarten, series=event.series)
        planning.propose(next_one, sheet.at(times), by=by)
    return event


# --- Together -------------------------------------------------------------------------------------------------------


@transaction.atomic
def together(act: Callable[..., Event], event: Event, *, by: User, **said: Any) -> Event:
    """One step of the way for every event of the series that stands where this one does; one letter tells of them all.

    An event without a series takes the step alone.
    """
    if event.series_id is None:
        return act(event, by=by, **said)
    series = Event.objects.filter(series=event.series_id).order_by("pk")
    locked = [lock_event(pk) for pk in series.values_list("pk", flat=True)]  # in one order, whichever was pressed
    stood = next(row.state for row in locked if row.pk == event.pk)
    done = act(event, by=by, **said)
    for other in locked:
        if other.state == stood and other.pk != event.pk:
            act(other, by=by, tell=False, **said)
    return done


def of_scope(event: Event, scope: str) -> list[Event]:
    """The other events that a change concerns: ahead, not cancelled, and not before this one unless all are meant."""
    if event.series_id is None or scope == Scope.ONE:
        return []
    others = Event.objects.filter(series=event.series_id, starts_at__gt=timezone.now()).exclude(pk=event.pk)
    if scope == Scope.FOLLOWING:
        others = others.filter(starts_at__gte=event.starts_at)
    return list(others.exclude(state__in=ENDED_STATES).select_related("kindergarten", "place").order_by("pk"))


@transaction.atomic
def cancel(event: Event, *, scope: str, reason: str, by: User) -> Event:
    """Cancels this one and those of the scope that are public; the others were known to nobody but the methodist."""
    others = of_scope(event, scope)
    for pk in sorted([event.pk, *(other.pk for other in others)]):
        lock_event(pk)
    cancelled = lifecycle.cancel(event, reason=reason, by=by)
    for other in others:
        if permissions.can_cancel(by, other):
            lifecycle.cancel(other, reason=reason, by=by)
    return cancelled


# --- Changing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Meant:
    """What one event said before, and what the sheet makes of it: the difference is carried to the others."""

    zone: dt.tzinfo
    fields: Mapping[str, Any]
    before: Sequence[Time]
    after: Sequence[Time]

    @property
    def is_moved(self) -> bool:
        return [_bare(time) for time in self.before] != [_bare(time) for time in self.after]

    def times_for(self, own: Sequence[Time]) -> Sequence[Time]:
        """The other's times: each moved by as much as its like; laid out anew where the meetings are not the same."""
        if not self.is_moved:
            return own
        if len(self.before) == len(self.after) == len(own):
            return [self._like(time, was, now) for time, was, now in zip(own, self.before, self.after, strict=True)]
        days = first_day(own, self.zone) - first_day(self.before, self.zone)
        return [replace(shifted(time, days, self.zone), meeting=None) for time in self.after]

    def _like(self, own: Time, was: Time, now: Time) -> Time:
        starts = shifted(own, _wall(now.starts_at, self.zone) - _wall(was.starts_at, self.zone), self.zone).starts_at
        length = (own.ends_at - own.starts_at) + (now.ends_at - now.starts_at) - (was.ends_at - was.starts_at)
        place = own.place if now.place == was.place else now.place
        topic = own.topic if now.topic == was.topic else now.topic
        return Time(starts, starts + length, place=place, stream=now.stream, topic=topic, meeting=own.meeting)


@transaction.atomic
def revise(event: Event, sheet: Sheet, *, scope: str, by: User, version: int | None) -> Event:
    """Revises one event; what it changes is carried to the others of the scope, which keep everything else.

    Raises Outrun, EventBusy or PermissionDenied; nothing is written then.
    """
    others = of_scope(event, scope)
    locked = {pk: lock_event(pk) for pk in sorted([event.pk, *(other.pk for other in others)])}
    event = locked[event.pk]
    meant = _meant(event, sheet)
    revised = moving.revise(event, sheet, by=by, version=version)
    for other in others:
        if permissions.can_edit(by, other) or permissions.can_revise(by, other):
            moving.revise(other, _carried(meant, other, sheet), by=by, version=other.version)
    return revised


def _meant(event: Event, sheet: Sheet) -> _Meant:
    changed = {name: value for name, value in sheet.fields.items() if getattr(event, name) != value}
    before = sorted(_times(event, sheet.streams), key=lambda time: (time.starts_at, time.ends_at))
    after = sorted(sheet.times, key=lambda time: (time.starts_at, time.ends_at))
    return _Meant(zone_of(event), changed, before, after)


def _carried(meant: _Meant, other: Event, sheet: Sheet) -> Sheet:
    """The sheet of another event of the series: its own words and times, with what was changed."""
    streams = [Stream(name=stream.name, capacity=stream.capacity) for stream in sheet.streams]
    mine = dict(zip(map(id, sheet.streams), streams, strict=True))
    times = meant.times_for(_times(other, sheet.streams))
    own = [replace(time, stream=mine.get(id(time.stream))) for time in times]
    return Sheet(fields=meant.fields, times=own, streams=streams, offers=sheet.offers, cohosts=sheet.cohosts)


def _times(event: Event, streams: Sequence[Stream]) -> list[Time]:
    """The event's meetings, those of its streams as if they were of `streams`; at its own place where they are."""
    numbers = {stream.pk: number for number, stream in enumerate(Stream.objects.filter(event=event))}
    rows = Meeting.objects.filter(event=event).select_related("place", "stream").order_by("starts_at", "ends_at", "pk")
    return [
        Time(
            row.starts_at,
            row.ends_at,
            place=row.place if row.place_id != event.place_id else None,
            stream=streams[numbers[row.stream_id]] if row.stream_id and numbers[row.stream_id] < len(streams) else None,
            topic=row.topic,
            meeting=row.pk,
        )
        for row in rows
    ]


def _bare(time: Time) -> tuple[object, ...]:
    return time.starts_at, time.ends_at, time.place, time.topic, id(time.stream)


def _wall(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
