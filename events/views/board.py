"""The board on the wall, for whoever has its address, and the methodist's page where that address is kept."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from common.codes import qr
from common.htmx import render_page
from common.permissions import require
from common.typed import typed_text
from events.actions import boards
from events.board import Line, board_with, shown_on
from teachers.models import Kindergarten
from teachers.requests import signed_in


@login_not_required
@never_cache
@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole page, or for htmx what has changed since; the key never leaves in a Referer."""
    found = board_with(slug, typed_text(request.GET.get("key"), 64))
    if found is None:
        raise Http404
    now = timezone.now()
    with timezone.override(ZoneInfo(found.kindergarten.time_zone)):
        shown = shown_on(found, now)
        context = {
            "shown": shown,
            "now": now,
            "running": [(line, _picture(request, line)) for line in shown.running],
            "coming": [
                (title, [(line, _picture(request, line)) for line in lines])
                for title, lines in ((_("Later today"), shown.today), (_("Tomorrow"), shown.tomorrow))
                if lines
            ],
        }
        response = render_page(request, "events/board.html", "events/_board.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _picture(request: HttpRequest, line: Line) -> str:
    return qr(request.build_absolute_uri(line.path))


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """For a methodist: the address to hang up, and a new one when the old has gone too far."""
    user = signed_in(request)
    kindergarten = get_object_or_404(Kindergarten.objects.visible_to(user), slug=slug)
    require(boards.can_keep_board(user, kindergarten))
    if request.method == "POST":
        boards.renew(kindergarten, by=user)
        messages.success(request, _("The address is new. The old one opens nothing any more."))
        return redirect("events:board_address", slug)
    kept = boards.board_for(kindergarten, by=user)
    path = reverse("events:board", args=[slug], query={"key": kept.secret})
    context = {
        "kindergarten": kindergarten,
        "board": kept,
        "path": path,
        "address": request.build_absolute_uri(path),
        "picture": qr(request.build_absolute_uri(path)),
    }
    return render(request, "events/board_address.html", context)
