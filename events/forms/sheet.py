"""Everything that is typed about an event on one page, checked together."""

import datetime as dt
from collections.abc import Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from events import permissions
from events.actions.planning import Sheet, Time
from events.actions.series import calendar_of
from events.forms.details import EventDetailsForm
from events.forms.meetings import MOST_MEETINGS, MeetingRow, MeetingRows
from events.forms.repeating import RepeatForm, ScopeForm
from events.forms.sharing import CoHostsForm, OffersForm
from events.forms.streams import StreamsForm
from events.forms.times import Clock
from events.forms.versions import VersionForm
from events.models import Event, Meeting, Stream
from events.recurrence import Rule, first_day
from teachers.models import User

Audience = Event.Audience


class SheetForms:
    """The forms of one page; `data` is what was posted, or None."""

    def __init__(self, event: Event, user: User, data: QueryDict | None = None) -> None:
        self.event, self.user = event, user
        self.data = data = _with_rows(data) if data is not None else None
        self.clock = Clock.of(event)
        self.opens = frozenset[str]()
        self.read = VersionForm(data, event=event)
        first, second, further = _sorted_out(event)
        # A copy, because a form writes what was typed into its row: the event itself stays as it was read.
        self.details = EventDetailsForm(
            data, instance=copy(event), initial=self._first(first), user=user, clock=self.clock
        )
        self.streams = StreamsForm(data, prefix="streams", initial=self._streams(first, second), clock=self.clock)
        self.meetings = MeetingRows(
            data,
            prefix="meetings",
            initial=[self._further(meeting) for meeting in further],
            form_kwargs={"clock": self.clock, "place": self.details.fields["place"]},
        )
        self.repeat = RepeatForm(data, prefix="repeat")
        self.scope = ScopeForm(data)
        self.offers = OffersForm(data, prefix="offers", event=event)
        self.cohosts = CoHostsForm(data, prefix="cohosts", event=event, user=user)
        self.may_invite = permissions.can_invite_hosts(user, event)

    # --- What stands in the fields at first ---

    def _first(self, meeting: Meeting | None) -> dict[str, Any]:
        """The first meeting; a saved event without one was said to have no day yet, unless it repeats another."""
        if meeting is None:
            return {"undated": bool(self.event.pk) and not self.event.cloned_from_id}
        return self.clock.initial(meeting) | {"topic": meeting.topic}

    def _streams(self, first: Meeting | None, second: Meeting | None) -> dict[str, Any]:
        streams = list(self.event.streams.all()) if self.event.pk else []
        if len(streams) < 2:
            return {}
        initial = {
            "two": True,
            "first": streams[0].name,
            "first_seats": streams[0].capacity,
            "second": streams[1].name,
            "second_seats": streams[1].capacity,
            "together": first is not None and first.stream_id is None,
        }
        return initial | (self.clock.initial(second) if second else {})

    def _further(self, meeting: Meeting) -> dict[str, Any]:
        own_place = meeting.place_id if meeting.place_id != self.event.place_id else None
        numbers = {stream.pk: str(number) for number, stream in enumerate(self.event.streams.all(), start=1)}
        stream = numbers.get(meeting.stream_id or 0, "")
        return self.clock.initial(meeting) | {"topic": meeting.topic, "place": own_place, "stream": stream}

    # --- Checking ---

    @property
    def _all(self) -> list[Any]:
        return [self.details, self.streams, self.meetings, self.offers, self.cohosts, self.repeat, self.scope]

    def is_valid(self) -> bool:
        """Each form by itself, then all of them together."""
        checked = [form.is_valid() for form in self._all]  # all of them, so that every sentence is said at once
        if all(checked):
            self._read_times()
            self._check_streams()
            self._check_overlaps()
            self._check_audience()
            self._check_repeat()
        return all(form.is_valid() for form in self._all)

    @property
    def version(self) -> int | None:
        """The version that may be written over: the one that was opened, or a later one that the person was shown."""
        return self.read.number

    @property
    def is_wrong(self) -> bool:
        """Something was sent, and there is a sentence beside a field of it."""
        parts = (self.details, self.streams, self.offers, self.cohosts, self.repeat, *self.meetings)
        return self.data is not None and any(form.errors for form in parts)

    @property
    def may_repeat(self) -> bool:
        """A series is laid out before others know of the event."""
        return not self.is_sent and self.event.series_id is None

    @property
    def rule(self) -> Rule | None:
        return self.repeat.rule if self.may_repeat else None

    @property
    def is_sent(self) -> bool:
        """Others know of the event already."""
        return self.event.state not in Event.EDITABLE_STATES

    def forgive(self, *opens: str) -> None:
        """Shows what was typed without a word about it, and with these groups open: nobody has sent it yet."""
        for form in (self.details, self.streams, self.offers, self.cohosts, self.repeat, *self.meetings):
            form.errors.clear()
        self.opens = frozenset(opens)

    def _read_times(self) -> None:
        minutes = self.details.cleaned_data["form"].default_minutes
        for row in self.meetings:
            row.read(minutes)
        streams = self.streams
        if streams.is_two and streams.cleaned_data["begins"]:
            day = streams.cleaned_data["day"] or self.details.cleaned_data["day"]
            if day is None:
                streams.add_error("day", _("Choose a day."))
            else:
                streams.span = self.clock.read(streams, streams.cleaned_data, day=day, minutes=minutes)

    def _check_streams(self) -> None:
        """An event without a day has no other meetings either; every stream meets somewhere."""
        rows = [row for row in self.meetings if row.is_said]
        if self.details.cleaned_data.get("undated"):
            for row in rows:
                row.add_error("day", _("The event has no day yet, and so no meetings."))
            return
        said = {row.cleaned_data.get("stream") for row in rows}
        if not self.streams.is_two:
            for row in rows:
                if row.cleaned_data.get("stream"):
                    row.add_error("stream", _("The event is not held in two streams."))
        elif not self.streams.cleaned_data.get("begins") and "2" not in said:
            self.streams.add_error("begins", _("Say when the second stream meets."))
        elif self.streams.cleaned_data.get("together") and "1" not in said:
            self.streams.add_error("together", _("Then the first stream needs a meeting of its own, further below."))

    def _check_overlaps(self) -> None:
        """Nobody can be at two meetings of one event at once."""
        typed = sorted(self._typed, key=lambda pair: pair[1].starts_at)
        for index, (form, time) in enumerate(typed):
            for _earlier, other in typed[:index]:
                shared = time.stream is None or other.stream is None or time.stream is other.stream
                if shared and time.starts_at < other.ends_at:
                    form.add_error("begins", _("This meeting begins before another one of the same people ends."))
                    break

    def _check_audience(self) -> None:
        data, offers = self.details.cleaned_data, self.offers.offers
        audience = data["audience"]
        if audience == Audience.CHOSEN and not offers.keys() - {self.event.kindergarten_id}:
            self.details.add_error("audience", _("Choose at least one kindergarten below."))
        if audience == Audience.KINDERGARTEN and offers:
            words = _("Kindergartens are chosen below, and the event is for its own alone. Change one or the other.")
            self.details.add_error("audience", words)
        self._check_quotas(sum(filter(None, offers.values())))
        until = data["quotas_until"]
        begins = self.details.span[0] if self.details.span else None
        if until and begins and until - dt.timedelta(days=1) > begins:
            self.details.add_error("quotas_until", _("By then the event will have begun; choose an earlier day."))

    def _check_repeat(self) -> None:
        if not self.may_repeat or self.details.errors:
            return
        times = self.times
        self.repeat.check(first_day(times, self.clock.zone) if times else None)
        rule = self.repeat.rule if not self.repeat.errors else None
        if rule and not calendar_of(self.event, Sheet(fields={}, times=times), rule).kept:
            self.repeat.add_error("until", _("Every one of these days is a holiday."))

    def _check_quotas(self, kept: int) -> None:
        limit = self.seat_limit
        if kept and limit is not None and kept > limit:
            words = _("%(kept)s seats are kept in all, and there are only %(limit)s.") % {"kept": kept, "limit": limit}
            self.offers.refuse_quotas(words)

    @property
    def seat_limit(self) -> int | None:
        """As `Event.seat_limit`, and as the streams together where each says its seats."""
        data = self.details.cleaned_data
        own = data["capacity"] or (data["place"].capacity if data["place"] else None)
        limits = [stream.capacity or own for stream in self._streams_said] or [own]
        known = [limit for limit in limits if limit is not None]
        return sum(known) if len(known) == len(limits) else None

    # --- What was typed ---

    @cached_property
    def _streams_said(self) -> list[Stream]:
        return self.streams.streams

    @property
    def _typed(self) -> Iterator[tuple[forms.BaseForm, Time]]:
        """Every meeting that was typed, with the form whose fields say it."""
        streams: list[Stream | None] = [None, *self._streams_said, None, None][:3]
        first = None if self.streams.cleaned_data.get("together") else streams[1]
        if self.details.span:
            yield self.details, self._time(self.details, first)
        if self.streams.span:
            yield self.streams, self._time(self.streams, streams[2])
        for row in self.meetings:
            if row.span:
                yield row, self._time(row, streams[int(row.cleaned_data.get("stream") or 0)])

    def _time(self, form: Any, stream: Stream | None) -> Time:
        data, (starts_at, ends_at) = form.cleaned_data, form.span
        place = data.get("place") if isinstance(form, MeetingRow) else None
        meeting = data["meeting"] if data["meeting"] in self.clock.kept else None
        return Time(starts_at, ends_at, place=place, stream=stream, topic=data.get("topic", ""), meeting=meeting)

    @property
    def times(self) -> list[Time]:
        return [time for _form, time in self._typed]

    @property
    def sheet(self) -> Sheet:
        """What a valid page says."""
        own = self.details.cleaned_data["audience"] == Audience.KINDERGARTEN
        return Sheet(
            fields=self.details.columns,
            times=self.times,
            streams=self._streams_said,
            offers={} if own else self.offers.offers,
            cohosts=self.cohosts.people if self.may_invite else None,
        )

    # --- How the page looks ---

    @property
    def open_groups(self) -> Mapping[str, bool]:
        """Groups that hold something, or that something is wrong with."""
        wrong = self.details.errors.keys() if self.data is not None else frozenset()
        groups = {
            "meetings": self._is_said(*self.meetings),
            "streams": self._is_said(self.streams),
            "seats": bool(wrong & _SEATS) or self._is_said(self.offers) or self._says(*_SEATS - {"audience"}),
            "more": bool(wrong & _MORE) or self._says(*_MORE),
            "cohosts": self._is_said(self.cohosts),
            "repeat": self._is_said(self.repeat),
            "undated": "undated" in wrong or bool(self.details["undated"].value()),
        }
        return groups | dict.fromkeys(self.opens, True)

    def _says(self, *names: str) -> bool:
        audience = self.details["audience"].value() != Audience.KINDERGARTEN
        return any(self.details[name].value() for name in names) or ("capacity" in names and audience)

    def _is_said(self, *forms_of_group: Any) -> bool:
        """Whether anything is wrong with it, or stands in it."""
        return any((form.is_bound and form.errors) or _holds_something(form) for form in forms_of_group)


_SEATS = frozenset({"capacity", "audience", "quotas_until", "question"})
_MORE = frozenset({"online_url", "to_bring", "outcome"})


def _holds_something(form: Any) -> bool:
    return any(field.value() for field in form if field.name not in ("meeting", "DELETE"))


def _sorted_out(event: Event) -> tuple[Meeting | None, Meeting | None, list[Meeting]]:
    """The meetings of a saved event: the one in the upper fields, the second stream's first, and all further ones."""
    meetings = list(event.meetings.all()) if event.pk else []
    streams = list(event.streams.all()) if event.pk else []
    second_stream = streams[1].pk if len(streams) > 1 else 0
    first = next((meeting for meeting in meetings if meeting.stream_id != second_stream), None)
    second = next((meeting for meeting in meetings if meeting.stream_id == second_stream), None)
    return first, second, [meeting for meeting in meetings if meeting not in (first, second)]


def _with_rows(data: QueryDict) -> QueryDict:
    """What was posted; a page that says nothing of further meetings has none."""
    whole = data.copy()
    for name in ("meetings-TOTAL_FORMS", "meetings-INITIAL_FORMS"):
        whole.setdefault(name, "0")
    return whole


def with_one_more_row(data: QueryDict) -> QueryDict:
    """What was posted, and one more blank meeting."""
    wider = data.copy()
    total = str(wider.get("meetings-TOTAL_FORMS", "0"))
    number = int(total) if total.isdecimal() else 0
    wider["meetings-TOTAL_FORMS"] = str(min(number + 1, MOST_MEETINGS))
    return wider
