"""One's own shifts: kept by the person, seen by nobody else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from teachers.models import Shift, User
from tests.factories import make_shift
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]


@pytest.fixture
def address() -> str:
    return reverse("teachers:shifts")


def typed(**fields: Any) -> dict[str, Any]:
    return {"weekdays": ["0", "2"], "begins": "07:00", "ends": "13:00", "weeks": "every"} | fields


def test_the_same_hours_on_several_days_at_once(teacher: User, sign_in: SignIn, address: str) -> None:
    sign_in(teacher).post(address, typed(weeks="odd"))

    rows = Shift.objects.values_list("person", "weekday", "begins", "ends", "weeks")
    hours = (dt.time(7), dt.time(13), "odd")
    assert list(rows) == [(teacher.pk, 0, *hours), (teacher.pk, 2, *hours)]


@pytest.mark.parametrize(
    ("slip", "blamed"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["9"]}, "weekdays"),
        ({"ends": "06:00"}, "ends"),
        ({"begins": "25:00"}, "begins"),
        ({"weeks": "never"}, "weeks"),
        ({"begins": "12:00", "ends": "14:00", "weekdays": ["4"]}, "begins"),
    ],
)
def test_a_slip_is_explained_beside_its_field(
    teacher: User, sign_in: SignIn, address: str, slip: dict[str, Any], blamed: str
) -> None:
    make_shift(teacher, weekday=4)

    response = sign_in(teacher).post(address, typed(**slip))

    assert (list(response.context["form"].errors), Shift.objects.count()) == ([blamed], 1)


def test_two_who_share_a_group_take_turns(teacher: User, sign_in: SignIn, address: str) -> None:
    make_shift(teacher, weeks="odd")

    sign_in(teacher).post(address, typed(weekdays=["0"], weeks="even"))

    assert Shift.objects.of(teacher).count() == 2


def test_a_shift_is_changed_and_does_not_stand_in_its_own_way(teacher: User, sign_in: SignIn, address: str) -> None:
    shift = make_shift(teacher)

    sign_in(teacher).post(
        f"{address}{shift.pk}/", {"weekday": "0", "begins": "07:30", "ends": "13:30", "weeks": "even"}
    )

    shift.refresh_from_db()
    assert (shift.begins, shift.weeks) == (dt.time(7, 30), "even")


def test_a_shift_is_removed(teacher: User, sign_in: SignIn, address: str) -> None:
    shift = make_shift(teacher)

    sign_in(teacher).post(f"{address}{shift.pk}/remove/")

    assert not Shift.objects.exists()


def test_nobody_else_sees_them(teacher: User, methodist: User, sign_in: SignIn, address: str) -> None:
    make_shift(teacher, begins=dt.time(6, 17))

    assert "06:17" not in sign_in(methodist).get(address).content.decode()


def test_the_list_costs_the_same_whatever_its_length(teacher: User, sign_in: SignIn, address: str) -> None:
    reader, days = sign_in(teacher), iter(range(5))

    one, three = costs(lambda: reader.get(address), lambda: make_shift(teacher, weekday=next(days)))

    assert one == three <= MOST
