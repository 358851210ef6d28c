"""The queue and the requests of an event, as those who run it see them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.permissions import require
from common.typed import typed_text
from events import permissions
from events.actions import registration
from events.forms import QueueForm
from events.models import Event, Registration
from teachers.models import User
from teachers.requests import signed_in


@require_GET
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    return _page(request, _event(user, pk))


@require_http_methods(["POST"])
def move(request: HttpRequest, pk: int, registration_pk: int) -> HttpResponse:
    """Another number in the queue; the reason is needed and kept."""
    user = signed_in(request)
    event = _event(user, pk)
    row = get_object_or_404(event.registrations.waiting(), pk=registration_pk)
    form = QueueForm(request.POST, prefix=str(row.pk))
    if not form.is_valid():
        return _page(request, event, wrong=(row.pk, form))
    registration.move_in_queue(row, to=form.cleaned_data["number"], reason=form.cleaned_data["reason"], by=user)
    messages.success(request, _("The order is changed; the reason is kept."))
    return redirect("events:queue", pk)


@require_POST
def answer(request: HttpRequest, pk: int, registration_pk: int) -> HttpResponse:
    """The host's word to a request: `accept` or not, with a few words."""
    user = signed_in(request)
    event = _event(user, pk)
    row = get_object_or_404(event.registrations.filter(state=Registration.State.ASKED), pk=registration_pk)
    reason = typed_text(request.POST.get("reason"), 300)
    try:
        registration.answer_request(row, accept="accept" in request.POST, reason=reason, by=user)
        messages.success(request, _("The answer is sent."))
    except registration.EventFull:
        messages.warning(request, _("There is no free seat: raise their number, or answer later."))
    return redirect("events:queue", pk)


def _event(user: User, pk: int) -> Event:
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(permissions.may_run(user, event))
    return event


def _page(request: HttpRequest, event: Event, wrong: tuple[int, QueueForm] | None = None) -> HttpResponse:
    rows = event.registrations.select_related("teacher", "stream", "kindergarten")
    waiting = list(rows.waiting())
    forms = {row.pk: QueueForm(prefix=str(row.pk), initial={"number": n}) for n, row in enumerate(waiting, start=1)}
    if wrong:
        forms[wrong[0]] = wrong[1]
    context = {
        "event": event,
        "queue": [(row, forms[row.pk]) for row in waiting],
        "requests": rows.filter(state=Registration.State.ASKED),
        "can_order": permissions.can_order_queue(signed_in(request), event),
    }
    return render(request, "events/queue.html", context, status=400 if wrong else 200)
