from events.models.addresses import Board, CalendarFeed
from events.models.events import Event
from events.models.feedback import Feedback, FeedbackGiven
from events.models.materials import AgendaItem, Material
from events.models.meetings import Holiday, Meeting, Stream
from events.models.notes import ConsultationHours, Group, Note, Vote
from events.models.places import EventForm, Place
from events.models.registrations import MeetingMark, Registration, RegistrationChange
from events.models.series import Series
from events.models.sharing import CoHost, Interest, Offer

__all__ = [
    "AgendaItem",
    "Board",
    "CalendarFeed",
    "CoHost",
    "ConsultationHours",
    "Event",
    "EventForm",
    "Feedback",
    "FeedbackGiven",
    "Group",
    "Holiday",
    "Interest",
    "Material",
    "Meeting",
    "MeetingMark",
    "Note",
    "Offer",
    "Place",
    "Registration",
    "RegistrationChange",
    "Series",
    "Stream",
    "Vote",
]
