"""The part of an event's page about being there: the code and the sheet for its hosts, the mark for the others;
afterwards, what those who were there have to say."""

from typing import Any

from django.utils import timezone

from events import permissions
from events.views import feedback
from events.views.visits import Visit


def attending(visit: Visit) -> dict[str, Any]:
    """`next_to_sign`: the meeting whose sheet and code are wanted next, for whoever runs the event."""
    event, meetings = visit.event, list(visit.event.meetings.all())
    prepares = permissions.can_prepare_meetings(visit.reader, event) and not event.has_ended
    ahead = [meeting for meeting in meetings if meeting.ends_at > timezone.now()] if prepares else []
    return {"next_to_sign": ahead[0] if ahead else None} | feedback.part(visit)
