"""Signing in: every way, what it tells a stranger, and what it sends."""

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings
from zeal import zeal_ignore

from teachers.account_adapter import AccountAdapter
from teachers.models import Kindergarten, User
from teachers.templatetags.ways_in import device
from tests.factories import make_newcomer

SignIn = Callable[[User], Client]
UNKNOWN = "nobody@example.com"


@pytest.fixture
def known(teacher: User) -> User:
    """A person whose mailbox is known to be theirs."""
    EmailAddress.objects.create(user=teacher, email=teacher.email, primary=True, verified=True)
    return teacher


@pytest.fixture
def newcomer(kindergarten: Kindergarten) -> User:
    """On the staff list, never been here."""
    return make_newcomer(kindergarten, email="newcomer@example.com")


def type_password(client: Client, email: str, password: str, **data: str) -> str:
    """Where the attempt leads; empty when it stays on the page."""
    response = client.post(reverse("account_login"), {"login": email, "password": password, **data})
    return response.headers.get("Location", "")


def code_in_letter() -> str:
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found
    return found[0]


# --- By password ----------------------------------------------------------------------------------------------------


def test_a_password_opens_the_home_page(known: User) -> None:
    assert type_password(Client(), "teacher@example.com", "secret") == "/"


def test_an_address_is_known_in_any_letter_case(known: User) -> None:
    assert type_password(Client(), "Teacher@Example.COM", "secret") == "/"


def test_an_unconfirmed_address_is_confirmed_by_a_code_first(teacher: User) -> None:
    client = Client()

    assert type_password(client, "teacher@example.com", "secret") == reverse("account_email_verification_sent")
    response = client.post(reverse("account_email_verification_sent"), {"code": code_in_letter()})

    assert response["Location"] == "/"
    assert EmailAddress.objects.get(user=teacher).verified


@pytest.mark.parametrize(
    "next_page",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
@pytest.mark.parametrize("name", ["account_login", "account_request_login_code"])
def test_signing_in_leads_to_no_other_host(known: User, name: str, next_page: str) -> None:
    client = Client()
    address = f"{reverse(name)}?next={next_page}"

    if name == "account_login":
        response = client.post(address, {"login": known.email, "password": "secret", "next": next_page})
    else:
        client.post(address, {"email": known.email, "next": next_page})
        response = client.post(
            f"{reverse('account_confirm_login_code')}?next={next_page}", {"code": code_in_letter(), "next": next_page}
        )

    assert response["Location"] == "/"


def test_signing_in_leads_back_to_the_page_asked_for(known: User) -> None:
    assert type_password(Client(), "teacher@example.com", "secret", next="/events/") == "/events/"


def test_a_person_switched_off_does_not_come_in(known: User) -> None:
    User.objects.filter(pk=known.pk).update(is_active=False)

    assert type_password(Client(), "teacher@example.com", "secret") == reverse("account_inactive")


def test_guessing_a_password_is_stopped(known: User) -> None:
    client = Client()
    for _ in range(5):
        type_password(client, "teacher@example.com", "wrong")

    assert type_password(client, "teacher@example.com", "secret") == ""


def test_too_many_attempts_from_one_place_are_answered_in_words(db: None) -> None:
    client = Client()
    for number in range(31):
        response = client.post(reverse("account_login"), {"login": f"{number}@example.com", "password": "wrong"})

    assert response.status_code == 429
    assert "Ничего не потеряно" in response.content.decode()


# --- What a stranger learns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_a_known_an_unknown_and_an_invited_address_are_answered_alike(known: User, newcomer: User, name: str) -> None:
    answers = set()
    for email in (known.email, UNKNOWN, newcomer.email):
        response = Client().post(reverse(name), {"email": email}, follow=True)
        text = response.content.decode().replace(str(email), "…")
        answers.add((response.status_code, str(response.redirect_chain), re.sub(r'value="\w{64}"', "", text)))

    assert len(answers) == 1
    assert [letter.to for letter in mail.outbox] == [[known.email]]


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(known: User, newcomer: User) -> None:
    answers = set()
    for email in (known.email, UNKNOWN, newcomer.email):
        response = Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
        text = response.content.decode().replace(str(email), "…")
        answers.add((response.status_code, re.sub(r'value="\w{64}"', "", text)))

    assert len(answers) == 1


def test_a_wrong_password_and_an_unknown_address_cost_the_same(known: User, newcomer: User) -> None:
    costs = set()
    for email in (known.email, UNKNOWN, newcomer.email):
        with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
            type_password(Client(), str(email), "wrong")
        costs.add(encode.call_count)

    assert len(costs) == 1


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_a_forged_host_gets_no_letter(known: User, name: str) -> None:
    response = Client().post(reverse(name), {"email": known.email}, headers={"host": "evil.example"})

    assert (response.status_code, mail.outbox) == (400, [])


def test_a_page_waits_for_no_mail_server(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    sent: list[EmailMessage] = []

    class Hanging(BaseEmailBackend):
        def send_messages(self, messages: Sequence[EmailMessage]) -> int:
            released.wait(10)
            sent.extend(messages)
            return len(messages)

    monkeypatch.undo()
    monkeypatch.setattr("django.core.mail.get_connection", lambda **kwargs: Hanging())

    response = Client().post(reverse("account_request_login_code"), {"email": known.email})

    assert (response.status_code, sent) == (302, [])
    released.set()


def test_a_mail_server_that_refuses_breaks_no_page(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(BaseEmailBackend):
        def send_messages(self, messages: Sequence[EmailMessage]) -> int:
            raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.get_connection", lambda **kwargs: Refusing())

    assert Client().post(reverse("account_request_login_code"), {"email": known.email}).status_code == 302


# --- By code --------------------------------------------------------------------------------------------------------


def test_a_code_by_e_mail_opens_the_home_page(known: User) -> None:
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": known.email})

    response = client.post(reverse("account_confirm_login_code"), {"code": code_in_letter()})

    assert response["Location"] == "/"


def test_the_letter_with_a_code_is_russian_and_short(known: User) -> None:
    Client().post(reverse("account_request_login_code"), {"email": known.email})

    [letter] = mail.outbox
    assert letter.subject == "Код для входа"
    assert str(letter.body).splitlines()[:7] == [
        "Добрый день.",
        "",
        "Введите этот код на открытой странице, чтобы войти:",
        "",
        code_in_letter(),
        "",
        "Если Вы этого не просили, ничего делать не нужно.",
    ]


def test_a_code_is_good_in_its_own_browser_only(known: User) -> None:
    Client().post(reverse("account_request_login_code"), {"email": known.email})

    response = Client().post(reverse("account_confirm_login_code"), {"code": code_in_letter()})

    assert response["Location"] == reverse("account_request_login_code")


def test_three_wrong_codes_end_the_attempt(known: User) -> None:
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": known.email})
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "0000-0000"})

    response = client.post(reverse("account_confirm_login_code"), {"code": code_in_letter()})

    assert response["Location"] == reverse("account_request_login_code")


def test_a_forgotten_password_is_replaced_by_a_code(known: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": known.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in_letter()})

    new = {"password1": "тихий час на даче", "password2": "тихий час на даче"}
    client.post(reverse("account_complete_password_reset"), new)

    known.refresh_from_db()
    assert known.check_password("тихий час на даче")


# --- The second step ------------------------------------------------------------------------------------------------


@pytest.fixture
def guarded(known: User) -> User:
    """A person who switched on one-time codes, and has spare ones."""
    totp.TOTP.activate(known, totp.generate_totp_secret())
    RecoveryCodes.activate(known)
    return known


def one_time_code(person: User) -> str:
    secret = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).wrap().instance.data["secret"]
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_a_password_alone_does_not_open_the_second_door(guarded: User) -> None:
    client = Client()

    assert type_password(client, "teacher@example.com", "secret") == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302


def test_an_e_mailed_code_alone_does_not_either(guarded: User) -> None:
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": guarded.email})

    response = client.post(reverse("account_confirm_login_code"), {"code": code_in_letter()})

    assert response["Location"] == reverse("mfa_authenticate")


def test_a_code_of_the_app_opens_it(guarded: User) -> None:
    client = Client()
    type_password(client, "teacher@example.com", "secret")

    response = client.post(reverse("mfa_authenticate"), {"code": one_time_code(guarded)})

    assert response["Location"] == "/"


def test_a_spare_code_opens_it_once(guarded: User) -> None:
    spare = Authenticator.objects.get(user=guarded, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]

    answers = []
    for _ in range(2):
        client = Client()
        type_password(client, "teacher@example.com", "secret")
        answers.append(client.post(reverse("mfa_authenticate"), {"code": spare}).headers.get("Location"))

    assert answers == ["/", None]


def test_the_second_step_guards_the_desk_too(methodist: User) -> None:
    response = Client().post("/admin/login/?next=/admin/", {"username": methodist.email, "password": "secret"})

    assert response["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_changing_what_one_signs_in_with_asks_who_it_is(known: User, sign_in: SignIn) -> None:
    response = sign_in(known).get(reverse("mfa_activate_totp"))

    assert response["Location"].split("?")[0] == reverse("account_reauthenticate")


# --- One's own address, password and devices ------------------------------------------------------------------------


def test_an_address_changes_once_its_code_is_typed(known: User, sign_in: SignIn) -> None:
    client = sign_in(known)
    client.post(reverse("account_reauthenticate"), {"password": "secret"})
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.com"})
    before = User.objects.get(pk=known.pk).email

    client.post(reverse("account_email_verification_sent"), {"code": code_in_letter()})

    assert (before, User.objects.get(pk=known.pk).email) == ("teacher@example.com", "new@example.com")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@example.com", True)]


def test_the_address_of_a_person_on_a_staff_list_is_not_taken(known: User, newcomer: User, sign_in: SignIn) -> None:
    client = sign_in(known)
    client.post(reverse("account_reauthenticate"), {"password": "secret"})
    client.post(reverse("account_email"), {"action_add": "", "email": newcomer.email})

    response = client.post(reverse("account_email_verification_sent"), {"code": code_in_letter()})

    assert response.status_code == 200
    assert User.objects.get(pk=known.pk).email == "teacher@example.com"


def test_a_changed_password_is_told_by_letter(known: User, sign_in: SignIn) -> None:
    new = {"oldpassword": "secret", "password1": "тихий час на даче", "password2": "тихий час на даче"}

    sign_in(known).post(reverse("account_change_password"), new)

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["teacher@example.com"], "Пароль изменён")]


def test_the_desk_changes_passwords_on_the_same_page(methodist: User, sign_in: SignIn) -> None:
    assert sign_in(methodist).get("/admin/password_change/")["Location"] == reverse("account_change_password")


def test_other_devices_are_signed_out(known: User) -> None:
    phone, computer = Client(), Client()
    with zeal_ignore():  # the library asks after each session by itself
        for client in (phone, computer):
            type_password(client, "teacher@example.com", "secret")
            client.get(reverse("usersessions_list"))

        computer.post(reverse("usersessions_list"))

    assert (phone.get("/").status_code, computer.get("/").status_code) == (302, 200)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 YaBrowser/24.10 Mobile Safari/537.36",
            "Яндекс Браузер, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", "неизвестное устройство"),
        ("", "неизвестное устройство"),
    ],
)
def test_a_browser_is_named_in_two_words(line: str, words: str) -> None:
    assert device(line) == words


# --- Open sign-up ---------------------------------------------------------------------------------------------------

NEW_PERSON = {
    "last_name": "Дорожная",
    "first_name": "Яна",
    "patronymic": "Львовна",
    "email": "new@example.com",
    "password1": "тихий час на даче",
    "password2": "тихий час на даче",
}


def test_nobody_signs_up_without_an_invitation(db: None) -> None:
    response = Client().post(reverse("account_signup"), NEW_PERSON)

    assert "Сюда входят по приглашению" in response.content.decode()
    assert not User.objects.exists()


def test_the_sign_in_page_offers_sign_up_only_where_it_is_open(db: None, settings: Settings) -> None:
    closed = Client().get(reverse("account_login")).content.decode()
    settings.ACCOUNT_OPEN_SIGNUP = True
    opened = Client().get(reverse("account_login")).content.decode()

    assert (reverse("account_signup") in closed, reverse("account_signup") in opened) == (False, True)


def test_whoever_signs_up_confirms_the_address_and_is_told_what_to_do(db: None, settings: Settings) -> None:
    settings.ACCOUNT_OPEN_SIGNUP = True
    client = Client()
    client.post(reverse("account_signup"), NEW_PERSON)

    response = client.post(reverse("account_email_verification_sent"), {"code": code_in_letter()}, follow=True)

    person = User.objects.get()
    assert (person.get_full_name(), person.profile.birth_year) == ("Дорожная Яна Львовна", None)
    assert reverse("teachers:enter_code") in response.content.decode()


def test_signing_up_with_a_known_address_is_answered_like_a_new_one(known: User, settings: Settings) -> None:
    settings.ACCOUNT_OPEN_SIGNUP = True

    answers = set()
    for email in (known.email, "new@example.com"):
        response = Client().post(reverse("account_signup"), NEW_PERSON | {"email": email})
        answers.add((response.status_code, response["Location"]))

    assert len(answers) == 1
    assert User.objects.filter(email=known.email).count() == 1


# --- Words ----------------------------------------------------------------------------------------------------------

PAGES_OF_STRANGERS = ["account_login", "account_request_login_code", "account_reset_password", "account_signup"]
PAGES_OF_PEOPLE = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "usersessions_list",
]
FOREIGN_BY_NATURE = {"teacher", "example", "com", "English", "JavaScript", "PIN"}


def latin_words(page: str) -> set[str]:
    body = re.sub(r"<(script|style|head).*?</\1>", "", page, flags=re.DOTALL)
    return set(re.findall(r"[A-Za-z]{3,}", strip_tags(body))) - FOREIGN_BY_NATURE


@pytest.mark.parametrize("name", PAGES_OF_STRANGERS)
def test_strangers_read_russian(db: None, settings: Settings, name: str) -> None:
    settings.ACCOUNT_OPEN_SIGNUP = True

    assert latin_words(Client().get(reverse(name)).content.decode()) == set()


@pytest.mark.parametrize("name", PAGES_OF_PEOPLE)
def test_people_read_russian_about_their_ways_in(guarded: User, sign_in: SignIn, name: str) -> None:
    client = sign_in(guarded)
    client.post(reverse("account_reauthenticate"), {"password": "secret"})

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert latin_words(response.content.decode()) == set()


LETTERS = [
    f"{app}/email/{path.name.removesuffix('_message.txt')}"
    for app in ("account", "mfa")
    for path in sorted((Path(allauth.__file__).parent / "templates" / app / "email").glob("*_message.txt"))
    # These are never sent: unknown addresses get nothing, links and user names are not used.
    if not path.name.startswith(("base_", "unknown_", "password_reset_key"))
]


@pytest.mark.parametrize("name", LETTERS)
def test_letters_about_signing_in_are_russian(name: str) -> None:
    facts = {
        "code": "1234-5678",
        "user": User(last_name="Светлова", first_name="Елена"),
        "from_email": "teacher@example.com",
        "to_email": "teacher@example.com",
        "deleted_email": "teacher@example.com",
        "email": "teacher@example.com",
        "site_url": "",
        "timestamp": timezone.now(),
        "user_agent": "",
        "ip": "192.0.2.1",
    }

    letter = AccountAdapter().render_mail(name, "teacher@example.com", facts)

    assert latin_words(f"{letter.subject} {letter.body}".replace(reverse("account_request_login_code"), "")) == set()
    assert letter.body.startswith("Добрый день.")
