"""What people type about events, checked and explained beside the field."""

from events.forms.browsing import BrowseForm
from events.forms.consultations import HoursForm
from events.forms.groups import GroupsForm
from events.forms.notes import NoteForm
from events.forms.queue import QueueForm
from events.forms.reasons import ReasonForm
from events.forms.sheet import SheetForms

__all__ = ["BrowseForm", "GroupsForm", "HoursForm", "NoteForm", "QueueForm", "ReasonForm", "SheetForms"]
