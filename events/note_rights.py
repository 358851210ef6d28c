"""Who reads and who writes notes of an event: the one place that knows, whatever the behaviour."""

from collections.abc import Collection
from dataclasses import dataclass

from events import permissions
from events.behaviours import Behaviour, Part, Readers, Writers, behaviour_of
from events.models import Event, Group, Note, Registration
from teachers.models import User


@dataclass(frozen=True)
class Standing:
    """Where a person stands at an event: their registration in whatever state, their sub-groups, and the kinds of notes
    that the event has so far (both of interest only where the form works in sub-groups)."""

    event: Event
    person: User
    mine: Registration | None
    group_ids: Collection[int]
    kinds: Collection[str]

    @property
    def behaviour(self) -> Behaviour:
        return behaviour_of(self.event)

    @property
    def holds(self) -> bool:
        return permissions.holds(self.person, self.event)

    @property
    def takes_part(self) -> bool:
        return self.mine is not None and self.mine.holds_a_seat

    @property
    def is_expert(self) -> bool:
        """A second host; the host where there is none."""
        seconds = self.event.cohost_ids
        return self.person.pk in seconds or (not seconds and self.holds)

    def is_one(self, registration_pk: int | None) -> bool:
        """Whether the registration is the person's own, left or not."""
        return self.mine is not None and self.mine.pk == registration_pk

    def reads(self, part: Part, *, registration_pk: int | None = None) -> bool:
        if part.readers == Readers.EVERYBODY:
            return True
        if part.readers == Readers.PARTICIPANTS:
            return self.takes_part or permissions.may_run(self.person, self.event)
        if part.readers == Readers.HOSTS:
            return self.holds
        return self.holds or (registration_pk is not None and self.is_one(registration_pk))

    def writes(self, part: Part, *, registration: Registration | None = None, group: Group | None = None) -> bool:
        """Whether the person may add to the heap of the event, of the participant or of the sub-group."""
        if not part.is_open_in(self.event):
            return False
        if not self.behaviour.allows(part, kinds=self.kinds, registration=registration):
            return False
        return self._is_writer(part, registration, group)

    def _is_writer(self, part: Part, registration: Registration | None, group: Group | None) -> bool:
        if registration is not None and not registration.holds_a_seat:
            return False
        if part.writers == Writers.HOSTS:
            return self.holds
        if part.writers == Writers.EXPERT:
            return self.is_expert
        if not self.event.is_public:
            return False
        if part.writers == Writers.PARTICIPANTS:
            return self.takes_part
        if part.writers == Writers.MEMBERS:
            return self.takes_part and group is not None and group.pk in self.group_ids
        own = registration is not None and self.is_one(registration.pk)
        return own or (part.writers == Writers.PAIR and self.holds and registration is not None)

    def changes(self, part: Part, note: Note) -> bool:
        """One's own note, or the one note that whoever may write it shares."""
        mine = note.author_id == self.person.pk
        return (mine or not part.many) and self.writes(part, registration=note.registration, group=note.group)

    def ticks(self, part: Part, note: Note) -> bool:
        """Whether the person says that a step is made: the participant whose step it is."""
        in_time = part.can_be_done and part.is_open_in(self.event)
        return in_time and self.takes_part and self.is_one(note.registration_id)


def standing_of(person: User, event: Event) -> Standing:
    """Read for an action or a page about one note; the page of an event has all of it at hand."""
    mine = Registration.objects.filter(event=event, teacher=person).first()
    if not behaviour_of(event).has_groups:
        return Standing(event, person, mine, frozenset(), frozenset())
    group_ids = mine.groups.values_list("pk", flat=True) if mine else ()
    kinds = Note.objects.filter(event=event).order_by().values_list("kind", flat=True).distinct()
    return Standing(event, person, mine, frozenset(group_ids), frozenset(kinds))
