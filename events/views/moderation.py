"""A methodist's decision about a proposed event, from its own page, and its host's confirmation."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.permissions import require
from events import permissions
from events.actions import cloning, lifecycle, series
from events.forms import ReasonForm
from events.models import Event
from teachers.models import User
from teachers.requests import signed_in


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lifecycle.accept)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lifecycle.confirm)


@require_POST
def unconfirm(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lifecycle.unconfirm)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lifecycle.publish)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lifecycle.withdraw)


def _act(request: HttpRequest, pk: int, action: Callable[..., Event]) -> HttpResponse:
    """One step of the event's way, said in words."""
    user = signed_in(request)
    event = series.together(action, _event(user, pk), by=user)
    messages.success(request, _SAID[Event.State(event.state)]())
    return redirect(event)


_SAID = {
    Event.State.ACCEPTED: lambda: _("Accepted. Once the host confirms, the event can be published."),
    Event.State.CONFIRMED: lambda: _("Confirmed. A methodist will publish the event."),
    Event.State.PUBLISHED: lambda: _("The event is published."),
    Event.State.WITHDRAWN: lambda: _("The proposal is taken back. You can change it and propose it again."),
}


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Returning with a comment or declining; the words are needed for both."""
    user = signed_in(request)
    event = _event(user, pk)
    require(permissions.can_moderate(user, event))
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "events/answer.html", {"event": event, "form": form})
    act = lifecycle.decline if "decline" in request.POST else lifecycle.return_with_comment
    series.together(act, event, comment=form.cleaned_data["comment"], by=user)
    messages.success(request, _("The host will see your words."))
    return redirect(event)


@require_POST
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """The same event once more: a draft to which a day is added."""
    user = signed_in(request)
    copy = cloning.clone(_event(user, pk), by=user)
    messages.success(request, _("This is a draft with the same words. Choose a day and a place."))
    return redirect("events:edit", copy.pk)


def _event(user: User, pk: int) -> Event:
    return get_object_or_404(Event.objects.visible_to(user), pk=pk)
