"""Saying who was there, meeting by meeting, and the paper on which people sign."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.permissions import require
from common.serving import attachment
from common.typed import typed_id, typed_text
from events import permissions
from events.actions import attendance, door
from events.actions.attendance import Word
from events.marks import expected_at, lacks_words
from events.models import Event, Meeting, MeetingMark, Registration
from events.sign_in_sheet import sign_in_sheet
from events.walk_ins import found, with_homes
from teachers.models import User
from teachers.requests import signed_in

AT_MOST = 60


@dataclass(frozen=True)
class Line:
    """One person on the list: what the host said of them (empty: nothing yet), and whether they say so themselves."""

    registration: Registration
    said: str
    checked_in: bool


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of one meeting, with one mark for each."""
    user = signed_in(request)
    event = _event(user, pk)
    require(permissions.can_record_attendance(user, event))
    meetings = list(event.meetings.all())
    meeting = _chosen(meetings, request.GET.get("meeting", ""))
    if request.method == "POST":
        return _save(request, event, meeting)
    lines = _lines(meeting)
    context = {
        "event": event,
        "meeting": meeting,
        "meetings": meetings,
        "lines": lines,
        "unsaid": sum(not line.said or line.checked_in for line in lines),
        "absences": Registration.Absence.choices,
        "can_finish": permissions.can_finish(user, event),
        "can_add": permissions.can_come_unannounced(event),
        "now": timezone.now(),
    }
    return render(request, "events/attendance.html", context)


def _event(user: User, pk: int) -> Event:
    """With its meetings, each of which says whether it `lacks` a word."""
    meetings = Prefetch("meetings", Meeting.objects.select_related("stream", "place").annotate(lacks=lacks_words()))
    events = Event.objects.visible_to(user).select_related("form", "host", "kindergarten")
    return get_object_or_404(events.prefetch_related(meetings), pk=pk)


def _meeting(event: Event, pk: int) -> Meeting:
    meeting = next((meeting for meeting in event.meetings.all() if meeting.pk == pk), None)
    if meeting is None:
        raise Http404
    return meeting


def _chosen(meetings: Sequence[Meeting], pk: str) -> Meeting:
    """The meeting asked for; else the first that is over or running and lacks a word, else the latest of those."""
    begun = [meeting for meeting in meetings if meeting.starts_at <= timezone.now()]
    asked = [meeting for meeting in begun if str(meeting.pk) == pk]
    lacking = [meeting for meeting in begun if getattr(meeting, "lacks", False)]
    return (asked or lacking or begun[-1:])[0]


def _lines(meeting: Meeting) -> list[Line]:
    rows = expected_at(meeting).select_related("teacher", "kindergarten")
    marks = {mark.registration_id: mark for mark in meeting.marks.all()}
    ordered = rows.order_by("teacher__last_name", "teacher__first_name", "pk")
    return [_line(row, marks.get(row.pk)) for row in ordered]


def _line(registration: Registration, mark: MeetingMark | None) -> Line:
    return Line(registration, mark.state if mark else "", bool(mark and mark.checked_in))


def _save(request: HttpRequest, event: Event, meeting: Meeting) -> HttpResponse:
    everybody = "all" in request.POST
    attendance.mark_meeting(meeting, _words(request), by=signed_in(request), all_others=everybody)
    messages.success(request, _("Saved. Those who were there will find the event in their portfolio."))
    return redirect(_list_of(event, meeting) if everybody else event)


def _list_of(event: Event, meeting: Meeting) -> str:
    return reverse("events:attendance", args=[event.pk], query={"meeting": meeting.pk})


def _words(request: HttpRequest) -> dict[int, Word]:
    """{registration id: word} from fields named «mark-<id>» and «absence-<id>»; anything else is ignored."""
    words = {}
    for name, value in request.POST.items():
        number = name.removeprefix("mark-")
        if name != number and typed_id(number) and value in MeetingMark.State.values:
            absence = request.POST.get(f"absence-{number}", "")
            words[typed_id(number)] = Word(str(value), absence if absence in Registration.Absence.values else "")
    return words


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    attendance.finish(event, by=user)
    messages.success(request, _("The event is completed. Marks can still be mended."))
    return redirect(event)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """Somebody came without registering: a colleague from the list, or anybody invited by their surname."""
    user = signed_in(request)
    event = _event(user, pk)
    meeting = _meeting(event, meeting_pk)
    require(permissions.can_mark(user, event, meeting) and permissions.can_come_unannounced(event))
    surname = typed_text(request.POST.get("q") or request.GET.get("q"), 80)
    people = found(event, surname, asked_by=user)
    if request.method == "POST":
        return _add(request, event, meeting, get_object_or_404(people, pk=typed_id(request.POST.get("person", ""))))
    context = {
        "event": event,
        "meeting": meeting,
        "back": _list_of(event, meeting),
        "surname": surname,
        "people": with_homes(people)[:AT_MOST],
        "is_shared": event.audience != Event.Audience.KINDERGARTEN,
    }
    return render(request, "events/attendance_add.html", context)


def _add(request: HttpRequest, event: Event, meeting: Meeting, person: User) -> HttpResponse:
    door.add_participant(meeting, person, by=signed_in(request))
    messages.success(request, _("{name} is on the list and marked as there.").format(name=person.get_full_name()))
    return redirect(_list_of(event, meeting))


@require_GET
def sheet(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """The paper to sign, for a hall without a connection."""
    user = signed_in(request)
    event = _event(user, pk)
    require(permissions.can_prepare_meetings(user, event))
    meeting = _meeting(event, meeting_pk)
    name = _("Sign-in sheet") + f" {timezone.localtime(meeting.starts_at):%d.%m.%Y}.pdf"
    return attachment(sign_in_sheet(event, meeting), name=name, content_type="application/pdf")
