"""What both papers write alike."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import CoHost, Event, Meeting
from teachers.models import Employment, Kindergarten, Membership, User


def common_facts(event: Event) -> dict[str, Any]:
    """The kindergarten, its head where one is known, and the day on which the paper is made."""
    head = head_of(event.kindergarten)
    return {
        "language": (get_language() or "ru")[:2],
        "organisation": event.kindergarten.name,
        "head": head.get_short_name() if head else "",
        "head_label": _("Head of the kindergarten"),
        "today": day(timezone.localdate()),
    }


def head_of(kindergarten: Kindergarten) -> User | None:
    heads = Membership.objects.current().filter(kindergarten=kindergarten, role=Membership.Role.HEAD)
    first = heads.select_related("user").order_by("since", "pk").first()
    return first.user if first else None


def hosts_of(event: Event) -> list[User]:
    agreed = CoHost.objects.filter(event=event, state=CoHost.State.AGREED).select_related("person")
    return [event.host, *(cohost.person for cohost in agreed)]


def posts_of(people: Iterable[int]) -> dict[int, str]:
    """{person id: «Воспитатель, педагог-психолог»} of the posts held today."""
    posts: dict[int, list[str]] = {}
    for post in Employment.objects.current().filter(user__in=people).select_related("position"):
        posts.setdefault(post.user_id, []).append(post.position.name)
    return {person: ", ".join(dict.fromkeys(names)) for person, names in posts.items()}


def days(meetings: Iterable[Meeting]) -> list[str]:
    """«26.11.2026, 13:00–14:00», a line for each meeting."""
    return [time_of(meeting.starts_at, meeting.ends_at) for meeting in meetings]


def time_of(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{day(begins)}, {begins:%H:%M}–{ends:%H:%M}"


def day(moment: dt.date) -> str:
    return date_format(moment, "d.m.Y")


def hours(number: Decimal | None) -> str:
    """«1,5»; nothing for none."""
    return number_format(number.normalize(), use_l10n=True, force_grouping=False) if number else ""


def in_quotes(title: str) -> str:
    """«Гостиная»; a title with quotes of its own needs no second pair."""
    return title if "«" in title else f"«{title}»"
