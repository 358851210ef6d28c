"""Coming in with a real browser: an invitation, a passkey, and pages that work without scripts."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import Page, expect

from teachers.models import Kindergarten, User
from tests.browser.conftest import OpenPage
from tests.factories import make_invitation, make_newcomer

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_a_fingerprint_reader(page: Page) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_invitation_leads_to_the_home_page(open_page: OpenPage, kindergarten: Kindergarten, scripts: bool) -> None:
    newcomer = make_newcomer(kindergarten, first_name="Дарья", patronymic="Олеговна")
    page = open_page(scripts=scripts)

    page.goto(reverse("teachers:invitation", args=[make_invitation(kindergarten, newcomer).letter_code]))
    page.locator("[name=password1]").fill("тихий час на даче")
    page.locator("[name=password2]").fill("тихий час на даче")
    page.get_by_role("button", name="Придумать пароль и войти").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Здравствуйте, Дарья Олеговна")


def test_a_passkey_is_added_and_signs_in(open_page: OpenPage, teacher: User) -> None:
    EmailAddress.objects.create(user=teacher, email=teacher.email, primary=True, verified=True)
    page = open_page()
    give_a_fingerprint_reader(page)
    page.goto(reverse("account_login"))
    page.get_by_label("Электронная почта").fill("teacher@example.com")
    page.get_by_label("Пароль").fill("secret")
    page.get_by_role("button", name="Войти", exact=True).click()

    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Пароль").fill("secret")
    page.get_by_role("button", name="Подтвердить").click()
    page.get_by_label("Как назвать").fill("Телефон")
    page.get_by_role("button", name="Добавить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Запасные коды")

    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button", name="Выйти").click()
    page.get_by_role("button", name="Войти с ключом доступа").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Здравствуйте, Елена Викторовна")


def test_a_passkey_that_fails_is_answered_in_words(open_page: OpenPage, teacher: User) -> None:
    page = open_page()
    page.goto(reverse("account_login"))
    page.context.set_offline(True)

    page.get_by_role("button", name="Войти с ключом доступа").click()

    expect(page.get_by_role("alert")).to_contain_text("Ключ доступа не сработал")
