"""Internship: days beside an experienced colleague, a diary, a look at oneself."""

from django.utils.translation import gettext_lazy as _

from events.behaviours.parts import About, Opens, Part, Readers, Writers
from events.behaviours.signing import SignedOff, diary


class Internship(SignedOff):
    code = "internship"
    name = _("internship: the host's consent, a diary with hours, both sign")
    title = _("The internship")
    parts = (
        Part(
            "programme",
            _("What to look at"),
            Writers.HOSTS,
            Readers.EVERYBODY,
            button=_("Write what to look at"),
            hint=_("What the intern watches on each visit and what they try themselves."),
            empty=_("The host has not written yet what to look at."),
        ),
        diary(_("What you saw, what you did yourself, what you take with you. No names of children.")),
        Part(
            "reflection",
            _("A look at oneself"),
            Writers.ONE,
            Readers.PAIR,
            About.PERSON,
            opens=Opens.AT_START,
            outlives=True,
            button=_("Write"),
            hint=_("What I can do now, what is still hard, what I will try in my own group."),
            empty=_("It is written at the end, before the signatures."),
        ),
    )
