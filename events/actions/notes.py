"""Writing, mending and taking away notes of an event, under its lock: two tabs never overwrite one another."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common.permissions import require
from events.actions.locking import lock_event
from events.behaviours import About, Part
from events.models import Event, Group, Note, Registration
from events.note_rights import Standing, standing_of
from teachers.models import User


@dataclass(frozen=True)
class Words:
    """What is written; the day and the hours where the part has them."""

    text: str
    happened_on: dt.date | None = None
    hours: Decimal | None = None

    def put_into(self, note: Note) -> None:
        note.text, note.happened_on, note.hours = self.text, self.happened_on, self.hours


@dataclass(frozen=True)
class Owner:
    """Whose heap a note lies on: a participant's, a sub-group's, or the event's own when both are None."""

    registration: Registration | None = None
    group: Group | None = None


class WrittenMeanwhile(Exception):
    """Somebody else has written or changed it since the page was opened; `note` is how it stands now."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.pk)
        self.note = note


@transaction.atomic
def write(event: Event, part: Part, words: Words, *, by: User, owner: Owner) -> Note:
    """Adds a note; raises WrittenMeanwhile where there is one and the part takes no more.

    Raises PermissionDenied or EventBusy too.
    """
    event = lock_event(event.pk)
    standing = standing_of(by, event)
    owner = _as_it_stands(event, part, owner)
    require(standing.writes(part, registration=owner.registration, group=owner.group))
    note = Note(event=event, kind=part.kind, author=by, group=owner.group)
    note.registration = standing.mine if _is_of_its_author(part) else owner.registration
    there = Note.objects.filter(event=event, kind=part.kind, registration=note.registration, group=note.group).first()
    if there and not part.many:
        raise WrittenMeanwhile(there)
    words.put_into(note)
    note.save()
    return note


def _as_it_stands(event: Event, part: Part, owner: Owner) -> Owner:
    """The owner under the lock; raises PermissionDenied for one of another event, or for a heap that has none."""
    if part.about == About.EVENT:
        return Owner()
    if part.about == About.GROUP:
        group = Group.objects.filter(event=event, pk=owner.group.pk if owner.group else 0).first()
        require(group is not None)
        return Owner(group=group)
    pk = owner.registration.pk if owner.registration else 0
    registration = Registration.objects.filter(event=event, pk=pk).first()
    require(registration is not None)
    return Owner(registration=registration)


def _is_of_its_author(part: Part) -> bool:
    """An entry among many of all who take part remembers which of them wrote it."""
    return part.about == About.EVENT and part.many


@transaction.atomic
def mend(note: Note, words: Words, *, seen: str, by: User) -> None:
    """Changes a note; `seen` is its stamp as the person had it before them.

    Raises WrittenMeanwhile when it has changed since, PermissionDenied or EventBusy.
    """
    note = _locked(note, by=by)
    if stamp_of(note) != seen:
        raise WrittenMeanwhile(note)
    words.put_into(note)
    note.save()


@transaction.atomic
def take_away(note: Note, *, by: User) -> None:
    """Raises PermissionDenied or EventBusy."""
    _locked(note, by=by).delete()


@transaction.atomic
def tick(note: Note, *, done: bool, by: User) -> None:
    """The participant says that a step is made, or takes it back. Raises PermissionDenied or EventBusy."""
    standing = standing_of(by, lock_event(note.event_id))
    require(standing.ticks(_part_of(note, standing), note))
    Note.objects.filter(pk=note.pk).update(is_done=done)


def _locked(note: Note, *, by: User) -> Note:
    """The note under its event's lock, for a person who may change it."""
    event = lock_event(note.event_id)
    standing = standing_of(by, event)
    fresh = Note.objects.filter(event=event, pk=note.pk).select_related("registration", "group").first()
    if fresh is None:
        raise PermissionDenied
    require(standing.changes(_part_of(fresh, standing), fresh))
    return fresh


def _part_of(note: Note, standing: Standing) -> Part:
    """Raises PermissionDenied for a kind that the form no longer has."""
    part = standing.behaviour.part(note.kind)
    if part is None:
        raise PermissionDenied
    return part


def stamp_of(note: Note) -> str:
    """Changes whenever the note does; travels in the form to tell a second tab from the first."""
    return note.changed_at.isoformat()
