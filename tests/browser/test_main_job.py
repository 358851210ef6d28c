"""The whole job of a kindergarten, done in the browser by the people who do it, on a phone and on a desktop."""

import datetime as dt
import io
import re

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from events.models import Event, EventForm
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.browser.conftest import OpenPage
from tests.factories import make_launch_case, make_place, make_user, move_event
from tests.workbooks import real_list
from trajectories.models import Trajectory

pytestmark = pytest.mark.browser

FIRST, SECOND = "pedagog01@solnyshko.example", "pedagog05@solnyshko.example"
PASSWORD = "Тихий-час-13-00"


def person(email: str) -> User:
    return User.objects.get(email=email)


def letter_to(email: str, words: str) -> str:
    """The text of the last letter to the person whose subject holds the words, after a sweep."""
    sweep()
    letters = [letter for letter in mail.outbox if email in letter.to and words in letter.subject]
    return str(letters[-1].body)


def press(page: Page, words: str) -> None:
    """Presses a button of a form and waits for the page that answers it."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


# --- One part of the job each ---------------------------------------------------------------------------------------


def make_a_kindergarten(page: Page) -> Kindergarten:
    page.goto("/admin/teachers/kindergarten/add/")
    page.locator("#id_name").fill("Детский сад «Солнышко»")
    page.locator("#id_slug").fill("solnyshko")
    page.locator("input[name=_save]").click()
    return Kindergarten.objects.get(slug="solnyshko")


def load_the_staff(page: Page) -> None:
    page.goto("/admin/teachers/user/")
    page.get_by_role("link", name="Загрузить список педагогов").click()
    page.locator("input[type=file]").set_input_files(real_list("staff_solnyshko.xlsx"))
    page.locator(".submit-row input").click()
    expect(page.locator("tbody tr").first).to_contain_text("Светлова")
    page.locator(".staff-list__buttons .button.default").click()
    expect(page.locator(".staff-list__states")).to_be_visible()
    page.locator(".staff-list__buttons .button.default").click()
    with page.expect_navigation():
        page.locator("main form button, main form input[type=submit]").first.click()


def come_in(page: Page, email: str) -> None:
    link = re.search(r"/people/invitation/[\w-]+/\S*", letter_to(email, ""))
    assert link is not None
    page.goto(link.group())
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("button.btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(person(email).given_names)


def propose_an_event(page: Page, place: str) -> Event:
    page.goto("/events/")
    page.get_by_role("link", name="Предложить событие").first.click()
    page.locator("#id_form").select_option(str(EventForm.objects.get(code="lounge").pk))
    page.locator("#id_title").fill("Гостиная «Книга, которая меня изменила»")
    page.locator("#id_day").fill(f"{timezone.localdate() + dt.timedelta(days=1):%Y-%m-%d}")
    page.locator("#id_begins").fill("13:10")
    page.locator("#id_place").select_option(label=place)
    page.get_by_text("Места и участники").click()
    page.locator("#id_capacity").fill("1")
    press(page, "Предложить")
    return Event.objects.get()


def accept(page: Page, event: Event) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(event.title)).click()
    press(page, "Принять")
    event.refresh_from_db()
    assert event.state == Event.State.ACCEPTED


def confirm(page: Page, event: Event) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(event.title)).click()
    press(page, "Подтвердить событие")
    event.refresh_from_db()
    assert event.state == Event.State.PUBLISHED


def join(page: Page, event: Event) -> None:
    page.goto("/events/")
    page.get_by_role("link", name=re.compile(event.title)).click()
    press(page, "Записаться")
    expect(page.get_by_role("button", name="Отменить запись")).to_be_visible()


def is_full(page: Page, event: Event) -> bool:
    page.goto(event.get_absolute_url())
    return page.get_by_role("button", name="Записаться").count() == 0


def begins_in(event: Event, delay: dt.timedelta) -> None:
    """Time passes until the event is only so far away, or so long over."""
    move_event(event, timezone.now() + delay)


def say_who_was_there(page: Page, event: Event) -> None:
    page.goto(event.get_absolute_url())
    page.get_by_role("link", name="Отметить присутствие").click()
    press(page, "Отметить всех")


def propose_a_case(page: Page, case: int, *people: User) -> None:
    page.goto(f"/admin/trajectories/launchcase/{case}/propose/")
    for teacher in people:
        page.locator(f"#teacher-{teacher.pk}").check()
    page.locator(".submit-row input").click()


def adapt_and_send(page: Page, title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(title)).click()
    with page.expect_navigation():
        page.locator("button[name=adapt]").click()
    press(page, "Отправить на согласование")


def decide(page: Page, teacher: User, decision: str, comment: str = "") -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile("Планы на чтение")).click()
    page.get_by_role("link", name=re.compile(teacher.last_name)).first.click()
    if comment:
        page.locator("textarea[name=comment]").fill(comment)
    with page.expect_navigation():
        page.locator(f"button[name={decision}], input[name={decision}]").click()


def states() -> dict[str | None, str]:
    return {plan.teacher.email: plan.state for plan in Trajectory.objects.select_related("teacher")}


def add_to_the_portfolio(page: Page) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (320, 240), "#cde").save(picture, "JPEG")
    page.goto("/portfolio/add/")
    page.locator("#id_title").fill("Картотека игр с песком")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "фото.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    page.locator("input[type=checkbox]").check()
    press(page, "Добавить")
    expect(page.get_by_text("Картотека игр с песком").first).to_be_visible()


def download(page: Page, address: str, words: str) -> bytes:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((part) => part.setAttribute('open', ''))")
    with page.expect_download() as waiting:
        page.get_by_text(words, exact=True).first.click()
    return waiting.value.path().read_bytes()


# --- The job --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1280])
def test_a_kindergarten_does_its_work_here(open_page: OpenPage, width: int) -> None:
    network = make_user(None, email="network@example.com", is_superuser=True)
    kindergarten = make_a_kindergarten(open_page(network, width=width))
    methodist = make_user(kindergarten, "methodist", email="methodist@example.com", position="Старший воспитатель")
    head = make_user(kindergarten, "head", email="head@example.com", position="Заведующий")
    desk = open_page(methodist, width=width)

    load_the_staff(desk)
    host, guest = open_page(width=width), open_page(width=width)
    come_in(host, FIRST)
    come_in(guest, SECOND)

    make_place(kindergarten, "Методический кабинет", capacity=10)
    event = propose_an_event(host, "Методический кабинет")
    accept(desk, event)
    confirm(host, event)
    join(guest, event)
    assert is_full(desk, event)
    begins_in(event, dt.timedelta(hours=20))
    assert event.title in letter_to(SECOND, event.title)
    begins_in(event, dt.timedelta(hours=-2))
    say_who_was_there(host, event)
    guest.goto("/portfolio/")
    expect(guest.get_by_text(event.title).first).to_be_visible()

    case = make_launch_case(kindergarten, title="Спокойные утра")
    propose_a_case(desk, case.pk, person(FIRST), person(SECOND))
    adapt_and_send(host, case.title)
    adapt_and_send(guest, case.title)

    decide(desk, person(FIRST), "return", "Добавьте, как увидите результат.")
    decide(desk, person(SECOND), "agree")
    assert states() == {FIRST: "returned", SECOND: "agreed"}
    host.goto("/")
    expect(host.get_by_role("link", name=re.compile(case.title))).to_be_visible()

    add_to_the_portfolio(guest)
    assert download(guest, "/portfolio/", "Скачать PDF").startswith(b"%PDF-")
    report = download(open_page(head, width=width), "/reports/staff-development/", "Скачать .xlsx")
    assert report.startswith(b"PK")
