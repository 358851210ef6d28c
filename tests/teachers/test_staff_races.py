"""Two methodists load lists at the same moment, on PostgreSQL: nobody is doubled, nothing is half written."""

from collections.abc import Callable

import pytest
from django.db import connection

from teachers.actions.staff import ListChanged, import_staff
from teachers.models import Kindergarten, User
from tests.races import at_once
from tests.teachers.staff_lists import numbers, person, staff_table

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time"),
    pytest.mark.usefixtures("real_transactions"),
]
NAMELESS = [person(name=f"Зорин{'а' * n} Вера", email=None) for n in range(20)]
STAFF = staff_table(*NAMELESS)


def loading(kindergarten: Kindergarten, *people: dict[str, str]) -> Callable[[], tuple[int, ...] | None]:
    """New, changed, unchanged, wrong; None where nothing was written because somebody else was faster."""
    staff = staff_table(*people) if people else STAFF

    def load() -> tuple[int, ...] | None:
        try:
            return numbers(import_staff(staff, kindergarten, by=None, skip_wrong=True))
        except ListChanged:
            return None

    return load


def test_one_list_loaded_by_eight_at_once_is_loaded_once(kindergarten: Kindergarten) -> None:
    came = at_once(*[loading(kindergarten)] * 8)

    assert sorted(came) == [(0, 0, 20, 0)] * 7 + [(20, 0, 0, 0)]
    assert User.objects.count() == 20


def test_without_the_lock_people_are_doubled(kindergarten: Kindergarten, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard off: the kindergarten is read without its lock, so that each finds nobody there yet."""
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_kwargs: self)

    at_once(*[loading(kindergarten)] * 8)

    assert User.objects.count() > 20


def test_one_address_in_two_kindergartens_is_one_person(
    kindergarten: Kindergarten, other_kindergarten: Kindergarten
) -> None:
    came = at_once(*[loading(where, person()) for where in (kindergarten, other_kindergarten)])

    # Whoever comes second either finds the person and lets them work in both, or is told to look again.
    assert (1, 0, 0, 0) in came
    assert set(came) <= {(1, 0, 0, 0), None}
    assert User.objects.filter(email="zorina@example.com").count() == 1
