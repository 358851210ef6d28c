"""Who is expected at a meeting, where the host's word is still missing, and what the words come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from events.models import Event, Meeting, MeetingMark, Registration
from events.models.meetings import MeetingQuerySet
from events.models.registrations import RegistrationQuerySet

State = Registration.State


@dataclass(frozen=True)
class Outcome:
    """What all meetings of one person come to; hours are None where the person was not there."""

    state: State
    hours: Decimal | None


def expected_at(meeting: Meeting) -> RegistrationQuerySet:
    """Those with a seat who come to this meeting: everybody, or its stream, or whoever booked a time within it."""
    rows = Registration.objects.filter(event=meeting.event_id).seated()
    rows = rows.in_stream(meeting.stream) if meeting.stream_id else rows
    within = Q(slot_starts_at__gte=meeting.starts_at, slot_starts_at__lt=meeting.ends_at)
    return rows.filter(Q(slot_starts_at=None) | within)


def lacking_words(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Meetings at which somebody expected has no word of the host yet; a check-in is the person's own word."""
    return meetings.filter(lacks_words())


def lacks_words() -> Q:
    """The same as a condition on a meeting."""
    said = MeetingMark.objects.filter(registration=OuterRef("pk"), meeting=OuterRef(OuterRef("pk")), checked_in=False)
    within = Q(slot_starts_at__gte=OuterRef("starts_at"), slot_starts_at__lt=OuterRef("ends_at"))
    seated = Registration.objects.seated().filter(Q(slot_starts_at=None) | within, event=OuterRef("event"))
    unsaid = seated.exclude(Exists(said)).order_by()
    return Q(Exists(unsaid), stream=None) | Q(Exists(unsaid.filter(stream=OuterRef("stream"))))


def is_complete(event: Event) -> bool:
    """Whether somebody took part and nobody lacks the host's word at any meeting."""
    seated = Registration.objects.filter(event=event).seated()
    return seated.exists() and not lacking_words(Meeting.objects.filter(event=event)).exists()


def outcome_of(registration: Registration, meetings: Sequence[Meeting]) -> Outcome:
    """Of the host's words about the meetings that are this person's: their stream's and those for everybody.

    Attended is all of them, absent is none of them; half-way through, whoever has been there took part so far, and of
    whoever has not nothing is known yet. Reads `registration.marks`.
    """
    mine = [meeting for meeting in meetings if _is_for(meeting, registration)]
    said = {mark.meeting_id: mark.share for mark in registration.marks.all() if not mark.checked_in}
    shares = [said.get(meeting.pk) for meeting in mine]
    if any(shares):
        state = State.ATTENDED if all(share == 1 for share in shares) else State.PARTLY
        pairs = zip(mine, shares, strict=True)
        hours = sum((_hours(meeting, registration) * (share or 0) for meeting, share in pairs), Decimal(0))
        return Outcome(state, hours)
    return Outcome(State.ABSENT if shares and None not in shares else State.JOINED, None)


def _is_for(meeting: Meeting, registration: Registration) -> bool:
    slot = registration.slot_starts_at
    in_time = slot is None or meeting.starts_at <= slot < meeting.ends_at
    return in_time and meeting.stream_id in (None, registration.stream_id)


def _hours(meeting: Meeting, registration: Registration) -> Decimal:
    """The meeting's, or only those of the time that was booked."""
    if registration.slot_starts_at and registration.slot_ends_at:
        return Meeting(starts_at=registration.slot_starts_at, ends_at=registration.slot_ends_at).hours
    return meeting.hours
