"""The two signatures under an internship or a trial: after the second, the hours of the diary are the person's."""

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.behaviours import behaviour_of
from events.models import Event, Note, Registration
from teachers.models import User


class NothingWritten(Exception):
    """There is nothing to sign yet: no entry in the diary."""


def signs_as_participant(user: User, registration: Registration) -> bool:
    """One who was accepted, from the beginning on, until both have signed."""
    return registration.teacher_id == user.pk and _may_be_signed(registration)


def signs_as_host(user: User, registration: Registration) -> bool:
    """A host signs what the participant has signed."""
    signed = registration.teacher_signed_at is not None
    return signed and permissions.holds(user, registration.event) and _may_be_signed(registration)


def may_look(user: User, registration: Registration) -> bool:
    """The two whom the signatures concern; for others there is nothing here."""
    return registration.teacher_id == user.pk or permissions.holds(user, registration.event)


def _may_be_signed(registration: Registration) -> bool:
    event = registration.event
    in_time = event.state in (Event.State.PUBLISHED, Event.State.CLOSED) and event.has_started
    return in_time and behaviour_of(event).signs_off and registration.holds_a_seat and not registration.is_signed_off


@transaction.atomic
def sign(registration: Registration, *, by: User) -> Registration:
    """Signs in the person's own part; with the second signature the diary's hours count.

    Raises NothingWritten, PermissionDenied or EventBusy. Signing twice changes nothing.
    """
    registration = _locked(registration)
    if signs_as_participant(by, registration):
        if not Note.objects.filter(registration=registration).exists():
            raise NothingWritten
        registration.teacher_signed_at = registration.teacher_signed_at or timezone.now()
    else:
        require(signs_as_host(by, registration))
        registration.host_signed_at = timezone.now()
    if registration.is_signed_off and registration.state in WAS_THERE:
        registration.hours = behaviour_of(registration.event).hours_of(registration) or registration.hours
    registration.save(update_fields=["teacher_signed_at", "host_signed_at", "hours", "changed_at"])
    return registration


@transaction.atomic
def unsign(registration: Registration, *, by: User) -> None:
    """The participant takes the signature back to go on writing, until the host has signed."""
    registration = _locked(registration)
    require(signs_as_participant(by, registration))
    registration.teacher_signed_at = None
    registration.save(update_fields=["teacher_signed_at", "changed_at"])


def _locked(registration: Registration) -> Registration:
    event = lock_event(registration.event_id)
    fresh = Registration.objects.select_related("teacher").get(pk=registration.pk)
    fresh.event = event
    return fresh


WAS_THERE = (Registration.State.ATTENDED, Registration.State.PARTLY)
