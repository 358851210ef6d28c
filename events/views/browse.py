"""Looking for events and at one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from common.htmx import render_page
from common.paging import page_of
from events.browsing import browse, know_forms, read_seats
from events.forms import BrowseForm
from events.models import Event
from events.views.parts import page_of_event, visit
from teachers.requests import signed_in

ON_A_PAGE = 20
PERIODS = [("", _("All ahead")), ("today", _("Today")), ("week", _("Week")), ("month", _("Month"))]


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Upcoming events, the nearest first."""
    user = signed_in(request)
    filters = BrowseForm(request.GET, user=user)
    period = request.GET.get("period", "")
    wanted = filters.cleaned_data if filters.is_valid() else {}
    events = browse(Event.objects.visible_to(user), period=period, filters=wanted)
    page = page_of(events.select_related("place", "host"), request.GET.get("page"), ON_A_PAGE)
    know_forms(page, filters.event_forms)
    context = {
        "page": page,
        "filters": filters,
        "period": period,
        "periods": PERIODS,
        "joined_ids": read_seats(page, reader=user),
    }
    return render_page(request, "events/list.html", "events/_results.html", context)


@require_GET
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an event, put together of its parts."""
    return render(request, "events/detail.html", page_of_event(visit(request, pk)))


@require_GET
def my_events(request: HttpRequest) -> HttpResponse:
    """Events the person holds, in every state, the newest first."""
    user = signed_in(request)
    events = Event.objects.visible_to(user).filter(host=user).with_cards().order_by("-starts_at", "-pk")
    page = page_of(events, request.GET.get("page"), ON_A_PAGE)
    return render(request, "events/mine.html", {"page": page, "joined_ids": read_seats(page, reader=user)})
