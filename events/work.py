"""The work of an event as one person sees it: the parts of its behaviour with the notes that are theirs to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from events import permissions
from events.actions.signing import signs_as_host, signs_as_participant
from events.behaviours import About, Behaviour, Part, Writers, behaviour_of
from events.models import Event, Group, Note, Registration
from events.note_rights import Standing
from teachers.models import User

# More than this and the work has a page of its own; the event's page tells how far it has come.
SHORT = 3


@dataclass(frozen=True)
class Line:
    """A note and what the reader may do with it; `author` is empty for a name that is not theirs to read."""

    note: Note
    author: str
    may_change: bool
    may_tick: bool


@dataclass(frozen=True)
class Section:
    """One part with its notes; `may_write` is where a new one may be added."""

    part: Part
    lines: list[Line]
    may_write: bool
    owner: str


@dataclass(frozen=True)
class Team:
    """A sub-group with its members, as far as the reader may read them by name."""

    group: Group
    members: list[Registration]
    others: int
    is_mine: bool


@dataclass(frozen=True)
class Signing:
    """How the two signatures stand; `hours` are those of the diary."""

    hours: Decimal
    may_sign: bool
    may_unsign: bool


@dataclass(frozen=True)
class Block:
    """Sections of one owner: of the event when both others are None."""

    registration: Registration | None
    team: Team | None
    sections: list[Section]
    signing: Signing | None = None

    @property
    def is_of_event(self) -> bool:
        return self.registration is None and self.team is None


class Work:
    """`named` are registrations with a seat whose people the reader may read by name; `mine` is the reader's own."""

    def __init__(self, event: Event, reader: User, mine: Registration | None, named: Sequence[Registration]) -> None:
        self.event, self.reader, self.mine, self.named = event, reader, mine, named
        for registration in named:
            registration.event = event

    @cached_property
    def behaviour(self) -> Behaviour:
        return behaviour_of(self.event)

    @cached_property
    def notes(self) -> list[Note]:
        """All of the event, read once; which of them the reader sees is asked of each part."""
        if not self.behaviour.parts or not getattr(self.event, "has_notes", True):
            return []
        notes = Note.objects.filter(event=self.event).select_related("author", "registration", "group")
        return list(self.behaviour.reading(notes, self.mine).order_by("happened_on", "created_at", "pk"))

    @cached_property
    def panel(self) -> dict[str, Any]:
        return self.behaviour.panel(self.event, self.notes, self.mine)

    @cached_property
    def teams(self) -> list[Team]:
        """Sub-groups with their members in one query."""
        if not self.behaviour.has_groups or not (self._bare.takes_part or self.runs):
            return []
        rows = Group.objects.filter(event=self.event).order_by("pk").values_list("pk", "name", "members")
        members: dict[tuple[int, str], list[int]] = {}
        for pk, name, member in rows:
            members.setdefault((pk, name), []).extend([member] if member else [])
        return [self._team(Group(pk=pk, name=name, event=self.event), pks) for (pk, name), pks in members.items()]

    def _team(self, group: Group, pks: Sequence[int]) -> Team:
        seen = [registration for registration in self.named if registration.pk in pks]
        is_mine = self.mine is not None and self.mine.pk in pks
        return Team(group, seen, len(pks) - len(seen), is_mine)

    @property
    def holds(self) -> bool:
        return self._bare.holds

    @property
    def runs(self) -> bool:
        return permissions.may_run(self.reader, self.event)

    @cached_property
    def _bare(self) -> Standing:
        """Where the reader stands, before notes and groups are read."""
        return Standing(self.event, self.reader, self.mine, (), ())

    @cached_property
    def standing(self) -> Standing:
        groups = frozenset(team.group.pk for team in self.teams if team.is_mine)
        return Standing(self.event, self.reader, self.mine, groups, frozenset(note.kind for note in self.notes))

    @cached_property
    def blocks(self) -> list[Block]:
        """Parts in their order; those that stand together and have the same owners are shown owner by owner."""
        runs = groupby(self.behaviour.parts, key=lambda part: part.about)
        return [block for about, parts in runs for block in self._blocks(about, list(parts)) if block.sections]

    def _blocks(self, about: About, parts: list[Part]) -> Iterator[Block]:
        if about == About.EVENT:
            yield Block(None, None, self._sections(parts))
        elif about == About.GROUP:
            for team in self.teams:
                yield Block(None, team, self._sections(parts, team=team))
        else:
            for registration in self._persons():
                sections = self._sections(parts, registration=registration)
                yield Block(registration, None, sections, self._signing(registration))

    def _signing(self, registration: Registration) -> Signing | None:
        if not self.behaviour.signs_off or not registration.holds_a_seat:
            return None
        own = signs_as_participant(self.reader, registration)
        has_signed = registration.teacher_signed_at is not None
        return Signing(
            hours=sum((n.hours for n in self.notes if n.registration_id == registration.pk and n.hours), Decimal(0)),
            may_sign=(own and not has_signed) or signs_as_host(self.reader, registration),
            may_unsign=own and has_signed,
        )

    def _persons(self) -> list[Registration]:
        """Everybody with a seat for a host, oneself for a participant (also one who has left: it stays theirs)."""
        if self.holds:
            return [registration for registration in self.named if registration.holds_a_seat]
        return [self.mine] if self.mine is not None else []

    def _sections(
        self, parts: list[Part], *, registration: Registration | None = None, team: Team | None = None
    ) -> list[Section]:
        pk = registration.pk if registration else None
        readable = [part for part in parts if self.standing.reads(part, registration_pk=pk)]
        return [self._section(part, registration, team) for part in readable]

    def _section(self, part: Part, registration: Registration | None, team: Team | None) -> Section:
        group = team.group if team else None
        notes = [note for note in self.notes if note.kind == part.kind and _lies_on(note, part, registration, group)]
        can_add = self.standing.writes(part, registration=registration, group=group)
        owner = f"?participant={registration.pk}" if registration else f"?group={group.pk}" if group else ""
        return Section(part, [self._line(part, note) for note in notes], can_add and (part.many or not notes), owner)

    def _line(self, part: Part, note: Note) -> Line:
        return Line(
            note=note,
            author=self._name_of(note) if part.many and part.writers != Writers.ONE else "",
            may_change=self.standing.changes(part, note),
            may_tick=self.standing.ticks(part, note),
        )

    def _name_of(self, note: Note) -> str:
        """Hosts by name, like everywhere on the page; those who take part as far as they allow."""
        author = note.author
        if author is None:
            return ""
        known = {self.event.host_id, self.reader.pk, *self.event.cohost_ids}
        known |= {registration.teacher_id for registration in self.named}
        return author.get_short_name() if author.pk in known else ""

    @property
    def progress(self) -> list[str]:
        return self.behaviour.progress(self.event, self._seen)

    @property
    def _seen(self) -> list[Note]:
        """What of the notes the reader reads, and those that belong to no part (how the vote stands)."""
        shown = {line.note.pk for block in self.blocks for section in block.sections for line in section.lines}
        own = {part.kind for part in self.behaviour.parts}
        return [note for note in self.notes if note.pk in shown or note.kind not in own]

    @property
    def is_long(self) -> bool:
        """Whether it needs a page of its own."""
        lines = sum(len(section.lines) for block in self.blocks for section in block.sections)
        return lines > SHORT or len(self.blocks) > SHORT

    @property
    def short_blocks(self) -> list[Block]:
        """What the event's own page shows of a long work: the words that everything else turns on."""
        of_event = [block.sections for block in self.blocks if block.is_of_event]
        single = [Block(None, None, [part for part in sections if not part.part.many]) for sections in of_event]
        return [block for block in single if block.sections]


def _lies_on(note: Note, part: Part, registration: Registration | None, group: Group | None) -> bool:
    if part.about == About.PERSON:
        return registration is not None and note.registration_id == registration.pk
    if part.about == About.GROUP:
        return group is not None and note.group_id == group.pk
    return True
