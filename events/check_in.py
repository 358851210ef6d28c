"""Checking in by a code: its address, and when it may be used."""

import datetime as dt

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from events.models import Event, Meeting

OPENS_BEFORE = dt.timedelta(minutes=30)
_signer = Signer(salt="events.check-in")


def token_of(meeting: Meeting) -> str:
    return _signer.sign(str(meeting.pk))


def address_of(meeting: Meeting) -> str:
    """The path that the code of the meeting opens; whoever holds it is taken to be in the room."""
    return reverse("events:check_in", args=[token_of(meeting)])


def meeting_of(token: str) -> Meeting | None:
    """The meeting of a public event whose code it is; None for a forged one and for a meeting that is gone."""
    try:
        pk = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    public = Meeting.objects.filter(event__state__in=Event.PUBLIC_STATES)
    related = ("event__form", "event__host", "event__kindergarten", "place", "stream")
    return public.select_related(*related).filter(pk=pk).first()


def opens_at(meeting: Meeting) -> dt.datetime:
    return meeting.starts_at - OPENS_BEFORE


def is_open(meeting: Meeting, now: dt.datetime) -> bool:
    """From half an hour before the meeting to its end."""
    return opens_at(meeting) <= now < meeting.ends_at
