"""The outbox: a row written in the transaction of the change is the message."""

import datetime as dt
import random
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teachers.models import Kindergarten, User

# Longer than the slowest try: each of a handful of SMTP commands waits EMAIL_TIMEOUT at most.
LEASE = dt.timedelta(minutes=3)
# Waits of about 1, 4, 16 and 64 minutes: the fifth try comes an hour and a half after the first, so an hour of
# a mail server that defers everything loses nothing, and a poison message is out of the way after five.
MAX_ATTEMPTS = 5
FIRST_WAIT = dt.timedelta(minutes=1)
# A channel that answers nobody is asked again after this; it is not an attempt of any message.
PAUSE = dt.timedelta(seconds=30)


class MessageQuerySet(models.QuerySet["Message"]):
    def managed_by(self, user: User) -> "MessageQuerySet":
        """Messages about the work of the user's kindergartens, to people of these kindergartens."""
        if user.is_superuser:
            return self
        people = User.objects.get_queryset().managed_by(user)
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user), recipient__in=people)

    def waiting(self) -> "MessageQuerySet":
        return self.filter(state__in=Message.WAITING_STATES)

    def due(self, now: dt.datetime) -> "MessageQuerySet":
        """What somebody should look at now; of the partial index, the longest due first."""
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")

    def close_overdue(self) -> int:
        """Ends what is due too late, and what its last try never came back from; says how many."""
        due = self.due(timezone.now())
        expired = due.filter(expires_at__lte=timezone.now()).update(state=Message.State.EXPIRED)
        worn_out = due.filter(state=Message.State.LEASED, attempts__gte=MAX_ATTEMPTS)
        return expired + worn_out.update(state=Message.State.FAILED, trouble=Message.Trouble.INTERRUPTED)

    def lease(self, channel: str, number: int) -> list["Message"]:
        """Takes up to `number` due messages of a channel for this sweeper alone, until LEASE from now.

        Safe beside any number of other sweepers: locked rows are skipped on PostgreSQL, on SQLite the transaction
        is IMMEDIATE. A lease that ends unused makes its message due again.
        """
        now = timezone.now()
        due = self.due(now).filter(channel=channel)
        with transaction.atomic():
            taken = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:number])
            self.filter(pk__in=taken).update(state=Message.State.LEASED, due_at=now + LEASE)
        rows = self.in_bulk(taken)
        return [rows[pk] for pk in taken if pk in rows]

    def give_back(self, trouble: str, words: str) -> int:
        """Ends leases unused: the channel answers nobody, so nobody's attempt is counted."""
        leased = self.filter(state=Message.State.LEASED)
        return leased.update(
            state=Message.State.RETRYING, due_at=timezone.now() + PAUSE, trouble=trouble, last_error=words[:500]
        )


class Message(models.Model):
    """One logical message to one person by one channel.

    `unique_key` is kind + subject + occurrence + offset + person + channel, so writing the same twice is harmless.
    Every copy that ever leaves carries the same `message_id`. `due_at` is when somebody should look at the row
    next: for a leased one the end of its lease, which also tells one lease from another.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        LEASED = "leased", _("being sent")
        SENT = "sent", _("sent")
        RETRYING = "retrying", _("will be tried again")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("came too late")
        STOPPED = "stopped", _("no longer needed")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")

    class Trouble(models.TextChoices):
        NO_ADDRESS = "no_address", _("The person has no e-mail address.")
        REFUSED = "refused", _("The mail server refuses this address.")
        DEFERRED = "deferred", _("The mail server did not take the letter.")
        UNAVAILABLE = "unavailable", _("The mail server does not answer.")
        BROKEN = "broken", _("The letter could not be written; this is our mistake.")
        INTERRUPTED = "interrupted", _("Sending was interrupted each time.")

    WAITING_STATES = (State.QUEUED, State.RETRYING, State.LEASED)

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("to")
    )
    kindergarten = models.ForeignKey(
        Kindergarten, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kindergarten")
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    subject_id = models.BigIntegerField(_("about"))
    data = models.JSONField(_("details"), default=dict, blank=True)
    unique_key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    expires_at = models.DateTimeField(_("not after"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(_("trouble"), max_length=12, choices=Trouble, blank=True)
    last_error = models.CharField(_("answer of the other side"), max_length=500, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                "due_at", "id", name="messages_waiting", condition=Q(state__in=["queued", "retrying", "leased"])
            )
        ]

    def __str__(self) -> str:
        return str(self.recipient)

    @property
    def reason(self) -> str:
        """Why it did not leave, in the reader's language, with the other side's own words."""
        words = self.get_trouble_display()
        return f"{words} ({self.last_error})" if self.last_error else words

    @property
    def message_id_header(self) -> str:
        """The same for every copy of this message that ever leaves."""
        return f"<{self.message_id}@{urlsplit(settings.SITE_URL).hostname}>"

    # --- While leased: each step holds only if the lease is still this sweeper's ---

    def begin(self) -> bool:
        """Counts the attempt, before it is tried, and renews the lease; False when the message is not ours any more."""
        now = timezone.now()
        ours = self._leased().exclude(expires_at__lte=now).filter(due_at__gt=now, attempts__lt=MAX_ATTEMPTS)
        if not ours.update(attempts=F("attempts") + 1, due_at=now + LEASE):
            return False
        self.attempts, self.due_at = self.attempts + 1, now + LEASE
        return True

    def mark_sent(self) -> bool:
        return self._end(self.State.SENT, sent_at=timezone.now(), trouble="", last_error="")

    def mark_unwanted(self) -> bool:
        return self._end(self.State.STOPPED)

    def mark_failed(self, trouble: str, words: str = "") -> bool:
        return self._end(self.State.FAILED, trouble=trouble, last_error=words[:500])

    def mark_for_retry(self, trouble: str, words: str) -> bool:
        """Sets the next try, or ends the message when it was the last one."""
        if self.attempts >= MAX_ATTEMPTS:
            return self.mark_failed(trouble, words)
        wait = FIRST_WAIT * 4 ** (self.attempts - 1) * random.uniform(0.8, 1.2)  # noqa: S311 -- spreads, hides nothing
        return self._end(self.State.RETRYING, due_at=timezone.now() + wait, trouble=trouble, last_error=words[:500])

    def _leased(self) -> MessageQuerySet:
        return Message.objects.filter(pk=self.pk, state=self.State.LEASED, due_at=self.due_at)

    def _end(self, state: "Message.State", **fields: object) -> bool:
        self.state = state
        return bool(self._leased().update(state=state, **fields))


class Heartbeat(models.Model):
    """When a periodic task last came to its end; readiness is judged by it."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def beat(name: str) -> None:
        beats = [Heartbeat(name=name, beat_at=timezone.now())]
        Heartbeat.objects.bulk_create(beats, update_conflicts=True, unique_fields=["name"], update_fields=["beat_at"])
