"""Sub-groups of an event and the vote for their solutions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.permissions import require
from events.actions import groups
from events.forms import GroupsForm
from events.models import Event
from events.note_rights import standing_of
from teachers.requests import signed_in


@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """By hand, or `split`: into equal groups of about as many."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(groups.can_arrange(user, event))
    form = GroupsForm(request.POST if request.method == "POST" else None, event=event)
    if not form.is_valid():
        return render(request, "events/groups.html", {"event": event, "form": form})
    if "split" not in request.POST:
        groups.arrange(event, form.numbers, by=user)
        messages.success(request, _("Saved."))
        return redirect("events:work", pk)
    try:
        groups.split(event, form.cleaned_data["size"], by=user)
        number = event.groups.count()
        said = ngettext("There is %(n)s group.", "There are %(n)s groups.", number) % {"n": number}
        messages.success(request, f"{said} {_('Move people by hand if you like.')}")
    except groups.SolutionsAreThere:
        messages.warning(request, _("A group has written its solution already: move people one by one."))
    return redirect("events:groups", pk)


@require_POST
def voting(request: HttpRequest, pk: int) -> HttpResponse:
    """`begin`, or end."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    if "begin" in request.POST:
        groups.let_vote(event, by=user)
        messages.success(request, _("People may vote now; solutions stay as they are."))
    else:
        groups.end_vote(event, by=user)
        messages.success(request, _("The vote is over; everybody who takes part sees the voices."))
    return redirect("events:work", pk)


@require_POST
def vote(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """For a solution that the person may read; a voice given before moves here."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    note = get_object_or_404(event.notes, pk=note_pk)
    standing = standing_of(user, event)
    part = standing.behaviour.part(note.kind)
    if part is None or not standing.reads(part, registration_pk=note.registration_id):
        raise Http404
    groups.vote(note, by=user)
    messages.success(request, _("Your voice is counted. It may be moved until the vote is over."))
    return redirect("events:work", pk)
