"""What Django really sends, recorded and sent again by pgbench for other people and other events."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.filling import FIRST_EVENT, FIRST_TEACHER, KINDERGARTENS, OWN_EVENTS
from bench.load import CLIENTS
from events.models import Event, Registration
from teachers.models import User
from tests.services import postgres_program

# Each client speaks for four teachers, each of whom walks through the events of the kindergarten.
TEACHERS_A_CLIENT = 4
FIRST_JOINER = FIRST_TEACHER + 1  # the first teacher is the host
JOINERS = range(FIRST_JOINER, FIRST_JOINER + CLIENTS * TEACHERS_A_CLIENT)
STEPS = range(TEACHERS_A_CLIENT * OWN_EVENTS)


def pair(client: int, step: int) -> tuple[int, int]:
    """Ids of the teacher and the event of a client's step; the script below counts in the same way."""
    return (
        FIRST_JOINER + client * TEACHERS_A_CLIENT + step // OWN_EVENTS,
        FIRST_EVENT + step % OWN_EVENTS * KINDERGARTENS,
    )


def forget_all() -> None:
    """Nobody who will join takes part in anything."""
    Registration.objects.filter(teacher__in=JOINERS).delete()


def recorded(join_and_leave: Callable[[User, Event], object]) -> str:
    """A pgbench script of the SQL that one join and one leave send."""
    forget_all()
    teacher, event = pair(0, 0)
    person, occasion = User.objects.get(pk=teacher), Event.objects.select_related("form").get(pk=event)
    with CaptureQueriesContext(connection) as queries:
        join_and_leave(person, occasion)
    sql = "\n".join(map(_said, queries))
    row = Registration.objects.get(teacher=teacher, event=event).pk
    for number, name in ((event, "event"), (teacher, "teacher"), (row, "id")):
        sql = re.sub(rf"\b{number}\b", f":{name}", sql)
    walk = [
        f"\\set teacher {FIRST_JOINER} + :client_id * {TEACHERS_A_CLIENT} + :step / {OWN_EVENTS}",
        f"\\set event {FIRST_EVENT} + mod(:step, {OWN_EVENTS}) * {KINDERGARTENS}",
        "\\set step :step + 1",
    ]
    return "\n".join([*walk, sql, ""])


def _said(query: dict[str, str]) -> str:
    """One statement as pgbench takes it; the id of the new registration is kept for the statements that follow."""
    sql = " ".join(query["sql"].split()).rstrip(";")
    gives_id = sql.startswith(f'INSERT INTO "{Registration._meta.db_table}"')
    return sql.replace(' RETURNING "events_registration"."id"', " RETURNING id") + (" \\gset" if gives_id else ";")


def pgbench(script: str, seconds: int) -> float:
    """Joins and leaves a second that PostgreSQL alone makes for as many clients."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [postgres_program("pgbench"), "--no-vacuum", f"--file={file.name}", "--define=step=0"]
        load = [f"--client={CLIENTS}", f"--time={seconds}", os.environ["DATABASE_URL"]]
        done = subprocess.run([*command, *load], check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if found is None:
        raise ValueError(f"pgbench said no rate: {done.stdout}")
    return 2 * float(found[1])
