"""What the person holds: what waits for them, what is ahead, what is behind."""

import datetime as dt
from itertools import chain

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.paging import page_of
from events.browsing import read_seats, telling_what_is_left
from events.models import Event
from events.models.events import EventQuerySet
from teachers.models import User
from teachers.requests import signed_in

AT_MOST, ON_A_PAGE = 50, 20
State = Event.State


@require_GET
def my_events(request: HttpRequest) -> HttpResponse:
    """Events the person holds alone or with others, in every state; the archive apart."""
    user = signed_in(request)
    is_archive = bool(request.GET.get("archive"))
    waiting, ahead, behind = _held_by(user, timezone.now())
    behind = behind.archived() if is_archive else behind.not_archived()
    page = page_of(telling_what_is_left(behind), request.GET.get("page"), ON_A_PAGE)
    lists = {} if is_archive else {"waiting": list(waiting[:AT_MOST]), "ahead": list(ahead[:AT_MOST])}
    read_seats([*chain.from_iterable(lists.values()), *page], reader=user)
    return render(request, "events/mine.html", {"page": page, "is_archive": is_archive, **lists})


def _held_by(user: User, now: dt.datetime) -> tuple[EventQuerySet, EventQuerySet, EventQuerySet]:
    """What needs the host's word or mark, what goes its way, and the rest, the newest first."""
    held = Event.objects.visible_to(user).hosted_by(user).with_cards()
    unmarked = Q(state=State.PUBLISHED, ends_at__isnull=False, ends_at__lte=now)
    needs_word = Q(state__in=(State.DRAFT, State.RETURNED, State.ACCEPTED)) | unmarked
    open_states = (State.DRAFT, State.RETURNED, *Event.UNDECIDED_STATES, State.PUBLISHED)
    waiting = held.filter(needs_word).order_by("starts_at", "pk")
    ahead = held.filter(state__in=open_states).exclude(needs_word).order_by("starts_at", "pk")
    return waiting, ahead, held.exclude(state__in=open_states).order_by("-starts_at", "-pk")
