"""What a form of event can do beyond the usual: one file for each behaviour, found by its code in the form's row."""

from events.behaviours.base import Behaviour, all_behaviours, behaviour_of

__all__ = ["Behaviour", "all_behaviours", "behaviour_of"]
