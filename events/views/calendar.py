"""Events in people's own calendars: the feed, the page that explains it, the file of one event."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from common.serving import attachment
from events.actions import feeds
from events.calendar.files import feed_of, file_of, owner_of
from events.models import Event
from teachers.requests import signed_in

CALENDAR = "text/calendar; charset=utf-8"


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """The person's own address, and how to put it into a calendar program."""
    path = reverse("events:feed", args=[feeds.address_of(signed_in(request)).secret])
    address = settings.SITE_URL + path
    webcal = "webcal:" + address.partition(":")[2]
    return render(request, "events/calendar.html", {"address": address, "webcal": webcal})


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    feeds.renew(by=signed_in(request))
    messages.success(request, _("The address is new. Put it into your calendar again; the old one leads nowhere."))
    return redirect("events:calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever has the address may read: calendar programs cannot sign in."""
    person = owner_of(secret)
    if person is None:
        raise Http404
    with translation.override(person.language):
        text = feed_of(person).encode()
    etag = quote_etag(hashlib.sha256(text).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag) or HttpResponse(text, content_type=CALENDAR)
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


@require_GET
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    if event.is_undated:
        raise Http404
    return attachment(file_of(event, user).encode(), name=f"{event.title}.ics", content_type=CALENDAR)
