"""Secret addresses: a person's calendar feed and a kindergarten's board on the wall. A new secret ends the old one."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from teachers.models import Kindergarten


def new_secret() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The address under which a person's calendar program fetches their events."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    renewed_at = models.DateTimeField(_("address since"), auto_now_add=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.person)


class Board(models.Model):
    """The live board of a kindergarten: whoever has its secret may look, without signing in."""

    kindergarten = models.OneToOneField(
        Kindergarten, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("kindergarten")
    )
    secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    renewed_at = models.DateTimeField(_("address since"), auto_now_add=True)

    class Meta:
        verbose_name = _("live board")
        verbose_name_plural = _("live boards")

    def __str__(self) -> str:
        return str(self.kindergarten)
