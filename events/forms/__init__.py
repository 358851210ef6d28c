"""What people type about events, checked and explained beside the field."""

from events.forms.browsing import BrowseForm
from events.forms.details import EventDetailsForm
from events.forms.queue import QueueForm
from events.forms.reasons import ReasonForm

__all__ = ["BrowseForm", "EventDetailsForm", "QueueForm", "ReasonForm"]
