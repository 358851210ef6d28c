"""Letters of apps that stand below the post office."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from teachers.models import Invitation


def load_invitation(message: Message) -> Mapping[str, Any] | None:
    """None once the invitation has been used, withdrawn or renewed, or the person may not sign in any more."""
    rows = Invitation.objects.open().select_related("user", "kindergarten").filter(user__is_active=True)
    invitation = rows.filter(pk=message.subject_id or 0).first()
    if invitation is None:
        return None
    code = invitation.letter_code
    return {
        "invitation": invitation,
        "code": code,
        "url": settings.SITE_URL + reverse("teachers:invitation", args=[code]),
        "enter_code_url": settings.SITE_URL + reverse("teachers:enter_code"),
    }


INVITATION = Kind("invitation", app="teachers", title=_("Invitation"), load=load_invitation)
