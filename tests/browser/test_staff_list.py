"""A methodist loads a staff list and invites the people, without a line of JavaScript, at both widths."""

import pytest
from playwright.sync_api import FilePayload, expect

from notifications.models import Message
from teachers.models import Kindergarten, User
from tests.browser.conftest import OpenPage, faults
from tests.teachers.staff_lists import person, staff_file

pytestmark = pytest.mark.browser

RIGHT = person()
WRONG = person(name="Ким Ли", email="не помню")


def file(content: bytes) -> FilePayload:
    return {"name": "список.xlsx", "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_the_pages_of_a_list_are_sound(
    open_page: OpenPage, kindergarten: Kindergarten, methodist: User, width: int, scheme: str
) -> None:
    page = open_page(methodist, width=width, scheme=scheme)

    page.goto("/admin/teachers/stafflist/add/")
    page.set_input_files("input[name=file]", file(b"%PDF-1.7"))
    page.get_by_role("button", name="Посмотреть список").click()
    expect(page.get_by_text("Это PDF. Нужна книга .xlsx или файл .csv.")).to_be_visible()
    assert faults(page, beyond_wcag=False) == []

    page.set_input_files("input[name=file]", file(staff_file(RIGHT, WRONG)))
    page.get_by_role("button", name="Посмотреть список").click()
    expect(page.get_by_text("Это не адрес электронной почты.")).to_be_visible()
    assert faults(page, beyond_wcag=False) == []

    page.get_by_role("button", name="Загрузить без строк с ошибками (1)").click()
    page.get_by_role("link", name="Пригласить тех, кто в этом списке (1)").click()
    expect(page.get_by_role("button", name="Отправить", exact=True)).to_be_visible()
    assert faults(page, beyond_wcag=False) == []


def test_the_whole_way_needs_no_script(open_page: OpenPage, kindergarten: Kindergarten, methodist: User) -> None:
    page = open_page(methodist, scripts=False)

    page.goto("/admin/teachers/user/")
    page.get_by_role("link", name="Загрузить список педагогов").click()
    page.set_input_files("input[name=file]", file(staff_file(RIGHT)))
    page.get_by_role("button", name="Посмотреть список").click()
    page.get_by_role("button", name="Загрузить (1)").click()
    page.get_by_role("link", name="Пригласить тех, кто в этом списке (1)").click()
    page.get_by_role("button", name="Отправить", exact=True).click()

    expect(page.get_by_text("1 приглашение отправляется.")).to_be_visible()
    assert list(Message.objects.values_list("recipient__email", flat=True)) == ["zorina@example.com"]
