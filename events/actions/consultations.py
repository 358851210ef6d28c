"""Booking, moving and cancelling a slot of a consultation, under the event's lock: nobody gets another's time."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.behaviours import behaviour_of
from events.models import ConsultationHours, Event, Registration, RegistrationChange
from events.slots import Slot, hours_of_event, slots_of
from notifications.outbox import notify
from teachers.models import User

State = Registration.State
HELD = (State.ATTENDED, State.PARTLY, State.ABSENT)


class SlotTaken(Exception):
    """Somebody was faster, or the host is taken at that time by now."""


def can_book(user: User, event: Event, mine: Registration | None) -> bool:
    """Anybody but the hosts, once for each consultation; what is booked moves until it is too late for that."""
    if event.state != Event.State.PUBLISHED or not behaviour_of(event).books_slots or permissions.holds(user, event):
        return False
    return mine is None or mine.state not in HELD


def can_change(user: User, mine: Registration, hours: ConsultationHours) -> bool:
    """One's own slot, until the notice time before it."""
    return mine.teacher_id == user.pk and _is_booked(mine) and in_time(mine, hours)


def in_time(booked: Registration, hours: ConsultationHours) -> bool:
    latest = timezone.now() + dt.timedelta(hours=hours.notice_hours)
    return booked.slot_starts_at is not None and booked.slot_starts_at >= latest


def can_take_back(user: User, booked: Registration) -> bool:
    """A host cancels what somebody booked, until it begins."""
    ahead = booked.slot_starts_at is not None and booked.slot_starts_at > timezone.now()
    return ahead and _is_booked(booked) and permissions.holds(user, booked.event)


def can_set_hours(user: User, event: Event) -> bool:
    """A host, in any state before the event is over."""
    never = (Event.State.CANCELLED, Event.State.DECLINED, Event.State.CLOSED)
    return behaviour_of(event).books_slots and event.state not in never and permissions.holds(user, event)


def _is_booked(registration: Registration) -> bool:
    return registration.state == State.JOINED and registration.slot_starts_at is not None


@transaction.atomic
def book(event: Event, starts_at: dt.datetime, *, by: User) -> Registration:
    """Books the slot that begins then, or moves the person's booking to it; the host hears of it.

    Raises SlotTaken, PermissionDenied or EventBusy; nothing is written then.
    """
    event = lock_event(event.pk)
    mine = Registration.objects.filter(event=event, teacher=by).first()
    hours = hours_of_event(event)
    require(can_book(by, event, mine))
    moves = mine is not None and _is_booked(mine)
    if mine is not None and mine.slot_starts_at == starts_at and moves:
        return mine
    require(mine is None or not moves or in_time(mine, hours))
    slot = _free_slot(event, hours, starts_at, besides=mine)
    mine = mine or Registration(event=event, teacher=by, state=State.LEFT)
    mine.kindergarten_id = event.home_of(by)
    _write(mine, State.JOINED, slot=slot, by=by)
    _tell_host("slot_moved" if moves else "slot_booked", mine)
    return mine


def _free_slot(event: Event, hours: ConsultationHours, starts_at: dt.datetime, *, besides: Registration | None) -> Slot:
    """Counted while the lock is held; raises SlotTaken."""
    free = (slot for slot in slots_of(event, hours, besides=besides) if slot.is_free and slot.starts_at == starts_at)
    slot = next(free, None)
    if slot is None:
        raise SlotTaken
    return slot


@transaction.atomic
def cancel(event: Event, *, by: User) -> None:
    """The person gives their slot back; the host hears of it. Without a booking nothing happens."""
    event = lock_event(event.pk)
    mine = Registration.objects.filter(event=event, teacher=by).first()
    if mine is None or not _is_booked(mine):
        return
    require(event.state == Event.State.PUBLISHED and can_change(by, mine, hours_of_event(event)))
    _tell_host("slot_cancelled", mine)
    _write(mine, State.LEFT, slot=None, by=by)


@transaction.atomic
def take_back(booked: Registration, *, reason: str, by: User) -> None:
    """The host cancels somebody's slot with a word to them. Raises PermissionDenied or EventBusy."""
    event = lock_event(booked.event_id)
    booked = Registration.objects.select_related("teacher").get(pk=booked.pk)
    booked.event = event
    require(can_take_back(by, booked))
    notify(
        booked.teacher,
        "slot_taken_back",
        subject=event,
        occurrence=timezone.now().isoformat(),
        expires_at=booked.slot_ends_at,
        data=_times(booked) | {"reason": reason, "registration": booked.pk},
    )
    _write(booked, State.LEFT, slot=None, by=by, reason=reason)


def _write(registration: Registration, state: State, *, slot: Slot | None, by: User, reason: str = "") -> None:
    was = registration.state if registration.pk else ""
    registration.state, registration.changed_by, registration.joined_at = state, by, timezone.now()
    registration.slot_starts_at = slot.starts_at if slot else None
    registration.slot_ends_at = slot.ends_at if slot else None
    registration.queue_number = None
    registration.save()
    RegistrationChange.objects.create(registration=registration, was=was, became=state, by=by, reason=reason[:300])


def _tell_host(kind: str, mine: Registration) -> None:
    event = mine.event
    notify(
        event.host,
        kind,
        subject=event,
        occurrence=f"{mine.pk} {timezone.now().isoformat()}",
        expires_at=mine.slot_ends_at,
        data=_times(mine) | {"registration": mine.pk},
    )


def _times(booked: Registration) -> dict[str, str]:
    begins, ends = booked.slot_starts_at, booked.slot_ends_at
    return {"begins": begins.isoformat(), "ends": ends.isoformat()} if begins and ends else {}


@transaction.atomic
def set_hours(event: Event, hours: ConsultationHours, *, by: User) -> None:
    """How windows are cut from now on; what is booked stays. Slots are the seats: the event has no limit besides."""
    event = lock_event(event.pk)
    require(can_set_hours(by, event))
    hours.event = event
    hours.save()
    Event.objects.filter(pk=event.pk).update(capacity=None)
