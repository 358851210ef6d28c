from events.models.events import Event, EventForm, Place
from events.models.registrations import Registration

__all__ = ["Event", "EventForm", "Place", "Registration"]
