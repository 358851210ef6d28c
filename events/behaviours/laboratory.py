"""Laboratory: an idea is tried by several people for one to three months."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.behaviours.base import Behaviour
from events.behaviours.parts import Opens, Part, Readers, Writers
from events.models import Event, Note

HYPOTHESIS, JOURNAL, CONCLUSION = "hypothesis", "journal", "conclusion"


class Laboratory(Behaviour):
    code = "laboratory"
    name = _("laboratory: a hypothesis, a journal of trials, a conclusion")
    title = _("The work of the laboratory")
    parts = (
        Part(
            HYPOTHESIS,
            _("The hypothesis"),
            Writers.HOSTS,
            Readers.EVERYBODY,
            button=_("Write the hypothesis"),
            hint=_("If we do so, this will change; we shall see it by that."),
            empty=_("The host has not written the hypothesis yet."),
        ),
        Part(
            JOURNAL,
            _("The journal of trials"),
            Writers.PARTICIPANTS,
            Readers.PARTICIPANTS,
            many=True,
            opens=Opens.AT_START,
            has_day=True,
            button=_("Add a trial"),
            hint=_("What you tried and what you saw. No names of children."),
            empty=_("There are no entries yet. After the first meeting each researcher writes down their trials here."),
        ),
        Part(
            CONCLUSION,
            _("The conclusion"),
            Writers.HOSTS,
            Readers.EVERYBODY,
            opens=Opens.AT_START,
            outlives=True,
            button=_("Write the conclusion"),
            hint=_("What was confirmed, what was not, what to hand on to colleagues."),
            empty=_("It will stand here when the trials are over."),
        ),
    )

    def progress(self, event: Event, notes: Collection[Note]) -> list[str]:
        now = timezone.now()
        meetings = list(event.meetings.all())
        past, entries = sum(m.ends_at <= now for m in meetings), sum(note.kind == JOURNAL for note in notes)
        words = []
        if len(meetings) > 1:
            words.append(gettext("meetings held: %(past)s of %(all)s") % {"past": past, "all": len(meetings)})
        if entries:
            words.append(
                ngettext("%(n)s entry in the journal", "%(n)s entries in the journal", entries) % {"n": entries}
            )
        if any(note.kind == CONCLUSION for note in notes):
            words.append(gettext("the conclusion is written"))
        return words
