"""One click each way."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.actions import registration
from events.models import Event
from teachers.requests import signed_in


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    try:
        registration.join(event, by=user)
        messages.success(request, _("You are registered. A reminder will come by e-mail."))
    except registration.EventFull:
        messages.warning(request, _("The last seat has just been taken. You are not registered."))
    return redirect(event)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    registration.leave(event, by=user)
    messages.success(request, _("Your registration is cancelled; the seat is free for a colleague."))
    return redirect(event)
