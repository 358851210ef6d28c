"""What a person on duty may do with a message: put it back into the queue, or take it out."""

from django.db import transaction
from django.utils import timezone

from notifications.models import Message, MessageQuerySet
from teachers.models import User

State = Message.State


@transaction.atomic
def send_again(messages: MessageQuerySet, *, by: User) -> int:
    """Queues what failed, was stopped or waits for another try; says how many.

    Messages whose time has passed, that are being sent or were sent, and those that `by` does not manage stay as
    they are. The copy bears the same Message-ID.
    """
    now = timezone.now()
    theirs = messages.managed_by(by).filter(state__in=(State.FAILED, State.STOPPED, State.RETRYING))
    timely = theirs.exclude(expires_at__lte=now)
    return timely.update(state=State.QUEUED, attempts=0, due_at=now, trouble="", last_error="")


@transaction.atomic
def stop(messages: MessageQuerySet, *, by: User) -> int:
    """Takes what waits out of the queue; says how many. What is being sent this moment cannot be called back."""
    theirs = messages.managed_by(by).filter(state__in=(State.QUEUED, State.RETRYING))
    return theirs.update(state=State.STOPPED)
