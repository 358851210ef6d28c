"""Invitations: a person's way to their own, already filled profile."""

import base64
import hmac
import re
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


CODE = re.compile(r"([0-9]{1,9})-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}")
# A person types what they see: Russian letters that look like Latin ones, and digits that look like letters.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ018", "ABEKMHOPCTYXOIB")


def tidy_code(typed: str) -> str:
    """The code in what a person typed or pasted: a whole link, small or Russian letters, spaces for dashes."""
    last = typed.strip().rstrip("/").rpartition("/")[2].upper()
    number, *groups = re.split(r"[\s\-\u2010-\u2015]+", last)
    return "-".join([number, *(group.translate(_LOOK_ALIKES) for group in groups)])


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.unused().filter(expires_at__gt=timezone.now())

    def expired(self) -> "InvitationQuerySet":
        return self.unused().filter(expires_at__lte=timezone.now())

    def unused(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; perhaps too old."""
        return self.filter(accepted_at=None, revoked_at=None)

    def managed_by(self, user: "User") -> "InvitationQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))

    def in_state(self, state: str) -> "InvitationQuerySet":
        """Those in one of Invitation.State; all for any other word."""
        rows: dict[str, InvitationQuerySet] = {
            Invitation.State.OPEN: self.open(),
            Invitation.State.EXPIRED: self.expired(),
            Invitation.State.ACCEPTED: self.exclude(accepted_at=None),
            Invitation.State.REVOKED: self.exclude(revoked_at=None),
        }
        return rows.get(state, self)

    def by_code(self, code: str) -> "Invitation | None":
        """The open invitation whose code this is, or None; a wrong code is told from a used one by nothing."""
        number = CODE.fullmatch(code)
        rows = self.open().select_related("user", "kindergarten").filter(user__is_active=True)
        invitation = rows.filter(pk=int(number[1])).first() if number else None
        if invitation is None or not invitation.is_opened_by(code):
            return None
        return invitation


class Invitation(models.Model):
    """Single-use and expiring. Its code is derived, so neither the database nor the outbox holds the secret."""

    class State(models.TextChoices):
        OPEN = "open", _("waits to be accepted")
        ACCEPTED = "accepted", _("accepted")
        EXPIRED = "expired", _("its time is over")
        REVOKED = "revoked", _("withdrawn")

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

    # Set by `is_opened_by`: the person holds the letter itself, which shows that the mailbox is theirs.
    came_by_letter = False

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("teachers:invitation", args=[self.code])

    @property
    def state(self) -> "Invitation.State":
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.is_open else self.State.EXPIRED

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def code(self) -> str:
        """«17-K7MP-3QXD-9HTW»: the row's number and 60 secret bits; what a methodist hands over, and its link."""
        return self._code_for("hand")

    @property
    def letter_code(self) -> str:
        """The same for the letter alone, so that using it shows who reads the mailbox."""
        return self._code_for("letter")

    def is_opened_by(self, code: str) -> bool:
        """Whether the code is this invitation's, in a time that tells nothing; remembers which of the two it was."""
        self.came_by_letter = hmac.compare_digest(code, self.letter_code)
        return hmac.compare_digest(code, self.code) or self.came_by_letter

    def _code_for(self, way: str) -> str:
        # The address is part of it: an invitation written to a mistyped address dies when the address is corrected.
        parts = f"{way}:{self.pk}:{self.nonce}:{self.user.email}"
        digest = salted_hmac("teachers.invitation", parts, algorithm="sha256").digest()
        secret = base64.b32encode(digest).decode()[:12]
        return "-".join([str(self.pk), secret[:4], secret[4:8], secret[8:]])
