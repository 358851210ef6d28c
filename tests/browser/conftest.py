"""Chromium from Debian's package, walking a live server as one of the cast."""

import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from teachers.models import User

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
ASK_AXE = """async (options) => (await axe.run(document, {preload: false, iframes: false, ...options})).violations.map(
    (found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": shutil.which("chromium"), "args": QUIET}


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(real_transactions: None, browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a window of a width and a colour scheme in which `user` has signed in."""
    contexts = []

    def opened(user: User | None = None, *, width: int = 360, scheme: str = "light", scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="ru-RU",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def faults(page: Page, *, beyond_wcag: bool = True) -> list[str]:
    """What axe finds on the page, and whether the page is wider than its screen.

    `beyond_wcag` asks for good practice too; Django's own admin is held to WCAG 2.2 AA alone.
    """
    page.evaluate(AXE)
    found: list[str] = page.evaluate(ASK_AXE, {} if beyond_wcag else {"runOnly": WCAG})
    wider = page.evaluate(WIDER_THAN_THE_SCREEN)
    return [*found, *([f"wider than the screen by {wider} px"] if wider > 0 else [])]
