"""A methodist's decision about a proposed event, from its own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.permissions import require
from events import permissions
from events.actions import lifecycle
from events.forms import ReasonForm
from events.models import Event
from teachers.requests import signed_in


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    lifecycle.publish(event, by=user)
    messages.success(request, _("The event is published."))
    return redirect(event)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Returning with a comment or declining; the words are needed for both."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(permissions.can_moderate(user, event))
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "events/answer.html", {"event": event, "form": form})
    act = lifecycle.decline if "decline" in request.POST else lifecycle.return_with_comment
    act(event, comment=form.cleaned_data["comment"], by=user)
    messages.success(request, _("The host will see your words."))
    return redirect(event)
