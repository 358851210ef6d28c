"""Who may do what with an event: plain predicates, asked by views, templates, admin and actions alike."""

from django.utils import timezone

from events.behaviours import behaviour_of
from events.check_in import is_open
from events.models import Event, Meeting, Registration
from teachers.models import User

State = Event.State


def holds(user: User, event: Event) -> bool:
    """Its host, or a second host who has agreed."""
    return event.host_id == user.pk or user.pk in event.cohost_ids


def may_run(user: User, event: Event) -> bool:
    """Whoever holds it, and a methodist of its kindergarten."""
    return user.is_methodist_of(event.kindergarten_id) or holds(user, event)


def can_propose(user: User) -> bool:
    """Anyone who belongs to a kindergarten may hold an event."""
    return user.is_active and user.kindergarten is not None


def can_edit(user: User, event: Event) -> bool:
    """The host, until the event is sent; later it is revised, with those who are coming in mind."""
    return event.host_id == user.pk and event.state in Event.EDITABLE_STATES


def can_submit(user: User, event: Event) -> bool:
    return can_edit(user, event)


def can_withdraw(user: User, event: Event) -> bool:
    """The host takes a proposal back until they have confirmed it."""
    return event.host_id == user.pk and event.state in (State.PROPOSED, State.ACCEPTED)


def can_moderate(user: User, event: Event) -> bool:
    """A methodist of the event's kindergarten, while it waits for a decision."""
    return event.state == State.PROPOSED and user.is_methodist_of(event.kindergarten_id)


def can_confirm(user: User, event: Event) -> bool:
    """The host of an accepted event says that it will take place."""
    return event.host_id == user.pk and event.state == State.ACCEPTED


def can_unconfirm(user: User, event: Event) -> bool:
    """The host takes the word back while the event is not public yet."""
    return event.host_id == user.pk and event.state == State.CONFIRMED


def can_publish(user: User, event: Event) -> bool:
    """A methodist puts a confirmed event into the calendar, where the kindergarten does not do so by itself."""
    return event.state == State.CONFIRMED and user.is_methodist_of(event.kindergarten_id)


def can_correct(user: User, event: Event) -> bool:
    """A methodist corrects what is proposed or published; one's own draft is edited on the site."""
    states = (*Event.UNDECIDED_STATES, State.PUBLISHED)
    return event.state in states and user.is_methodist_of(event.kindergarten_id)


def can_revise(user: User, event: Event) -> bool:
    """Whoever runs an event changes it until it is over."""
    states = (*Event.UNDECIDED_STATES, State.PUBLISHED)
    return event.state in states and not event.has_ended and may_run(user, event)


def can_cancel(user: User, event: Event) -> bool:
    """Whoever runs a published event, while it is still ahead; a longer one also between its meetings."""
    return event.state == State.PUBLISHED and not event.has_ended and may_run(user, event)


def can_join(user: User, event: Event) -> bool:
    """Any colleague but the hosts, while the event is published and still ahead; the audience is the one door's."""
    ahead = event.state == State.PUBLISHED and not event.is_undated and not event.has_started
    return ahead and joins_whole(event) and not holds(user, event)


def can_leave(user: User, event: Event, mine: Registration | None) -> bool:
    """Until the event begins; a place in the queue may be left at any time."""
    waits = mine is not None and mine.state in (Registration.State.WAITING, Registration.State.ASKED)
    return can_join(user, event) or waits


def can_order_queue(user: User, event: Event) -> bool:
    return event.state == State.PUBLISHED and not event.has_started and may_run(user, event)


def can_record_attendance(user: User, event: Event) -> bool:
    """Whoever runs it, from the beginning of the event on."""
    return event.state in (State.PUBLISHED, State.CLOSED) and event.has_started and may_run(user, event)


def can_mark(user: User, event: Event, meeting: Meeting) -> bool:
    """Whoever runs the event, from the beginning of the meeting on; marks may be mended after it is closed."""
    return meeting.starts_at <= timezone.now() and can_record_attendance(user, event)


def can_finish(user: User, event: Event) -> bool:
    """Whoever runs it, once nothing is ahead but the end of the last meeting."""
    if event.state != State.PUBLISHED or not event.has_started or not may_run(user, event):
        return False
    return all(meeting.starts_at <= timezone.now() for meeting in event.meetings.all())


def can_prepare_meetings(user: User, event: Event) -> bool:
    """Whoever runs it prints the sheet to sign and shows the code to check in."""
    return event.state in (State.PUBLISHED, State.CLOSED) and not event.is_undated and may_run(user, event)


def can_check_in(user: User, event: Event, meeting: Meeting) -> bool:
    """Anyone in the room but the hosts, who need no mark, while the code is good."""
    return event.state == State.PUBLISHED and is_open(meeting, timezone.now()) and not holds(user, event)


def can_be_added(person: User, event: Event) -> bool:
    return person.is_active and not holds(person, event) and can_come_unannounced(event)


def can_come_unannounced(event: Event) -> bool:
    """To a consultation one comes by the time one has booked."""
    return joins_whole(event)


def can_give_feedback(user: User, event: Event, mine: Registration | None) -> bool:
    """Only whoever was there, by the host's word, and holds no part of it; whether they have answered is told apart."""
    was_there = mine is not None and mine.teacher_id == user.pk and mine.was_there
    return was_there and event.state in (State.PUBLISHED, State.CLOSED) and not holds(user, event)


def can_read_feedback(user: User, event: Event, mine: Registration | None) -> bool:
    """Those who run it and those who were there; it is no advertisement and no mark of a host."""
    return may_run(user, event) or (mine is not None and mine.was_there)


def can_show_interest(user: User, event: Event) -> bool:
    """In what has no date yet, and in what is over and may be held again."""
    over = event.state == State.CANCELLED or (event.is_public and event.has_ended)
    undated = event.state == State.PUBLISHED and event.is_undated
    return user.kindergarten is not None and (undated or over) and event.host_id != user.pk


def can_clone(user: User, event: Event) -> bool:
    """A public event may be held again by anyone; one's own in any state."""
    return can_propose(user) and (event.is_public or event.host_id == user.pk)


def can_invite_hosts(user: User, event: Event) -> bool:
    """Its host, while the event is not over."""
    return event.host_id == user.pk and not event.has_ended and event.state not in (State.DECLINED, State.CANCELLED)


def joins_whole(event: Event) -> bool:
    """Whether one registers for the whole event; for a consultation one books a slot of it."""
    return not behaviour_of(event).books_slots


def can_keep_materials(user: User, event: Event) -> bool:
    """Whoever runs the event adds files, links and the programme, before it and after."""
    return event.state not in (State.DECLINED, State.CANCELLED) and may_run(user, event)


def can_write_summary(user: User, event: Event) -> bool:
    """Whoever runs it, once it has begun."""
    return event.state in (State.PUBLISHED, State.CLOSED) and event.has_started and may_run(user, event)


def can_read_summary_paper(user: User, event: Event) -> bool:
    """Whoever runs it, once it is closed: before that nobody knows who was there."""
    return event.state == State.CLOSED and may_run(user, event)
