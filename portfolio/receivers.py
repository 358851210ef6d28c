"""News from events, inside the transaction that makes it true."""

from django.dispatch import receiver

from events.models import Event, Registration
from events.signals import attendance_confirmed, attendance_withdrawn, event_closed, reflection_written
from portfolio.actions import arrivals


@receiver(attendance_confirmed, dispatch_uid="portfolio.receivers.bring")
def bring(sender: object, registration: Registration, **kwargs: object) -> None:
    arrivals.bring_attended(registration)


@receiver(attendance_withdrawn, dispatch_uid="portfolio.receivers.take_back")
def take_back(sender: object, registration: Registration, **kwargs: object) -> None:
    arrivals.take_back(registration.teacher, registration.event)


@receiver(event_closed, dispatch_uid="portfolio.receivers.bring_to_host")
def bring_to_host(sender: object, event: Event, **kwargs: object) -> None:
    arrivals.bring_hosted(event)


@receiver(reflection_written, dispatch_uid="portfolio.receivers.keep_reflection")
def keep_reflection(sender: object, registration: Registration, text: str, **kwargs: object) -> None:
    arrivals.keep_reflection(registration, text)
