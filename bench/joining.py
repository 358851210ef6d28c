"""Joining and leaving beside pgbench sending the very same SQL: what the application costs on top of it.

The mark is for the actions, run by two processes of four threads as the web's workers are. The same through HTTP,
with the session, the person, their roles and the answer, stands beside pgbench with all of that SQL; it has no mark,
as a page that only knows who is signed in is already slower than a quarter of pgbench.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from statistics import fmean

import django
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.acting import THREADS, join_and_leave, walk
from bench.figures import Figure, at_least, unmarked
from bench.filling import sign_in
from bench.load import CLIENTS, Ask, rate
from bench.replay import JOINERS, STEPS, forget_all, pair, pgbench, recorded
from bench.serving import HOST, PROXY_HEADERS
from events.models import Event
from teachers.models import User

ROUNDS, SLICES = 5, 3
SLICE = 1  # second; ours and pgbench's take turns, so that whatever else the machine does falls on both


def measure(port: int) -> list[Figure]:
    """Joins and leaves a second, ours and pgbench's by turns."""
    headers = {user.pk: PROXY_HEADERS | sign_in(user) for user in User.objects.filter(pk__in=JOINERS)}
    with ProcessPoolExecutor(CLIENTS // THREADS, get_context("spawn"), initializer=django.setup) as workers:
        actions, sql = _rounds(partial(_act, workers), recorded(join_and_leave))
    requests, all_sql = _rounds(partial(rate, port, partial(_asks, headers), SLICE), recorded(_post))
    return [
        at_least("join and leave, a second", actions, sql, 0.25),
        unmarked("the same over HTTP, requests/s", requests, all_sql),
    ]


def _rounds(ours: Callable[[], float], script: str) -> tuple[list[float], list[float]]:
    """Rates of ours and of pgbench, a round each; a round is the mean of short slices taken by turns."""
    rounds = []
    ours()  # warms up
    for _ in range(ROUNDS):
        slices = []
        for _ in range(SLICES):
            forget_all()
            mine = ours()
            forget_all()
            slices.append((mine, pgbench(script, SLICE)))
        rounds.append([fmean(side) for side in zip(*slices, strict=True)])
    return [mine for mine, _ in rounds], [theirs for _, theirs in rounds]


def _act(workers: ProcessPoolExecutor) -> float:
    firsts = range(0, CLIENTS, THREADS)
    return sum(workers.map(walk, firsts, [SLICE] * len(firsts)))


def _asks(headers: dict[int, dict[str, str]], client: int) -> Iterator[Ask]:
    for step in STEPS:
        teacher, event = pair(client, step)
        for name in ("events:join", "events:leave"):
            yield Ask(reverse(name, args=[event]), "POST", headers[teacher], status=302)


def _post(person: User, event: Event) -> None:
    browser = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = f"bench-{person.pk}"
    for name in ("events:join", "events:leave"):
        browser.post(reverse(name, args=[event.pk]), secure=True)
