"""A photo from a phone, with scripts and without them."""

from pathlib import Path

import pytest

from common.upload_limits import MAX_BYTES
from portfolio.models import Evidence, Item
from tests.browser.conftest import OpenPage, faults
from tests.factories import make_kindergarten, make_user, picture

pytestmark = pytest.mark.browser
REFUSED = "(input) => input.validationMessage"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "прогулка.jpg"
    path.write_bytes(picture(size=(1600, 1200)))
    return path


def test_a_photo_is_added_in_one_screen(open_page: OpenPage, photo: Path) -> None:
    page = open_page(make_user(make_kindergarten()))
    page.goto("/portfolio/add/")
    page.get_by_label("Название").fill("Прогулка с лупами")
    page.get_by_label("Фото или файл").set_input_files(photo)

    page.get_by_role("button", name="Добавить").click()
    assert Item.objects.count() == 0  # the mark about children is asked for before anything is sent
    page.get_by_label("Детей на фото нет").check()
    page.get_by_role("button", name="Добавить").click()

    page.get_by_role("heading", name="Прогулка с лупами").wait_for()
    assert (Evidence.objects.get().original_name, faults(page)) == ("прогулка.jpg", [])


def test_a_large_file_is_refused_before_it_is_sent(open_page: OpenPage, tmp_path: Path) -> None:
    large = tmp_path / "видео.jpg"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    page = open_page(make_user(make_kindergarten()))
    page.goto("/portfolio/add/")

    page.get_by_label("Фото или файл").set_input_files(large)

    assert page.get_by_label("Фото или файл").evaluate(REFUSED) == "Файл слишком большой. Выберите файл поменьше."


def test_a_lost_connection_loses_nothing(open_page: OpenPage, photo: Path) -> None:
    page = open_page(make_user(make_kindergarten()))
    page.goto("/portfolio/add/")
    page.get_by_label("Название").fill("Без связи")
    page.get_by_label("Фото или файл").set_input_files(photo)
    page.get_by_label("Детей на фото нет").check()

    page.context.set_offline(True)
    page.get_by_role("button", name="Добавить").click()
    page.get_by_text("Файлы не дошли").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Добавить").click()

    page.get_by_role("heading", name="Без связи").wait_for()
    assert Evidence.objects.count() == 1


def test_everything_works_without_scripts(open_page: OpenPage, photo: Path) -> None:
    page = open_page(make_user(make_kindergarten()), width=1280, scripts=False)
    page.goto("/portfolio/add/")
    page.get_by_label("Название").fill("Без сценариев")
    page.get_by_label("Фото или файл").set_input_files(photo)

    page.get_by_role("button", name="Добавить").click()
    assert page.get_by_label("Название").input_value() == "Без сценариев"
    page.get_by_label("Фото или файл").set_input_files(photo)
    page.get_by_label("Детей на фото нет").check()
    page.get_by_role("button", name="Добавить").click()

    page.get_by_role("heading", name="Без сценариев").wait_for()
    assert Evidence.objects.count() == 1
