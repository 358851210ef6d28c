"""One click each way: a seat, a place in the queue, «let me know», and the word of a second host."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.typed import typed_id, typed_text
from events.actions import cohosts, interest, registration
from events.models import Event, Registration
from events.ways_in import queue_number
from teachers.models import User
from teachers.requests import signed_in

ANSWER_LENGTH = 300


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """`stream`: the id of the stream; `wait`: into the queue if there is no seat; `answer`: to the host's question."""
    user = signed_in(request)
    event = _event(user, pk)
    stream = event.streams.filter(pk=typed_id(request.POST.get("stream"))).first()
    answer = typed_text(request.POST.get("answer"), ANSWER_LENGTH)
    try:
        mine = registration.join(event, by=user, stream=stream, or_wait="wait" in request.POST, answer=answer)
        messages.success(request, _said(mine))
    except registration.EventFull:
        said = _("The last seat has just been taken. You are not registered; you can stand in the queue.")
        messages.warning(request, said)
    except registration.StreamUnknown:
        messages.warning(request, _("The event is held in streams: choose yours."))
    except registration.AnswerMissing:
        messages.warning(request, _("The host asks something: answer, and register again."))
    return redirect(event)


def _said(mine: Registration) -> str:
    if mine.state == Registration.State.WAITING:
        number = queue_number(mine)
        return _("You are in the queue, your number is %(n)s. A freed seat is yours at once.") % {"n": number}
    if mine.state == Registration.State.ASKED:
        return _("The host has your request. The answer will come by e-mail.")
    return _("You are registered. A reminder will come by e-mail.")


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = _event(user, pk)
    registration.leave(event, by=user)
    messages.success(request, _("Your registration is cancelled; the seat is free for a colleague."))
    return redirect(event)


@require_POST
def show_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """`stop`: no longer."""
    user = signed_in(request)
    event = _event(user, pk)
    if "stop" in request.POST:
        interest.take_back_interest(event, by=user)
        messages.success(request, _("You will not be told."))
    else:
        interest.show_interest(event, by=user)
        messages.success(request, _("Once there is a day, a letter will come. Nobody registers you without your word."))
    return redirect(event)


@require_POST
def answer_cohost(request: HttpRequest, pk: int) -> HttpResponse:
    """`agree` or anything else."""
    user = signed_in(request)
    event = _event(user, pk)
    cohosts.answer(event, agree="agree" in request.POST, by=user)
    messages.success(request, _("The host will hear of it."))
    return redirect(event if "agree" in request.POST else "events:list")


def _event(user: User, pk: int) -> Event:
    """With its form, whose behaviour decides about joining."""
    return get_object_or_404(Event.objects.visible_to(user).select_related("form"), pk=pk)
