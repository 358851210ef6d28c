"""A school year that is over, and short ways to put something into it."""

import datetime as dt
from typing import Any

import pytest

from common.dates import SchoolYear
from events.models import Event, Registration
from reports.staff_development.period import Period
from reports.staff_development.report import Choice, Material, Report
from reports.staff_development.rows import Row
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_registration

YEAR = SchoolYear(2024)
PERIOD = Period.of(YEAR)
IN_IT = dt.datetime(2025, 1, 15, 10, tzinfo=dt.UTC)


def hold(host: User, at: dt.datetime = IN_IT, **fields: Any) -> Event:
    """An event that has taken place."""
    return make_event(host, starts_at=at, **({"state": Event.State.CLOSED} | fields))


def attend(teacher: User, host: User, at: dt.datetime = IN_IT, hours: float = 1, **fields: Any) -> Registration:
    """The teacher was at an event of the host's."""
    state = fields.pop("registration", "attended")
    return make_registration(hold(host, at, **fields), teacher, state, hours=hours)


def report_on(kindergarten: Kindergarten, period: Period = PERIOD, **choice: str) -> Report:
    return Report(Material.read(kindergarten, period), Choice(**choice))


def row_of(person: User, period: Period = PERIOD) -> Row | None:
    """The person's row in the report of the kindergarten they belong to."""
    assert person.kindergarten
    rows = report_on(person.kindergarten, period).rows
    return next((row for row in rows if row.person == person.pk), None)


@pytest.fixture
def host(methodist: User) -> User:
    """Whoever holds the events that others attend."""
    return methodist
