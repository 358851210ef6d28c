"""Times of a consultation: choosing, moving and cancelling one; for the host, who has booked and the rules."""

import datetime as dt
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.permissions import require
from events import permissions
from events.actions import consultations
from events.behaviours import behaviour_of
from events.browsing import telling_what_they_have
from events.forms import HoursForm, ReasonForm
from events.models import Event
from events.slots import Slot, hours_of_event, slots_of
from teachers.models import User
from teachers.requests import signed_in


@require_GET
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """Days as chips, times of the chosen day as buttons."""
    user = signed_in(request)
    event = _event(user, pk)
    rules = hours_of_event(event)
    booked = list(event.registrations.booked().select_related("teacher"))
    mine = next((row for row in booked if row.teacher_id == user.pk), None)
    days = _days(slots_of(event, rules, besides=mine))
    day = next((day for day in days if day.isoformat() == request.GET.get("day")), next(iter(days), None))
    context = {
        "event": event,
        "hours": rules,
        "days": {day: any(slot.is_free for slot in of_day) for day, of_day in days.items()},
        "day": day,
        "slots": days[day] if day else [],
        "mine": mine,
        "may_change": mine is not None and consultations.can_change(user, mine, rules),
        "may_book": consultations.can_book(user, event, mine),
        "may_set_hours": consultations.can_set_hours(user, event),
        "bookings": booked if permissions.holds(user, event) else [],
    }
    return render(request, "events/slots.html", context)


def _days(found: list[Slot]) -> dict[dt.date, list[Slot]]:
    """Slots by their day on the reader's calendar, in order."""
    in_order = sorted(found, key=lambda slot: slot.starts_at)
    return {day: list(of_day) for day, of_day in groupby(in_order, lambda slot: timezone.localdate(slot.starts_at))}


@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """`starts_at` says which; whoever has booked already moves."""
    user = signed_in(request)
    event = _event(user, pk)
    mine = event.registrations.filter(teacher=user).first()
    require(consultations.can_book(user, event, mine))
    starts_at = _moment(request.POST.get("starts_at", ""))
    try:
        if starts_at is None:
            raise consultations.SlotTaken
        consultations.book(event, starts_at, by=user)
        messages.success(request, _("The time is yours. A reminder will come by e-mail."))
    except consultations.SlotTaken:
        messages.warning(request, _("This time has just been taken. Choose another one."))
        return redirect("events:slots", pk)
    return redirect(event)


def _moment(text: str) -> dt.datetime | None:
    """A moment with its zone, or None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = _event(user, pk)
    consultations.cancel(event, by=user)
    messages.success(request, _("The time is free again; the host hears of it."))
    return redirect("events:slots", pk)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int, registration_pk: int) -> HttpResponse:
    """The host cancels what somebody has booked; a word to them is needed."""
    user = signed_in(request)
    event = _event(user, pk)
    require(permissions.holds(user, event))
    booked = get_object_or_404(event.registrations.booked().select_related("teacher"), pk=registration_pk)
    booked.event = event
    require(consultations.can_take_back(user, booked))
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "events/take_slot_back.html", {"event": event, "booked": booked, "form": form})
    consultations.take_back(booked, reason=form.cleaned_data["comment"], by=user)
    messages.success(request, _("Cancelled. Your words are on their way."))
    return redirect("events:slots", pk)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Length, break and notice; what is booked stays."""
    user = signed_in(request)
    event = _event(user, pk)
    require(consultations.can_set_hours(user, event))
    form = HoursForm(request.POST or None, instance=hours_of_event(event))
    if not form.is_valid():
        return render(request, "events/hours.html", {"event": event, "form": form})
    consultations.set_hours(event, form.save(commit=False), by=user)
    messages.success(request, _("Saved. Times that are booked stay as they are."))
    return redirect("events:slots", pk)


def _event(user: User, pk: int) -> Event:
    """Raises Http404 for an event that is not booked by times, like for one that is not there."""
    events = telling_what_they_have(Event.objects.visible_to(user)).select_related(
        "form", "host", "place", "consultation"
    )
    event = get_object_or_404(events, pk=pk)
    if not behaviour_of(event).books_slots:
        raise Http404
    return event
