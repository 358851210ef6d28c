"""One worker that joins and leaves by the product's own actions, in as many threads as a worker of the web has."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from bench.replay import JOINERS, STEPS, pair
from events.actions import registration
from events.models import Event
from teachers.models import User

THREADS = 4


def join_and_leave(person: User, event: Event) -> None:
    registration.join(event, by=person)
    registration.leave(event, by=person)


@cache
def _threads() -> ThreadPoolExecutor:
    """They live as long as the worker, and so do their connections, as on the web."""
    return ThreadPoolExecutor(THREADS)


@cache
def _cast() -> tuple[dict[int, User], dict[int, Event]]:
    return User.objects.in_bulk(JOINERS), Event.objects.select_related("form").in_bulk(
        [pair(0, step)[1] for step in STEPS]
    )


def walk(first_client: int, seconds: float) -> float:
    """Joins and leaves a second of the clients from `first_client` on, one in each thread."""
    people, events = _cast()
    began = time.monotonic()

    def client(number: int) -> int:
        for done, step in enumerate(STEPS, start=1):
            teacher, event = pair(number, step)
            join_and_leave(people[teacher], events[event])
            if time.monotonic() >= began + seconds:
                return 2 * done
        raise ValueError("there are too few events to walk through")

    done = sum(_threads().map(client, range(first_client, first_client + THREADS)))
    return done / (time.monotonic() - began)
