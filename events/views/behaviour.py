"""Notes of an event, drawn from what its behaviour declares: the same views for every form."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.permissions import require
from common.typed import typed_id
from events.actions import notes, signing
from events.actions.notes import Owner, WrittenMeanwhile, stamp_of
from events.behaviours import About, Part, behaviour_of
from events.browsing import telling_what_they_have
from events.forms import NoteForm
from events.models import Event, Note
from events.note_rights import Standing, standing_of
from events.views.parts import visit
from events.views.working import work
from teachers.models import User
from teachers.requests import signed_in


@require_GET
def work_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole work of an event whose form has any."""
    seen = visit(request, pk)
    if not behaviour_of(seen.event).parts:
        raise Http404
    return render(request, "events/work.html", {"event": seen.event, "mine": seen.mine} | work(seen))


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new note; `participant` or `group` in the address say whose heap it goes on."""
    user = signed_in(request)
    event = _event(user, pk)
    part = _part(event, kind)
    owner = _owner(request, event, part)
    standing = standing_of(user, event)
    if not standing.reads(part, registration_pk=owner.registration.pk if owner.registration else None):
        raise Http404
    require(standing.writes(part, registration=owner.registration, group=owner.group))
    form = NoteForm(request.POST or None, part=part, event=event)
    if not form.is_valid():
        return _page(request, event, part, form, owner=owner)
    try:
        notes.write(event, part, form.words, by=user, owner=owner)
    except WrittenMeanwhile as late:
        return _page(request, event, part, form, owner=owner, there=late.note)
    messages.success(request, _("Saved."))
    return redirect("events:work", pk)


@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """A second tab's words are kept in the field; what was saved meanwhile stands beside them."""
    user = signed_in(request)
    standing, part, note = _note(user, pk, note_pk)
    require(standing.changes(part, note))
    form = NoteForm(request.POST or None, part=part, event=standing.event, note=note)
    if not form.is_valid():
        return _page(request, standing.event, part, form, note=note)
    try:
        notes.mend(note, form.words, seen=form.cleaned_data["seen"], by=user)
    except WrittenMeanwhile as late:
        return _page(request, standing.event, part, form, note=note, there=late.note)
    messages.success(request, _("Saved."))
    return redirect("events:work", pk)


@require_POST
def take_away(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    user = signed_in(request)
    _standing, _part, note = _note(user, pk, note_pk)
    notes.take_away(note, by=user)
    messages.success(request, _("The entry is deleted."))
    return redirect("events:work", pk)


@require_POST
def tick(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """`done`: the step is made; without it, not yet."""
    user = signed_in(request)
    _standing, _part, note = _note(user, pk, note_pk)
    notes.tick(note, done="done" in request.POST, by=user)
    return redirect("events:work", pk)


@require_POST
def sign(request: HttpRequest, pk: int, registration_pk: int) -> HttpResponse:
    """`take_back`: not yet, there is more to write."""
    user = signed_in(request)
    event = _event(user, pk)
    registration = get_object_or_404(event.registrations, pk=registration_pk)
    if not signing.may_look(user, registration):
        raise Http404
    if "take_back" in request.POST:
        signing.unsign(registration, by=user)
        return redirect("events:work", pk)
    try:
        signed = signing.sign(registration, by=user)
        messages.success(request, _("Signed by both.") if signed.is_signed_off else _("Signed. The host's turn."))
    except signing.NothingWritten:
        messages.warning(request, _("There is nothing to sign yet: write the first entry of the diary."))
    return redirect("events:work", pk)


def _event(user: User, pk: int) -> Event:
    events = telling_what_they_have(Event.objects.visible_to(user)).select_related("form")
    return get_object_or_404(events, pk=pk)


def _part(event: Event, kind: str) -> Part:
    part = behaviour_of(event).part(kind)
    if part is None:
        raise Http404
    return part


def _owner(request: HttpRequest, event: Event, part: Part) -> Owner:
    """Raises Http404 for a participant or a sub-group of another event."""
    if part.about == About.PERSON:
        rows = event.registrations.select_related("teacher")
        return Owner(registration=get_object_or_404(rows, pk=typed_id(request.GET.get("participant"))))
    if part.about == About.GROUP:
        return Owner(group=get_object_or_404(event.groups, pk=typed_id(request.GET.get("group"))))
    return Owner()


def _note(user: User, event_pk: int, note_pk: int) -> tuple[Standing, Part, Note]:
    """Raises Http404 for a note that is not the person's to read, exactly as for one that is not there."""
    event = _event(user, event_pk)
    note = get_object_or_404(event.notes.select_related("registration__teacher", "group"), pk=note_pk)
    part, standing = _part(event, note.kind), standing_of(user, event)
    if not standing.reads(part, registration_pk=note.registration_id):
        raise Http404
    return standing, part, note


def _page(
    request: HttpRequest,
    event: Event,
    part: Part,
    form: NoteForm,
    *,
    owner: Owner | None = None,
    note: Note | None = None,
    there: Note | None = None,
) -> HttpResponse:
    """`there` is what somebody else saved meanwhile: shown beside, and the next press replaces it knowingly."""
    if there is not None:
        form.add_error(None, _("Other words have been saved meanwhile. Compare, then save yours or leave those."))
        form.data = {**request.POST.dict(), "seen": stamp_of(there)}
    owner = owner or (Owner(note.registration, note.group) if note else Owner())
    context = {"event": event, "part": part, "form": form, "owner": owner, "note": note, "there": there}
    return render(request, "events/note.html", context)
