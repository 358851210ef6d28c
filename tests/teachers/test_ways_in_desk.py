"""Addresses, second steps and devices: taken away by the network administrator, added and changed by nobody."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from teachers.models import User

SignIn = Callable[[User], Client]
SECRET = "КАНАРЕЙКА"
LISTS = ["/admin/mfa/authenticator/", "/admin/usersessions/usersession/", "/admin/account/emailaddress/"]


@pytest.fixture
def ways_in(teacher: User, sign_in: SignIn) -> Client:
    """The teacher's browser, signed in with a second step."""
    Authenticator.objects.create(user=teacher, type="totp", data={"secret": SECRET})
    EmailAddress.objects.create(user=teacher, email=teacher.email, verified=True, primary=True)
    browser = sign_in(teacher)
    UserSession.objects.create(
        user=teacher, ip="192.0.2.1", user_agent="Телефон", session_key=browser.session.session_key
    )
    return browser


@pytest.mark.parametrize("address", LISTS)
def test_they_are_read_by_the_network_administrator_alone(
    ways_in: Client, network_admin: User, methodist: User, teacher: User, sign_in: SignIn, address: str
) -> None:
    page = sign_in(network_admin).get(address).content.decode()

    assert (teacher.get_full_name() in page, SECRET in page, "authenticator</" in page) == (True, False, False)
    assert [sign_in(person).get(address).status_code for person in (methodist, teacher)] == [403, 302]


@pytest.mark.parametrize("address", LISTS)
def test_nobody_adds_one(network_admin: User, sign_in: SignIn, address: str) -> None:
    assert sign_in(network_admin).get(f"{address}add/").status_code == 403


def test_the_first_page_names_them_in_russian_and_shows_them_to_no_methodist(
    network_admin: User, methodist: User, sign_in: SignIn
) -> None:
    names = ["Вторые шаги входа", "Устройства с входом", "Адреса электронной почты"]
    pages = [sign_in(person).get("/admin/").content.decode() for person in (network_admin, methodist)]

    assert [[name in page for name in names] for page in pages] == [[True] * 3, [False] * 3]


def test_a_secret_is_not_shown_on_the_page_of_a_second_step(
    ways_in: Client, network_admin: User, sign_in: SignIn
) -> None:
    page = sign_in(network_admin).get(f"{LISTS[0]}{Authenticator.objects.get().pk}/change/")

    assert (page.status_code, SECRET in page.content.decode()) == (200, False)


def test_taking_a_device_away_signs_it_out(
    ways_in: Client, network_admin: User, teacher: User, sign_in: SignIn
) -> None:
    device = UserSession.objects.get(user=teacher)

    chosen = {"_selected_action": [device.pk], "action": "delete_selected", "post": "yes"}
    sign_in(network_admin).post(LISTS[1], chosen)

    assert ways_in.get("/").status_code == 302
