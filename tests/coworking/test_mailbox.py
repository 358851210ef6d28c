"""Letters of an embedded installation, read in the browser."""

import itertools
import os
import runpy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from coworking import urls
from coworking.mailbox import letters_in

pytestmark = pytest.mark.django_db
NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _own_mailbox(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path


def send(*subjects: str, text: str = "Здравствуйте", html: str = "") -> str:
    """Letters over one connection; the key of the last one."""
    post = EmailBackend()
    letters = [EmailMultiAlternatives(subject, text, to=["anna@example.com"]) for subject in subjects]
    for letter in letters:
        if html:
            letter.attach_alternative(html, "text/html")
    post.send_messages(letters)
    folder = Path(settings.EMAIL_FILE_PATH)
    # Django names a file by the second and the connection; two of them may meet in one.
    file = next(folder.glob("2*.log")).rename(folder / f"letters-{next(NUMBERS)}.log")
    return letters_in(file)[-1].key


def test_an_empty_mailbox_says_what_will_come(client: Client) -> None:
    assert "Письм" in client.get(reverse("mailbox")).content.decode()


def test_the_newest_letter_stands_first(client: Client, tmp_path: Path) -> None:
    send("Вчерашнее")
    for file in tmp_path.iterdir():
        os.utime(file, (1_000_000, 1_000_000))
    send("Первое", "Второе")

    letters = client.get(reverse("mailbox")).context["page"]

    assert [letter.subject for letter in letters] == ["Второе", "Первое", "Вчерашнее"]


def test_a_long_mailbox_is_turned_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coworking.mailbox.LETTERS_ON_A_PAGE", 1)
    send("Раннее")
    send("Позднее")

    letters = client.get(reverse("mailbox"), {"page": 2}).context["page"]

    assert len(letters) == 1


@pytest.mark.parametrize(
    ("words", "found"), [("приглаш", ["Приглашение"]), ("ANNA@", ["Код", "Приглашение"]), ("нет", [])]
)
def test_letters_are_found_by_address_and_subject(client: Client, words: str, found: list[str]) -> None:
    send("Приглашение", "Код")

    letters = client.get(reverse("mailbox"), {"q": words}).context["page"]

    assert [letter.subject for letter in letters] == found


def test_the_time_of_a_letter_is_told_in_our_zone(client: Client, tmp_path: Path) -> None:
    (tmp_path / "letter.log").write_text("Subject: Ночное\nDate: Tue, 24 Nov 2026 21:28:12 -0000\n\nЗдравствуйте\n")

    assert "25 ноября, 00:28" in client.get(reverse("mailbox")).content.decode()


def test_a_letter_says_to_whom_it_went(client: Client) -> None:
    key = send("Приглашение")

    assert client.get(reverse("letter", args=[key])).context["letter"].to == "anna@example.com"


def test_links_of_a_letter_can_be_followed(client: Client) -> None:
    key = send("Приглашение", text="Откройте http://localhost:8000/people/invitation/17-K7MP/ и начните.")

    page = client.get(reverse("letter", args=[key])).content.decode()

    assert '<a href="http://localhost:8000/people/invitation/17-K7MP/"' in page


def test_markup_in_a_plain_letter_stays_text(client: Client) -> None:
    key = send("<b>Тема</b>", text="<script>alert(1)</script>")

    page = client.get(reverse("letter", args=[key])).content.decode()

    assert "<script>alert" not in page
    assert "<b>Тема" not in page


def test_the_letters_own_page_is_sandboxed(client: Client) -> None:
    key = send("Напоминание", html="<p>Завтра в 13:10</p>")

    response = client.get(reverse("letter_as_sent", args=[key]))

    assert response.content.decode().strip() == "<p>Завтра в 13:10</p>"
    assert response["Content-Security-Policy"].startswith("sandbox allow-popups; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_letter_without_a_page_of_its_own_has_none(client: Client) -> None:
    key = send("Код")

    assert client.get(reverse("letter_as_sent", args=[key])).status_code == 404


@pytest.mark.parametrize("key", ["no-such-0", "0", "20260101-000000-1-7"])
def test_a_letter_that_is_not_there_is_not_found(client: Client, key: str) -> None:
    send("Письмо")

    assert client.get(reverse("letter", args=[key])).status_code == 404


def test_the_way_in_points_at_the_mailbox_where_there_is_one(client: Client, settings: Settings) -> None:
    link = f'href="{reverse("mailbox")}"'
    kept = client.get(reverse("account_login")).content.decode()
    settings.MAILBOX_IN_BROWSER = False

    sent = client.get(reverse("account_login")).content.decode()

    assert (link in kept, link in sent) == (True, False)


def test_every_page_of_the_mailbox_is_shut_outside_embedded_mode(client: Client, settings: Settings) -> None:
    key = send("Секрет", html="<p>Секрет</p>")
    settings.MAILBOX_IN_BROWSER = False

    answers = [client.get(reverse(name, args=args)) for name, args in (("mailbox", []), ("letter", [key]))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get(reverse("letter_as_sent", args=[key])).status_code == 404


@pytest.mark.parametrize("kept", [True, False])
def test_the_mailbox_is_routed_only_where_letters_are_kept(settings: Settings, kept: bool) -> None:
    settings.MAILBOX_IN_BROWSER = kept

    addresses = {str(pattern.pattern) for pattern in runpy.run_path(str(urls.__file__))["urlpatterns"]}

    assert ("dev/mail/" in addresses) is kept
