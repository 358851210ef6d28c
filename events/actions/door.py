"""People who stand in the room: they check in by themselves, or the host adds them. Nobody is sent away for a seat."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.permissions import require
from events import permissions
from events.actions.attendance import Word, mark_meeting, recount
from events.actions.locking import lock_event
from events.models import Event, Meeting, MeetingMark, Registration, RegistrationChange
from teachers.models import User

Mark, State = MeetingMark.State, Registration.State


@transaction.atomic
def check_in(meeting: Meeting, *, by: User) -> MeetingMark:
    """The person's own word that they are here; it gives no hours until the host confirms it.

    Whoever holds the code is in the room, so the seats are not counted and neither the audience nor the queue is asked.
    A second time changes nothing. Raises EventBusy or PermissionDenied.
    """
    event = lock_event(meeting.event_id)
    require(permissions.can_check_in(by, event, meeting))
    registration = _let_in(event, by, meeting, by=by, reason=_("checked in at the door"))
    mark = MeetingMark.objects.filter(registration=registration, meeting=meeting).first()
    if mark is None or mark.state == Mark.ABSENT:  # late, and the host had given up on them
        mark = mark or MeetingMark(registration=registration, meeting=meeting)
        mark.state, mark.checked_in, mark.by = Mark.HERE, True, by
        mark.save()
        recount(event, [registration.pk], by=by)
    return mark


@transaction.atomic
def add_participant(meeting: Meeting, person: User, *, by: User) -> Registration:
    """The host adds somebody who came without registering, and says so that they were there.

    Raises EventBusy or PermissionDenied.
    """
    event = lock_event(meeting.event_id)
    require(permissions.can_mark(by, event, meeting) and permissions.can_be_added(person, event))
    registration = _let_in(event, person, meeting, by=by, reason=_("came without registering"))
    mark_meeting(meeting, {registration.pk: Word(Mark.HERE)}, by=by)
    return registration


def _let_in(event: Event, person: User, meeting: Meeting, *, by: User, reason: str) -> Registration:
    """The person's registration with a seat in the meeting's stream; the event is locked."""
    row = Registration.objects.filter(event=event, teacher=person).first()
    row = row or Registration(event=event, teacher=person, state=State.LEFT, joined_at=timezone.now())
    if row.pk and row.holds_a_seat:
        _follow_to(meeting, row)
        return row
    require(permissions.can_come_unannounced(event))
    was = row.state if row.pk else ""
    row.state, row.queue_number, row.stream, row.changed_by = State.JOINED, None, meeting.stream, by
    row.kindergarten_id, row.joined_at = event.home_of(person), timezone.now()
    row.save()
    RegistrationChange.objects.create(registration=row, was=was, became=State.JOINED, by=by, reason=reason)
    return row


def _follow_to(meeting: Meeting, row: Registration) -> None:
    """Who changed shifts sits where they came; whoever has been at their own stream's meetings is counted there."""
    if meeting.stream_id in (None, row.stream_id) or row.marks.exclude(meeting__stream=None).exists():
        return
    row.stream = meeting.stream
    row.save(update_fields=["stream", "changed_at"])
