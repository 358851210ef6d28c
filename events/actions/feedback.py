"""What those who were there say afterwards, without a name; what they will try themselves goes to their own shelf."""

from dataclasses import dataclass

from django.db import transaction

from common.permissions import require
from events import permissions
from events.actions.locking import lock_event
from events.models import Feedback, FeedbackGiven, Registration
from events.signals import reflection_written
from teachers.models import User

# So many answers appear at once, never one by one.
GROUP = 3


class AlreadyGiven(Exception):
    """The person has answered about this event before."""


@dataclass(frozen=True)
class Answer:
    """`usefulness` from 1 to 4; `tomorrow` is the author's own and is never shown to the host."""

    usefulness: int
    liked: str = ""
    wished: str = ""
    tomorrow: str = ""


@transaction.atomic
def give(registration: Registration, answer: Answer, *, by: User) -> None:
    """Keeps the answer without its author. Raises AlreadyGiven, EventBusy or PermissionDenied.

    The event's lock keeps two at once from both being the third.
    """
    event = lock_event(registration.event_id)
    registration = Registration.objects.select_related("teacher").get(pk=registration.pk)
    require(permissions.can_give_feedback(by, event, registration))
    _given, is_new = FeedbackGiven.objects.get_or_create(registration=registration)
    if not is_new:
        raise AlreadyGiven
    Feedback.objects.create(event=event, usefulness=answer.usefulness, liked=answer.liked, wished=answer.wished)
    hidden = Feedback.objects.filter(event=event, is_shown=False)
    if hidden.count() >= GROUP:
        hidden.update(is_shown=True)
    if answer.tomorrow:
        registration.event = event
        reflection_written.send(Registration, registration=registration, text=answer.tomorrow)
