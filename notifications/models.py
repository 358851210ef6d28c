"""The outbox: a row written in the transaction of the change is the message."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One logical message to one person by one channel.

    `unique_key` is kind + subject + occurrence + offset + person + channel, so writing the same twice is harmless.
    Every copy that ever leaves carries the same `message_id`.
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

    WAITING_STATES = (State.QUEUED, State.RETRYING, State.LEASED)

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    subject_id = models.BigIntegerField(_("about"), null=True, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)
    unique_key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    expires_at = models.DateTimeField(_("not after"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

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
        return f"{self.kind}: {self.recipient_id}"


class Heartbeat(models.Model):
    """When a periodic task last came to its end; readiness is judged by it."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
