"""The programme of an event."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.permissions import require
from events import permissions
from events.actions import agenda as actions
from events.agenda import timed
from events.forms.agenda import LinesFormSet, in_order, lines_of
from events.models import Event
from events.views.visits import Visit
from teachers.requests import signed_in


def part(visit: Visit) -> dict[str, Any]:
    """The part of an event's page; the clock is told for an event that meets once."""
    items = list(visit.event.agenda.all()) if getattr(visit.event, "has_agenda", True) else []
    meetings = list(visit.event.meetings.all())
    begins = meetings[0].starts_at if len(meetings) == 1 else None
    return {"agenda": list(timed(items, begins))}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All lines on one page, with a few blank ones at the end; without a line the event has no programme."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(permissions.can_keep_materials(user, event))
    lines = LinesFormSet(request.POST or None, initial=lines_of(event))
    context = {"event": event, "lines": lines, "seen": actions.fingerprint(event)}
    if request.method == "POST" and lines.is_valid():
        try:
            actions.set_agenda(event, in_order(lines), seen=request.POST.get("seen", ""), by=user)
        except actions.ChangedMeanwhile:
            return render(request, "events/agenda.html", context | {"theirs": event.agenda.all()})
        messages.success(request, _("The programme is saved."))
        return redirect("events:agenda", pk) if "more" in request.POST else redirect(event)
    return render(request, "events/agenda.html", context)
