"""The parts of an event's page. Each is a small function: a visit in, the context of its own template out.

To add a part: a function in a module of your own, its name in PARTS, and one line with its template in
`templates/events/detail.html`. `event.has_<relation>` (see events.browsing.HAS) says without a query whether there is
anything to read.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.db.models import Case, Prefetch, Q, Value, When
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from events import permissions
from events.behaviours import behaviour_of
from events.browsing import telling_what_they_have
from events.models import CoHost, Event, Meeting, Registration
from events.views import agenda, materials, papers
from events.views.attending import attending
from events.views.clashing import clashing
from events.views.standing import standing
from events.views.visits import Visit
from events.views.working import work
from teachers.models import User
from teachers.models.people import named_to
from teachers.requests import signed_in

NAMED_AT_MOST = 50
SIBLINGS = 5


Part: TypeAlias = Callable[[Visit], dict[str, Any]]


def visit(request: HttpRequest, pk: int) -> Visit:
    """Raises Http404 for an event that the person may not see."""
    user = signed_in(request)
    meetings = Prefetch("meetings", Meeting.objects.select_related("place", "stream"))
    events = telling_what_they_have(Event.objects.visible_to(user)).with_cards().with_seats()
    events = events.select_related("kindergarten")
    event = get_object_or_404(events.prefetch_related(meetings), pk=pk)
    rows = _mine_and_named(event, user)
    mine = next((row for row in rows if row.teacher_id == user.pk), None)
    return Visit(event, user, mine, [row for row in rows if row.holds_a_seat])


def _mine_and_named(event: Event, user: User) -> list[Registration]:
    """The reader's own registration first, then those whose names they may read, in one query."""
    runs = permissions.may_run(user, event)
    named = Q() if runs else named_to(user, "teacher__")
    shown = Q(state__in=Event.SEATED_STATES) & named
    rows = event.registrations.filter(Q(teacher=user) | shown).select_related("teacher", "stream")
    mine_first = Case(When(teacher=user, then=Value(0)), default=Value(1))
    return list(rows.order_by(mine_first, "joined_at", "pk")[:NAMED_AT_MOST])


def facts(visit: Visit) -> dict[str, Any]:
    """When, where, who holds it."""
    cohosts = []
    if getattr(visit.event, "has_cohosts", False):
        agreed = visit.event.cohosts.filter(state=CoHost.State.AGREED)
        cohosts = [cohost.person for cohost in agreed.select_related("person")]
    return {"cohosts": cohosts}


def meetings(visit: Visit) -> dict[str, Any]:
    """All meetings, those of each stream apart; the next one is told from the others."""
    now, rows = timezone.now(), list(visit.event.meetings.all())
    streams = list(dict.fromkeys(row.stream for row in rows))
    return {
        "meetings": rows,
        "meetings_by_stream": [(stream, [row for row in rows if row.stream == stream]) for stream in streams],
        "next_meeting": next((row for row in rows if row.ends_at > now), None),
    }


def people(visit: Visit) -> dict[str, Any]:
    """Who comes: by name as far as they allow, the rest as a number. Who has booked a time is the hosts' to read."""
    is_private = behaviour_of(visit.event).books_slots and not permissions.holds(visit.reader, visit.event)
    named = [] if is_private else [row.teacher for row in visit.named]
    return {"known": named, "others": getattr(visit.event, "taken", 0) - len(named)}


def siblings(visit: Visit) -> dict[str, Any]:
    """The nearest other events of the same series."""
    if not visit.event.series_id:
        return {"siblings": []}
    others = Event.objects.visible_to(visit.reader).filter(series=visit.event.series_id).upcoming()
    return {"siblings": list(others.exclude(pk=visit.event.pk)[:SIBLINGS])}


PARTS: tuple[Part, ...] = (
    facts,
    meetings,
    agenda.part,
    materials.part,
    papers.part,
    people,
    siblings,
    work,
    standing,
    clashing,
    attending,
)


def page_of_event(visit: Visit) -> dict[str, Any]:
    """The whole context of the page."""
    context: dict[str, Any] = {"event": visit.event, "mine": visit.mine}
    for part in PARTS:
        context |= part(visit)
    return context
