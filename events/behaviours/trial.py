"""Professional trial: a colleague tries a new role, somebody watches with care."""

from django.utils.translation import gettext_lazy as _

from events.behaviours.parts import About, Opens, Part, Readers, Writers
from events.behaviours.signing import SignedOff, diary


class Trial(SignedOff):
    code = "trial"
    name = _("professional trial: the host's consent, a diary, the observer's word, both sign")
    title = _("The trial")
    parts = (
        Part(
            "task",
            _("What is tried"),
            Writers.HOSTS,
            Readers.EVERYBODY,
            button=_("Write what is tried"),
            hint=_("The role, the task, who helps, what may safely go wrong."),
            empty=_("The host has not written yet what is tried."),
        ),
        diary(_("How you prepared, how it went, what surprised you. No names of children.")),
        Part(
            "reflection",
            _("What I think of it"),
            Writers.ONE,
            Readers.PAIR,
            About.PERSON,
            opens=Opens.AT_START,
            outlives=True,
            button=_("Write"),
            hint=_("What went well, what I would do otherwise, whether this role is for me."),
            empty=_("It is written after the trial, before the signatures."),
        ),
        Part(
            "observation",
            _("The observer's word"),
            Writers.EXPERT,
            Readers.PAIR,
            About.PERSON,
            opens=Opens.AT_START,
            outlives=True,
            button=_("Say what was seen"),
            hint=_("First what worked and why; then one thing to try otherwise. Nobody but the two of you reads it."),
            empty=_("The observer writes after the trial."),
        ),
    )
