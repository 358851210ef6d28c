"""News of lower apps that only this layer can carry on."""

from typing import Any

from django.dispatch import receiver

from notifications.outbox import notify
from teachers.models import Invitation
from teachers.signals import invited


@receiver(invited, dispatch_uid="coworking.receivers.send_invitation")
def send_invitation(sender: type[Invitation], invitation: Invitation, **kwargs: Any) -> None:
    """People stand below the post office, so their letter is put into the outbox here."""
    notify(invitation.user, "invitation", subject=invitation, expires_at=invitation.expires_at)
