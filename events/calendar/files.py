"""Calendars as they leave: a person's feed, the file of one event, the files of letters."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from events.calendar.entries import Entry, calendar
from events.calendar.reading import entries_of, entries_of_meetings, entries_of_slots
from events.models import CalendarFeed, Event, Meeting, Registration
from notifications.kinds import Attachment
from teachers.models import User


def owner_of(secret: str) -> User | None:
    """Whose feed it is; None for an address that is not, or no longer, and for a person who may not sign in."""
    feed = CalendarFeed.objects.select_related("person").filter(secret=secret, person__is_active=True).first()
    return feed.person if feed else None


def feed_of(person: User) -> str:
    """The person's whole feed. It has no METHOD: it is a picture of what is, not an errand."""
    return calendar(entries_of(person), name=_("Coworking: {name}").format(name=person.get_short_name()))


def file_of(event: Event, reader: User) -> str:
    """The meetings of an event, to be put into a calendar once; of the reader's own stream or slot if they have one."""
    return calendar(_entries(event, reader), method="PUBLISH")


def _entries(event: Event, reader: User) -> list[Entry]:
    meetings, mine = Meeting.objects.filter(event=event), Registration.objects.of(reader).seated().filter(event=event)
    if booked := entries_of_slots(mine.exclude(slot_starts_at=None)):
        return booked
    if stream := mine.values_list("stream", flat=True).first():
        meetings = meetings.filter(Q(stream=None) | Q(stream=stream))
    return entries_of_meetings(meetings)


def invitations(facts: Mapping[str, Any]) -> Iterator[Attachment]:
    """For letters that say when an event is: programs put it in, or move what they have (METHOD:REQUEST)."""
    return _sent(facts, "REQUEST")


def cancellations(facts: Mapping[str, Any]) -> Iterator[Attachment]:
    """For letters that say that it will not be: programs take it out (METHOD:CANCEL)."""
    return _sent(facts, "CANCEL")


def _sent(facts: Mapping[str, Any], method: str) -> Iterator[Attachment]:
    """A file for each meeting, as RFC 5546 wants it; `facts` are those of `letters.facts.about()`.

    The first speaks for the letter: programs that ask «add to the calendar?» look there and nowhere else.
    """
    recipient: User = facts["recipient"]
    for number, entry in enumerate(_entries_of_letter(facts), start=1):
        text = calendar([entry], method=method, attendee=recipient.email or "")
        kind = f"text/calendar; method={method}"
        yield Attachment(f"meeting-{number}.ics", text.encode(), kind, speaks_for_letter=number == 1)


def _entries_of_letter(facts: Mapping[str, Any]) -> list[Entry]:
    if slot := facts.get("slot"):
        return entries_of_slots(Registration.objects.filter(pk=slot.pk))
    pks = [meeting.pk for meeting in facts["meetings"]]
    return entries_of_meetings(Meeting.objects.filter(pk__in=pks))
