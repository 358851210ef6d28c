"""The demo is played from tables (*.csv beside this file); its days are counted in working days from today."""

import csv
import datetime as dt
import zoneinfo
from pathlib import Path

SATURDAY = 5
# Days off that every kindergarten has, month and day.
HOLIDAYS = {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


def rows(table: str) -> list[dict[str, str]]:
    """Rows of `table`.csv by the names of their columns."""
    with (Path(__file__).parent / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def working_day(today: dt.date, offset: int) -> dt.date:
    """The working day `offset` steps from `today`; 0 is today or, on a day off, the first working day after it."""
    day = today if _works(today) else _next(today, 1)
    for _number in range(abs(offset)):
        day = _next(day, 1 if offset > 0 else -1)
    return day


def _next(day: dt.date, step: int) -> dt.date:
    day += dt.timedelta(days=step)
    while not _works(day):
        day += dt.timedelta(days=step)
    return day


def _works(day: dt.date) -> bool:
    return day.weekday() < SATURDAY and (day.month, day.day) not in HOLIDAYS


def moment(day: dt.date, clock: str, zone: str) -> dt.datetime:
    """«13:10» of that day in that time zone."""
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), zoneinfo.ZoneInfo(zone))
