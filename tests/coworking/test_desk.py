"""The desk's first page: what waits for the person, and where each thing is."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from coworking.admin_site import APPS_IN_ORDER
from teachers.models import Kindergarten, User
from tests.factories import make_course, make_event, make_trajectory

SignIn = Callable[[User], Client]
DESK = "/admin/"


def waiting(client: Client) -> dict[str, int]:
    return {str(line.words): line.number for line in client.get(DESK).context["waiting"]}


def test_nothing_that_waits_is_said_kindly(methodist: User, sign_in: SignIn) -> None:
    page = sign_in(methodist).get(DESK)

    assert (page.context["waiting"], "Сейчас ничего не ждёт решения." in page.content.decode()) == ([], True)


def test_what_waits_is_counted_where_it_waits(methodist: User, teacher: User, outsider: User, sign_in: SignIn) -> None:
    for person in (teacher, outsider):
        make_event(person, state="proposed")
        make_course(person)
        make_trajectory(person, state="submitted", submitted_at=timezone.now())

    assert waiting(sign_in(methodist)) == {
        "Планы на чтение": 1,
        "Предложенные события": 1,
        "Курсы для подтверждения": 1,
    }


def test_the_network_administrator_sees_what_waits_everywhere(
    network_admin: User, teacher: User, outsider: User, sign_in: SignIn
) -> None:
    make_course(teacher)
    make_course(outsider)

    assert waiting(sign_in(network_admin)) == {"Курсы для подтверждения": 2}


def test_every_line_leads_to_a_page_that_opens(methodist: User, teacher: User, sign_in: SignIn) -> None:
    make_event(teacher, state="proposed")
    make_course(teacher)
    desk = sign_in(methodist)

    answers = {line.url: desk.get(line.url).status_code for line in desk.get(DESK).context["waiting"]}

    assert set(answers.values()) == {200}


@pytest.mark.parametrize("reader", ["methodist", "network_admin"])
def test_apps_stand_as_the_day_goes(reader: str, request: pytest.FixtureRequest, sign_in: SignIn) -> None:
    apps = [app["app_label"] for app in sign_in(request.getfixturevalue(reader)).get(DESK).context["app_list"]]

    assert [label for label in apps if label in APPS_IN_ORDER] == [label for label in APPS_IN_ORDER if label in apps]


def test_a_methodist_finds_only_the_apps_of_the_desk(methodist: User, sign_in: SignIn) -> None:
    apps = {app["app_label"] for app in sign_in(methodist).get(DESK).context["app_list"]}

    assert apps <= set(APPS_IN_ORDER)


def test_there_is_no_second_way_to_rights() -> None:
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("person", ["teacher", "head", "outsider"])
def test_the_desk_is_for_methodists(person: str, request: pytest.FixtureRequest, sign_in: SignIn) -> None:
    assert sign_in(request.getfixturevalue(person)).get(DESK).status_code == 302


def test_every_list_of_the_desk_says_its_number_and_how_to_move_it(
    network_admin: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    page = sign_in(network_admin).get("/admin/teachers/kindergarten/").content.decode()

    assert ("Всего: 1" in page, "её можно двигать вбок" in page) == (True, True)
