"""Papers of an event that is over, and what came out of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.office import DOCX
from common.permissions import require
from common.serving import attachment
from common.uploads import PDF
from events import permissions
from events.actions import papers as actions
from events.models import Event, Registration
from events.papers.certificate import certificate_docx, certificate_pdf
from events.papers.summary import summary_docx, summary_pdf
from events.views.visits import Visit
from teachers.requests import signed_in

SUMMARIES = {"pdf": (summary_pdf, PDF), "docx": (summary_docx, DOCX.content_type)}
OF_EVENT = ("form", "place", "host", "kindergarten")
CERTIFICATES = {"pdf": (certificate_pdf, PDF), "docx": (certificate_docx, DOCX.content_type)}


class SummaryForm(forms.ModelForm):
    class Meta:
        model = Event
        fields = ["summary"]
        widgets = {"summary": forms.Textarea({"rows": 8})}


def part(visit: Visit) -> dict[str, Any]:
    """The part of an event's page."""
    event, mine = visit.event, visit.mine
    return {
        "writes_summary": permissions.can_write_summary(visit.reader, event),
        "reads_summary_paper": permissions.can_read_summary_paper(visit.reader, event),
        "my_certificate": mine if mine and event.state == Event.State.CLOSED and mine.was_there else None,
    }


@require_http_methods(["GET", "POST"])
def write_summary(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(permissions.can_write_summary(user, event))
    kept = event.summary
    form, context = (
        SummaryForm(request.POST if request.method == "POST" else None, instance=event),
        {"event": event, "seen": kept},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_summary(event, form.cleaned_data["summary"], seen=request.POST.get("seen", ""), by=user)
        except actions.WrittenMeanwhile:
            return render(request, "events/summary.html", context | {"form": form, "theirs": kept})
        messages.success(request, _("Saved."))
        return redirect(event)
    return render(request, "events/summary.html", context | {"form": form})


@require_GET
def summary(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper about the event, for those who ran it."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user).select_related(*OF_EVENT), pk=pk)
    require(permissions.can_read_summary_paper(user, event))
    draw, content_type = _of_kind(SUMMARIES, kind)
    name = _("Summary {title}.{kind}").format(title=event.title, kind=kind)
    return attachment(draw(event), name=name, content_type=content_type)


@require_GET
def certificate(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A participant's own paper; a methodist may hand it out."""
    user = signed_in(request)
    rows = Registration.objects.certified_to(user).select_related("teacher", "kindergarten")
    registration = get_object_or_404(rows.select_related(*(f"event__{name}" for name in OF_EVENT)), pk=pk)
    draw, content_type = _of_kind(CERTIFICATES, kind)
    words = _("Certificate {person}, {title}.{kind}")
    name = words.format(person=registration.teacher.last_name, title=registration.event.title, kind=kind)
    return attachment(draw(registration), name=name, content_type=content_type)


def _of_kind(papers: dict[str, Any], kind: str) -> Any:
    """Raises Http404 for a kind of file that is not made."""
    if kind not in papers:
        raise Http404
    return papers[kind]
