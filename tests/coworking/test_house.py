"""Habits of the house that a tool can watch: one door in views, no inline script, contracts on partials."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["coworking", "reports", "portfolio", "trajectories", "events", "notifications", "teachers", "common"]
UNSCOPED = re.compile(r"\.(objects|_default_manager)\.(all|get|filter|exclude|first|last|count|exists)\(")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\sstyle=\"|\son[a-z]+=\"")
# Evaluated by htmx with Function(): forbidden by our policy, so they would fail silently.
EVALUATED = re.compile(r"hx-on[:\-a-z]*=|hx-vals=[\"']js:|hx-headers=[\"']js:|hx-trigger=\"[^\"]*\[")
ELSEWHERE = re.compile(r"(src|href|action)=\"(https?:)?//")
# People's words go through the house's own filters, which make their links links.
OWN_WORDS = re.compile(r"\|(linebreaks|linebreaksbr|urlize)\b")
LETTERS = re.compile(r"notifications/")


def _lines(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def _views() -> Iterator[Path]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if path.name in ("views.py", "admin.py") or {"views", "admin"} & set(path.relative_to(ROOT).parts):
                yield path


def _pages() -> Iterator[Path]:
    """Templates that a browser shows; letters need inline styles, mail programs know no others."""
    return (path for path in (ROOT / "templates").rglob("*.html") if not LETTERS.search(str(path.relative_to(ROOT))))


def test_views_and_the_desk_reach_rows_through_the_one_door() -> None:
    assert _lines(UNSCOPED, _views()) == []


@pytest.mark.parametrize("forbidden", [INLINE, EVALUATED, ELSEWHERE], ids=["inline", "evaluated", "another host"])
def test_no_page_holds(forbidden: re.Pattern[str]) -> None:
    assert _lines(forbidden, _pages()) == []


def test_what_people_write_goes_through_the_filters_of_the_house() -> None:
    assert _lines(OWN_WORDS, (ROOT / "templates").rglob("*.html")) == []


def test_every_part_of_a_page_states_its_contract() -> None:
    parts = [path for path in _pages() if path.name.startswith("_") or path.parent.name == "components"]

    assert [str(path.relative_to(ROOT)) for path in parts if not path.read_text().startswith("{#")] == []


def test_templates_stay_short() -> None:
    assert [str(path) for path in _pages() if len(path.read_text().splitlines()) > 120] == []
