"""Days when no series meets, kept on the methodist's desk."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from events.models import Holiday
from teachers.models import Kindergarten, User

SignIn = Callable[[User], Client]
LIST = "/admin/events/holiday/"


@pytest.fixture
def closed(kindergarten: Kindergarten) -> Holiday:
    day = dt.date(2027, 3, 1)
    return Holiday.objects.create(kindergarten=kindergarten, name="Канарейка: карантин", first_day=day, last_day=day)


def row(kindergarten: Kindergarten | None, **fields: str) -> dict[str, str]:
    whose = str(kindergarten.pk) if kindergarten else ""
    days = {"first_day": "28.12.2026", "last_day": "10.01.2027"}
    return {"kindergarten": whose, "name": "Зимние каникулы"} | days | fields


def shown(client: Client) -> list[Holiday]:
    return list(client.get(LIST).context["cl"].queryset)


def test_a_methodist_lists_the_days_of_the_kindergarten(
    methodist: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)

    desk.post(f"{LIST}add/", row(kindergarten))

    assert [(day.name, day.kindergarten) for day in shown(desk)] == [("Зимние каникулы", kindergarten)]


def test_days_of_everybody_are_the_networks(methodist: User, network_admin: User, sign_in: SignIn) -> None:
    refused = sign_in(methodist).post(f"{LIST}add/", row(None))
    sign_in(network_admin).post(f"{LIST}add/", row(None))

    assert list(refused.context["adminform"].form.errors) == ["kindergarten"]
    assert Holiday.objects.filter(name="Зимние каникулы").count() == 1


def test_the_days_of_another_kindergarten_are_neither_seen_nor_written(
    closed: Holiday, other_methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(other_methodist)

    assert "Канарейка" not in desk.get(LIST).content.decode()
    assert desk.get(f"{LIST}{closed.pk}/change/", follow=True).redirect_chain == [("/admin/", 302)]
    assert "kindergarten" in desk.post(f"{LIST}add/", row(closed.kindergarten)).context["adminform"].form.errors


def test_a_teacher_has_no_desk(teacher: User, sign_in: SignIn) -> None:
    assert sign_in(teacher).get(LIST).status_code == 302


def test_the_last_day_is_not_before_the_first(methodist: User, kindergarten: Kindergarten, sign_in: SignIn) -> None:
    page = sign_in(methodist).post(f"{LIST}add/", row(kindergarten, last_day="01.12.2026"))

    assert "Последний день раньше первого." in page.content.decode()


@pytest.mark.parametrize(
    ("day", "held"), [((2026, 12, 31), True), ((2027, 1, 5), True), ((2031, 1, 1), True), ((2031, 2, 1), False)]
)
def test_days_of_every_year_go_over_new_year(day: tuple[int, int, int], held: bool) -> None:
    winter = Holiday(first_day=dt.date(2026, 12, 30), last_day=dt.date(2027, 1, 8), every_year=True)

    assert winter.holds(dt.date(*day)) is held
