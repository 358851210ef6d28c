"""Invitations: a person's way to their own, already filled profile."""

import base64
import hmac
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from teachers.models.kindergartens import Kindergarten

if TYPE_CHECKING:
    from teachers.models.people import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def managed_by(self, user: "User") -> "InvitationQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))

    def by_code(self, code: str) -> "Invitation | None":
        """The open invitation whose code this is, or None; costs the same for a wrong code and a used one."""
        number, _dash, _rest = code.partition("-")
        invitation = self.open().select_related("user").filter(pk=int(number)).first() if number.isdigit() else None
        expected = invitation.code if invitation else "0-no-such-invitation"
        return invitation if hmac.compare_digest(code.upper().encode(), expected.encode()) else None


class Invitation(models.Model):
    """Single-use and expiring. Its code is derived, so neither the database nor the outbox holds the secret."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations", verbose_name=_("person")
    )
    kindergarten = models.ForeignKey(
        Kindergarten, models.CASCADE, related_name="invitations", verbose_name=_("kindergarten")
    )
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "user",
                "kindergarten",
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("teachers:invitation", args=[self.code])

    @property
    def code(self) -> str:
        """«17-K7MP-3QXD-9HTW»: the row's number and 60 secret bits; it is both the link and what one types."""
        digest = salted_hmac("teachers.invitation", f"{self.pk}:{self.nonce}", algorithm="sha256").digest()
        secret = base64.b32encode(digest).decode()[:12]
        return "-".join([str(self.pk), secret[:4], secret[4:8], secret[8:]])
