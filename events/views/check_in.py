"""The code on the host's phone or on the board, and the page it opens: one button «I am here»."""

import datetime as dt
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from common.codes import qr
from common.permissions import require
from events import permissions
from events.actions import door
from events.check_in import address_of, is_open, meeting_of, opens_at
from events.models import Event, Meeting, MeetingMark
from teachers.models import User
from teachers.requests import signed_in


@require_GET
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever runs the event: a code for those in the room to scan."""
    user = signed_in(request)
    events = Event.objects.visible_to(user).select_related("form", "kindergarten")
    event = get_object_or_404(events.prefetch_related("meetings__stream"), pk=pk)
    require(permissions.can_prepare_meetings(user, event))
    meetings = list(event.meetings.all())
    meeting = _chosen(meetings, request.GET.get("meeting", ""), timezone.now())
    address = request.build_absolute_uri(address_of(meeting))
    context = {
        "event": event,
        "meeting": meeting,
        "meetings": meetings,
        "address": address,
        "picture": qr(address),
        "opens_at": opens_at(meeting),
        "is_over": meeting.ends_at <= timezone.now(),
    }
    return render(request, "events/check_in_code.html", context)


def _chosen(meetings: Sequence[Meeting], pk: str, now: dt.datetime) -> Meeting:
    """The meeting asked for; else the nearest that is not over, else the last."""
    asked = [meeting for meeting in meetings if str(meeting.pk) == pk]
    return next(iter(asked + [meeting for meeting in meetings if meeting.ends_at > now]), meetings[-1])


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    user = signed_in(request)
    meeting = meeting_of(token)
    if meeting is None:
        raise Http404
    if request.method == "POST" and _standing(meeting, user) == "open":
        door.check_in(meeting, by=user)
        return redirect(request.path)
    context = {
        "event": meeting.event,
        "meeting": meeting,
        "standing": _standing(meeting, user),
        "opens_at": opens_at(meeting),
    }
    return render(request, "events/check_in.html", context)


def _standing(meeting: Meeting, user: User) -> str:
    """What the page says: host, done, open, early, late, or cancelled."""
    event, now = meeting.event, timezone.now()
    if event.state == Event.State.CANCELLED:
        return "cancelled"
    if permissions.holds(user, event):
        return "host"
    if MeetingMark.objects.at([meeting]).of(user).exists():
        return "done"
    if event.state == Event.State.PUBLISHED and is_open(meeting, now):
        return "open"
    return "early" if now < opens_at(meeting) else "late"
