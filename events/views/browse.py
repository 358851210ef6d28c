"""Looking for events: the agenda, a week, a month, and what has no date or is long over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from common.htmx import render_page
from common.paging import page_of
from events import browsing, reasons
from events.entries import Entry
from events.forms import BrowseForm
from events.models import Event, Meeting
from events.models.events import EventQuerySet
from events.models.meetings import MeetingQuerySet
from events.spans import Month, Week, day_named
from events.views.parts import page_of_event, visit
from teachers.models import User
from teachers.requests import signed_in

ON_A_PAGE = 20
A_DAY_OF_A_WEEK, A_DAY_OF_A_MONTH = 12, 3
# What a new search leaves in the address, besides its own fields.
KEPT = ("view", "from", "month", "period", "undated", "archive", "for_me")
PERIODS = [("", _("All ahead")), ("today", _("Today")), ("week", _("7 days")), ("month", _("31 days"))]
VIEWS = [("", _("List")), ("week", _("Week")), ("month", _("Month"))]


@dataclass(frozen=True)
class Search:
    """One person's question to the list, as the address holds it."""

    request: HttpRequest
    reader: User
    filters: BrowseForm

    @cached_property
    def wanted(self) -> dict[str, Any]:
        return self.filters.cleaned_data if self.filters.is_valid() else {}

    def says(self, name: str) -> str:
        return self.request.GET.get(name, "")

    @cached_property
    def said(self) -> dict[int, str]:
        """Why which events are for the reader; asked only by those who want to know."""
        wanted = self.wanted.get("for_me")
        return reasons.reasons_for(self.reader, Event.objects.visible_to(self.reader)) if wanted else {}

    def events(self) -> EventQuerySet:
        """What the reader may see of what they ask for."""
        events = browsing.narrow(Event.objects.visible_to(self.reader), self.wanted)
        return events.filter(pk__in=self.said) if self.wanted.get("for_me") else events

    def meetings(self) -> MeetingQuerySet:
        """The same by meetings."""
        only = self.said if self.wanted.get("for_me") else None
        return browsing.meetings_for(self.reader, self.wanted, only)

    def resembling(self) -> MeetingQuerySet:
        """Meetings ahead of events with words like those that were not found."""
        others = self.wanted | {"q": ""}
        upcoming = browsing.narrow(Event.objects.visible_to(self.reader).upcoming(), others)
        alike = set(browsing.resembling(upcoming, self.wanted["q"]).values_list("pk", flat=True))
        return browsing.meetings_for(self.reader, others, alike & self.said.keys() if others.get("for_me") else alike)

    def entries(self, meetings: Iterable[Meeting]) -> list[Entry]:
        known = browsing.Known(self.filters.event_forms, self.filters.kindergartens, self.said)
        return browsing.entries_of(meetings, reader=self.reader, known=known)

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page of the list shows above its rows."""
        kept = [(name, self.says(name)) for name in KEPT if self.says(name)]
        return {"filters": self.filters, "kept": kept, "view": self.says("view"), "views": VIEWS} | more


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """The way that the address asks for."""
    user = signed_in(request)
    search = Search(request, user, BrowseForm(request.GET, user=user))
    if page := _PAGES.get(search.says("view")):
        return page(search)
    if search.says("undated") or search.says("archive"):
        return _without_meetings(search)
    return _agenda(search)


def _agenda(search: Search) -> HttpResponse:
    """Meetings ahead, the nearest first, under the names of their days."""
    period, number = search.says("period"), search.says("page")
    page, resembles = page_of(browsing.ahead(search.meetings(), period), number, ON_A_PAGE), False
    if not page.rows and search.wanted.get("q"):
        page = page_of(browsing.ahead(search.resembling(), period), number, ON_A_PAGE)
        resembles = bool(page.rows)
    context = search.context(
        page=page, days=_by_days(search.entries(page.rows)), resembles=resembles, period=period, periods=PERIODS
    )
    return render_page(search.request, "events/list.html", "events/_results.html", context)


def _by_days(entries: list[Entry]) -> list[tuple[dt.date, list[Entry]]]:
    """What runs since yesterday still stands under its own day."""
    return [(day, list(rows)) for day, rows in groupby(entries, key=attrgetter("day"))]


def _without_meetings(search: Search) -> HttpResponse:
    """Events without a date, or those of the archive: one card each."""
    events = search.events()
    rows = (
        events.undated().with_interest() if search.says("undated") else events.archived().order_by("-starts_at", "-pk")
    )
    page = page_of(rows.with_cards(), search.says("page"), ON_A_PAGE)
    mine = browsing.read_seats(page, reader=search.reader)
    context = search.context(page=page, mine=mine, periods=PERIODS, period=None)
    return render_page(search.request, "events/list.html", "events/_results.html", context)


def _week(search: Search) -> HttpResponse:
    week = Week.named(search.says("from"))
    entries = _between(search, week.first, week.last, a_day=A_DAY_OF_A_WEEK)
    days = [(day, entries.get(day, [])) for day in week.days]
    today = timezone.localdate()
    context = search.context(week=week, days=days, today=today, is_now=today in week.days)
    return render(search.request, "events/week.html", context)


def _month(search: Search) -> HttpResponse:
    """A table of days, and under it the day that was chosen."""
    month, today = Month.named(search.says("month")), timezone.localdate()
    asked = day_named(search.says("day"))
    chosen = asked if asked and month.shows(asked) else None
    whole = chosen or (today if month.holds(today) else month.begins)
    entries = _between(search, month.first, month.last, a_day=A_DAY_OF_A_MONTH, whole=whole)
    weeks = [[(day, entries.get(day, [])) for day in days] for days in month.weeks]
    context = search.context(month=month, weeks=weeks, whole=whole, of_day=entries.get(whole, []), chosen=chosen)
    return render(search.request, "events/month.html", context | {"today": today, "is_now": month.holds(today)})


def _between(
    search: Search, first: dt.date, last: dt.date, *, a_day: int, whole: dt.date | None = None
) -> dict[dt.date, list[Entry]]:
    found = browsing.between(search.meetings(), first, last, a_day=a_day, whole=whole)
    return dict(_by_days(search.entries(found)))


_PAGES = {"week": _week, "month": _month}


@require_GET
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an event, put together of its parts."""
    return render(request, "events/detail.html", page_of_event(visit(request, pk)))
