"""What a form of event can do beyond the usual: one file for each behaviour, found by its code in the form's row."""

from events.behaviours.base import Behaviour, all_behaviours, behaviour_of
from events.behaviours.parts import About, Opens, Part, Readers, Writers

__all__ = ["About", "Behaviour", "Opens", "Part", "Readers", "Writers", "all_behaviours", "behaviour_of"]
