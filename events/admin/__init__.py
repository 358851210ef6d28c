"""Events on the methodist's desk."""

from events.admin.events import EventAdmin
from events.admin.forms import EventFormAdmin
from events.admin.holidays import HolidayAdmin
from events.admin.places import PlaceAdmin
from events.admin.registrations import RegistrationAdmin

__all__ = ["EventAdmin", "EventFormAdmin", "HolidayAdmin", "PlaceAdmin", "RegistrationAdmin"]
