"""Holding an event: proposing, changing, cancelling."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.permissions import require
from events import permissions
from events.actions import lifecycle, planning, series
from events.forms import ReasonForm, SheetForms
from events.forms.merging import with_theirs
from events.forms.repeating import CancelScopeForm
from events.forms.sheet import with_one_more_row
from events.models import Event
from events.planned import Notice, notice_of, notice_of_series
from events.versions import SHEET_ROWS, Outrun, changes_since, check
from teachers.models import User
from teachers.requests import signed_in


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    require(permissions.can_propose(user))
    return _sheet(request, Event(host=user, kindergarten=user.kindergarten), "events/propose.html")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    events = Event.objects.visible_to(user).select_related("kindergarten", "form", "place", "host")
    event = get_object_or_404(events.prefetch_related(*SHEET_ROWS), pk=pk)
    require(permissions.can_edit(user, event) or permissions.can_revise(user, event))
    return _sheet(request, event, "events/edit.html")


def _sheet(request: HttpRequest, event: Event, template: str) -> HttpResponse:
    """The page on which an event is written. A button that only changes the page comes back with nothing checked."""
    user = signed_in(request)
    if "add-meeting" in request.POST:
        forms = SheetForms(event, user, with_one_more_row(request.POST))
        forms.forgive("meetings")
    elif "theirs" in request.POST:
        forms = SheetForms(event, user, with_theirs(request.POST, event, user))
        forms.forgive()
    else:
        forms = SheetForms(event, user, request.POST if request.method == "POST" else None)
        if request.method == "POST" and forms.is_valid():
            return _save(request, event, forms, template)
    return render(request, template, {"forms": forms, "event": event})


def _save(request: HttpRequest, event: Event, forms: SheetForms, template: str) -> HttpResponse:
    """Saves, unless there is something to be said first that the person has not read yet."""
    user, submits = signed_in(request), "submit" in request.POST
    context = {"forms": forms, "event": event}
    try:
        if event.pk:
            check(event, forms.version)
        notice = _notice(event, forms, submits=submits, reader=user)
        if notice and request.POST.get("seen") != notice.digest:
            return render(request, template, context | {"notice": notice})
        saved = _write(event, forms, by=user, submits=submits)
    except Outrun as outrun:
        now, opened = outrun.event, request.POST.get("opened", "")
        return render(request, template, context | {"outrun": now, "changes": changes_since(opened, now)}, status=409)
    messages.success(request, _said(saved, submits=submits))
    return redirect(saved)


def _notice(event: Event, forms: SheetForms, *, submits: bool, reader: User) -> Notice:
    """A draft is saved without a word, unless it becomes many."""
    if forms.rule:
        return notice_of_series(event, forms.sheet, forms.rule, reader=reader)
    return notice_of(event, forms.sheet, reader=reader) if submits or forms.is_sent else Notice()


@transaction.atomic
def _write(event: Event, forms: SheetForms, *, by: User, submits: bool) -> Event:
    if forms.rule:
        event = series.begin(event, forms.sheet, forms.rule, by=by, version=forms.version)
    elif event._state.adding:
        event = planning.propose(event, forms.sheet, by=by)
    else:
        event = series.revise(event, forms.sheet, scope=forms.scope.chosen, by=by, version=forms.version)
    return series.together(lifecycle.submit, event, by=by) if submits else event


_SAVED = {
    Event.State.DRAFT: lambda: _("The draft is saved. Only you see it."),
    Event.State.RETURNED: lambda: _("Saved. Send it again when it is ready."),
    Event.State.WITHDRAWN: lambda: _("Saved. Send it again when it is ready."),
    Event.State.PROPOSED: lambda: _("The event is proposed. A methodist will look at it."),
    Event.State.PUBLISHED: lambda: _("The event is published."),
}


def _said(event: Event, *, submits: bool) -> str:
    return _SAVED[Event.State(event.state)]() if submits or event.state in Event.EDITABLE_STATES else _("Saved.")


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(permissions.can_cancel(user, event))
    form, scope = ReasonForm(request.POST or None), CancelScopeForm(request.POST or None)
    if form.is_valid():
        series.cancel(event, scope=scope.chosen, reason=form.cleaned_data["comment"], by=user)
        return redirect(event)
    return render(request, "events/cancel.html", {"event": event, "form": form, "scope": scope})
