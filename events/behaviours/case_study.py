"""Case study: a situation, sub-groups that each find a solution, a vote, the expert's word."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.behaviours.base import Behaviour
from events.behaviours.parts import About, Opens, Part, Readers, Writers
from events.models import Event, Note, Registration

SITUATION, SOLUTION, EXPERT = "situation", "solution", "expert"
# A note without words by which the host lets people vote; done once the host has ended it.
VOTING = "voting"


class CaseStudy(Behaviour):
    code = "case_study"
    name = _("case study: situation, sub-groups, solutions, a vote, the expert's word")
    title = _("The case")
    has_groups = True
    template = "events/behaviours/_case_study.html"
    note_template = "events/behaviours/_vote.html"
    parts = (
        Part(
            SITUATION,
            _("The situation"),
            Writers.HOSTS,
            Readers.EVERYBODY,
            button=_("Write the situation"),
            hint=_("What happened, who takes part, what has been tried. No names of children, no diagnoses."),
            empty=_("The host has not described the situation yet."),
        ),
        Part(
            SOLUTION,
            _("The solution"),
            Writers.MEMBERS,
            Readers.PARTICIPANTS,
            About.GROUP,
            opens=Opens.AT_START,
            button=_("Write the solution"),
            hint=_("What you suggest, step by step, and why. One for the whole group: anyone of you may mend it."),
            empty=_("The group has not written its solution yet."),
        ),
        Part(
            EXPERT,
            _("The expert's word"),
            Writers.EXPERT,
            Readers.EVERYBODY,
            opens=Opens.AT_START,
            outlives=True,
            button=_("Say a word"),
            hint=_("What is strong in each solution and what to look at besides."),
            empty=_("The expert speaks when the solutions are there."),
        ),
    )

    def allows(self, part: Part, *, kinds: Collection[str], registration: Registration | None) -> bool:
        """Solutions stay as they are once people vote for them."""
        return part.kind != SOLUTION or VOTING not in kinds

    def reading(self, notes: QuerySet[Note], mine: Registration | None) -> QuerySet[Note]:
        """With the voices for each solution, and whether the reader's is among them."""
        own = Q(votes__registration=mine.pk if mine else None)
        return notes.annotate(voices=Count("votes"), my_voices=Count("votes", filter=own))

    def panel(self, event: Event, notes: Collection[Note], mine: Registration | None) -> dict[str, Any]:
        voting = next((note for note in notes if note.kind == VOTING), None)
        solutions = sum(note.kind == SOLUTION for note in notes)
        published = event.state == Event.State.PUBLISHED
        return {
            "goes_on": voting is not None and not voting.is_done and published,
            "is_over": voting is not None and voting.is_done,
            "may_begin": voting is None and solutions > 1 and published,
            "votes": mine is not None and mine.holds_a_seat,
        }

    def progress(self, event: Event, notes: Collection[Note]) -> list[str]:
        solutions = sum(note.kind == SOLUTION for note in notes)
        voting = next((note for note in notes if note.kind == VOTING), None)
        words = [ngettext("%(n)s solution", "%(n)s solutions", solutions) % {"n": solutions}] if solutions else []
        if voting:
            words.append(gettext("the vote is over") if voting.is_done else gettext("the vote goes on"))
        return words
