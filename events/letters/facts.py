"""What letters about events say, read just before they leave."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from events.models import CoHost, Event, Meeting, Registration
from notifications.models import Message
from teachers.models import User

Facts = Mapping[str, Any] | None


def event_in(message: Message, *states: Event.State) -> Event | None:
    """The event the message is about, while it is in one of the states."""
    events = Event.objects.select_related("form", "place", "host", "kindergarten")
    return events.filter(pk=message.subject_id, state__in=states).first()


def about(event: Event, reader: User) -> dict[str, Any]:
    """The event and those of its meetings that are the reader's: everybody's, and of their own stream if they sit in
    one; whoever has no seat reads of all."""
    meetings = Meeting.objects.filter(event=event).select_related("place", "stream")
    if stream := stream_of(event, reader):
        meetings = meetings.filter(Q(stream=None) | Q(stream=stream))
    return {"event": event, "meetings": list(meetings)}


def stream_of(event: Event, reader: User) -> int | None:
    """The stream (its id) in which the reader sits."""
    return event.registrations.of(reader).values_list("stream", flat=True).first()


def is_host(event: Event, person: User) -> bool:
    if event.host_id == person.pk:
        return True
    return CoHost.objects.filter(event=event, person=person, state=CoHost.State.AGREED).exists()


def about_change(event: Event, reader: User) -> Facts:
    """The same and `is_host`; None unless the reader should hear of a change: a host, or somebody with a seat, or one
    who waits for it or for the host's consent."""
    states = (*Event.SEATED_STATES, *Registration.EXPECTED_STATES)
    hosts = is_host(event, reader)
    if not hosts and not event.registrations.filter(teacher=reader, state__in=states).exists():
        return None
    return about(event, reader) | {"is_host": hosts}
