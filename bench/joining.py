"""Joining and leaving over HTTP beside pgbench sending the very same SQL: what the application costs on top of it.

The SQL is not written here: it is what one join and one leave really send, recorded, and replayed for other people
and other events.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from statistics import fmean

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.figures import Figure, at_least
from bench.filling import FIRST_EVENT, FIRST_TEACHER, KINDERGARTENS, OWN_EVENTS, sign_in
from bench.load import CLIENTS, Ask, rate
from bench.serving import HOST, PROXY_HEADERS
from events.models import Registration
from teachers.models import User
from tests.services import postgres_program

ROUNDS, SLICES = 5, 3
SLICE = 1  # second; ours and pgbench's take turns, so that whatever else the machine does falls on both
# Each client speaks for four teachers, each of whom walks through the events of the kindergarten.
TEACHERS_A_CLIENT = 4
FIRST_JOINER = FIRST_TEACHER + 1  # the first teacher is the host


def measure(port: int) -> list[Figure]:
    """Joins and leaves a second, ours and pgbench's by turns."""
    joiners = User.objects.filter(pk__gte=FIRST_JOINER).order_by("pk")[: CLIENTS * TEACHERS_A_CLIENT]
    headers = {user.pk: PROXY_HEADERS | sign_in(user) for user in joiners}
    script = record(FIRST_JOINER, FIRST_EVENT)
    rounds = [_round(port, headers, script) for _ in range(ROUNDS)]
    ours, floor = zip(*rounds, strict=True)
    return [at_least("join and leave, requests/s", ours, floor, 0.25)]


def _round(port: int, headers: dict[int, dict[str, str]], script: str) -> tuple[float, float]:
    """Joins and leaves a second, ours and pgbench's, each the mean of its slices."""
    ours, floor = [], []
    for _ in range(SLICES):
        _forget_all(headers)
        ours.append(rate(port, lambda client: _asks(client, headers), SLICE))
        _forget_all(headers)
        floor.append(pgbench(script))
    return fmean(ours), fmean(floor)


def _forget_all(joiners: dict[int, dict[str, str]]) -> None:
    Registration.objects.filter(teacher__in=joiners).delete()


def _asks(client: int, headers: dict[int, dict[str, str]]) -> Iterator[Ask]:
    """Joining an event and leaving it again, then the next one."""
    for step in range(TEACHERS_A_CLIENT * OWN_EVENTS):
        teacher = FIRST_JOINER + client * TEACHERS_A_CLIENT + step // OWN_EVENTS
        event = FIRST_EVENT + step % OWN_EVENTS * KINDERGARTENS
        for name in ("events:join", "events:leave"):
            yield Ask(reverse(name, args=[event]), "POST", headers[teacher], status=302)


def record(teacher: int, event: int) -> str:
    """A pgbench script of the SQL that one join and one leave send, with variables for the person and the event."""
    browser = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = f"bench-{teacher}"
    with CaptureQueriesContext(connection) as queries:
        for name in ("events:join", "events:leave"):
            browser.post(reverse(name, args=[event]), secure=True)
    lines = [" ".join(query["sql"].split()).rstrip(";") + ";" for query in queries]
    script = re.sub(rf"\b{event}\b", ":event", re.sub(rf"\b{teacher}\b", ":teacher", "\n".join(lines)))
    steps = [
        f"\\set teacher {FIRST_JOINER} + :client_id * {TEACHERS_A_CLIENT} + :step / {OWN_EVENTS}",
        f"\\set event {FIRST_EVENT} + mod(:step, {OWN_EVENTS}) * {KINDERGARTENS}",
        "\\set step :step + 1",
    ]
    return "\n".join([*steps, script, ""])


def pgbench(script: str) -> float:
    """Joins and leaves a second that PostgreSQL alone makes with as many clients."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [postgres_program("pgbench"), "--no-vacuum", f"--file={file.name}", "--define=step=0"]
        load = [f"--client={CLIENTS}", f"--time={SLICE}", os.environ["DATABASE_URL"]]
        done = subprocess.run([*command, *load], check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if found is None:
        raise ValueError(f"pgbench said no rate: {done.stdout}")
    return 2 * float(found[1])
