"""How many times a second a calendar of 300 events is fetched whole, as by programs that ask for the first time."""

import itertools
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from bench.figures import Figure, no_less
from bench.filling import FIRST_TEACHER
from bench.load import Ask, rate
from bench.serving import PROXY_HEADERS
from events.actions.feeds import address_of
from events.models import Event, Registration
from teachers.models import User

EVENTS = 300
SECONDS, ROUNDS = 3.0, 3
PER_SECOND = 50


def measure(port: int) -> list[Figure]:
    """A teacher who has joined 300 events ahead; the median of a few rounds, the first of which only warms up."""
    ask = Ask(reverse("events:feed", args=[address_of(_busy_person()).secret]), headers=PROXY_HEADERS)

    def asks(client: int) -> Iterator[Ask]:
        return itertools.repeat(ask)

    rate(port, asks, SECONDS)
    rates = [rate(port, asks, SECONDS) for _ in range(ROUNDS)]
    return [no_less("calendar feed of 300 events, requests/s", rates, PER_SECOND)]


def _busy_person() -> User:
    person = User.objects.get(pk=FIRST_TEACHER + 20)
    events = Event.objects.visible_to(person).upcoming()[:EVENTS]
    Registration.objects.bulk_create(
        (Registration(event=event, teacher=person, joined_at=timezone.now()) for event in events), ignore_conflicts=True
    )
    return person
