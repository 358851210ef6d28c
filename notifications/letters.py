"""A message turned into a letter: in the reader's language, in their kindergarten's time."""

import re
import zoneinfo
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation

from notifications.kinds import Attachment, Kind
from notifications.models import Message
from teachers.models import User


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def compose(message: Message, kind: Kind) -> Letter | None:
    """The letter as it is true right now; None when the app that sends it says that it is no longer wanted."""
    person = message.recipient
    with translation.override(person.language), local_time(person):
        facts = kind.load(message)
        return None if facts is None else _write(kind, {"recipient": person, "site_url": settings.SITE_URL, **facts})


def local_time(person: User) -> AbstractContextManager[None]:
    """Times as the person's own kindergarten reads them off the wall."""
    zone = person.kindergarten.time_zone if person.kindergarten else settings.TIME_ZONE
    return timezone.override(zoneinfo.ZoneInfo(zone))


def _write(kind: Kind, facts: Mapping[str, Any]) -> Letter:
    return Letter(
        subject=" ".join(_render(kind.template("subject.txt"), facts, escape=False).split()),
        text=re.sub(r"\n{3,}", "\n\n", _render(kind.template("txt"), facts, escape=False)).strip() + "\n",
        html=_render(kind.template("html"), facts, escape=True),
        attachments=tuple(kind.attach(facts)),
    )


def _render(template: str, facts: Mapping[str, Any], *, escape: bool) -> str:
    return Engine.get_default().get_template(template).render(Context(dict(facts), autoescape=escape))
