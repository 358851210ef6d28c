"""Asking those who were there, and showing what they said."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.permissions import require
from events import permissions
from events.actions import feedback
from events.forms.feedback import FeedbackForm
from events.models import Event, Feedback, FeedbackGiven
from events.views.visits import Visit
from teachers.requests import signed_in


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user).select_related("form"), pk=pk)
    mine = event.registrations.of(user).select_related("feedback_given").first()
    require(permissions.can_give_feedback(user, event, mine))
    assert mine is not None  # noqa: S101 -- can_give_feedback has seen to it
    if hasattr(mine, "feedback_given"):
        return _already(request, event)
    form = FeedbackForm(request.POST or None)
    if not form.is_valid():
        return render(request, "events/feedback.html", {"event": event, "form": form})
    try:
        feedback.give(mine, form.answer, by=user)
    except feedback.AlreadyGiven:
        return _already(request, event)
    messages.success(request, _("Thank you. Nobody will see that it was you who wrote it."))
    return redirect(event)


def _already(request: HttpRequest, event: Event) -> HttpResponse:
    messages.info(request, _("You have answered about this event already."))
    return redirect(event)


def part(visit: Visit) -> dict[str, Any]:
    """`grades`: (words, how many) of the answers shown, `said`: their words; `asks_feedback` of whoever was there."""
    event, user, mine = visit.event, visit.reader, visit.mine
    asks = permissions.can_give_feedback(user, event, mine) and not FeedbackGiven.objects.of(mine).exists()
    context: dict[str, Any] = {"asks_feedback": asks, "grades": [], "liked": [], "wished": []}
    if not getattr(event, "has_feedback", False) or not permissions.can_read_feedback(user, event, mine):
        return context
    shown = list(Feedback.objects.shown_of(event))
    numbers = Counter(answer.usefulness for answer in shown)
    return context | {
        "grades": [(grade.label, numbers[grade.value]) for grade in Feedback.Usefulness] if shown else [],
        "answers": len(shown),
        "liked": [answer.liked for answer in shown if answer.liked],
        "wished": [answer.wished for answer in shown if answer.wished],
    }
