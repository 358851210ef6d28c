"""Every page of the access matrix in Chromium: no fault that axe knows, no refused script, nothing too wide."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page

from tests.access.row import Row
from tests.access.test_matrix import MATRIX
from tests.access.world import World, make_world
from tests.browser.conftest import OpenPage, faults

pytestmark = pytest.mark.browser

SCREENS = [(360, "light"), (1280, "light"), (1280, "dark")]
# Files, answers for machines, and letters in a sandbox where no script runs, axe neither.
FILES_OF_EVENTS = (
    "events:event_file",
    "events:feed",
    "events:material",
    "events:summary",
    "events:certificate",
    "events:sign_in_sheet",
)
NOT_PAGES = ("as_sent", "healthz", "readyz", "pdf", "xlsx", "evidence", "download", "thumbnail", *FILES_OF_EVENTS)


def pages_of(role: str) -> list[Row]:
    return [row for row in MATRIX if row.get.get(role) == 200 and not row.name.endswith(NOT_PAGES)]


def _listen(page: Page, said: list[str]) -> None:
    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("role", ["anonymous", "owner", "methodist", "head", "network_admin"])
def test_every_page_is_sound(open_page: OpenPage, role: str, width: int, scheme: str) -> None:
    world = make_world()
    page = open_page(world.people.get(role), width=width, scheme=scheme)
    found: dict[str, list[str]] = {}
    said: list[str] = []
    _listen(page, said)

    for row in pages_of(role):
        page.goto(reverse(row.name, args=row.args(world)))
        if faulty := faults(page) + said:
            found[row.name] = faulty
        said.clear()

    assert found == {}


def _desk_pages(world: World) -> list[str]:
    """The desk's first page, of each model its list, its adding page and the page of one row, and pages of its own."""
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        first = model._default_manager.order_by("pk").first()
        pages += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        pages += [reverse(f"{name}_change", args=[first.pk])] if first else []
    return [*pages, reverse("admin:trajectories_launchcase_propose", args=[world.launch_case.pk])]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("role", ["methodist", "network_admin"])
def test_every_page_of_the_desk_is_sound(open_page: OpenPage, role: str, width: int, scheme: str) -> None:
    world = make_world()
    page = open_page(world.people[role], width=width, scheme=scheme)
    found: dict[str, list[str]] = {}
    said: list[str] = []
    _listen(page, said)

    for address in _desk_pages(world):
        response = page.goto(address)
        if response and response.status == 200 and (faulty := faults(page, beyond_wcag=False) + said):
            found[address] = faulty
        said.clear()

    assert found == {}
