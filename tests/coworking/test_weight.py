"""What a slow line carries: the first page with everything it needs, and no file that is not there."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from teachers.models import User
from tests.factories import make_event, make_registration

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAGE = 200_000
ASKED_FOR = re.compile(rb'(?:href|src)="/static/([^"#]+)')
NAMED_IN_CSS = re.compile(r"url\(\s*[\"']?(?!data:|#)([^\"')]+)")
NAMED_IN_TEMPLATES = re.compile(r"\{%\s*static\s+[\"']([^\"']+)[\"']")
ALREADY_COMPRESSED = (".woff2", ".png", ".webp", ".jpg")

SignIn = Callable[[User], Client]


def found(name: str) -> Path:
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is not among the static files"
    return Path(path)


def with_its_own(path: Path) -> Iterator[Path]:
    """The file, and the files that it names if it is a style sheet."""
    yield path
    if path.suffix == ".css":
        for name in NAMED_IN_CSS.findall(path.read_text()):
            yield (path.parent / name.partition("#")[0].partition("?")[0]).resolve()


def carried(content: bytes, name: str = "") -> int:
    """Bytes on the line; brotli, which most browsers take, carries still less."""
    return len(content) if name.endswith(ALREADY_COMPRESSED) else len(gzip.compress(content))


def test_the_first_page_weighs_less_than_200_kilobytes(teacher: User, colleague: User, sign_in: SignIn) -> None:
    for _ in range(5):
        make_registration(make_event(colleague), teacher)
        make_event(teacher)

    page = sign_in(teacher).get("/").content
    files = {file for name in ASKED_FOR.findall(page) for file in with_its_own(found(name.decode()))}

    assert {file.suffix for file in files} >= {".css", ".js", ".woff2", ".svg"}
    assert carried(page) + sum(carried(file.read_bytes(), file.name) for file in files) < FIRST_PAGE


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.css")), ids=lambda path: path.name)
def test_what_a_style_sheet_names_is_there(path: Path) -> None:
    assert [file for file in with_its_own(path) if not file.is_file()] == []


def test_what_a_template_names_is_there() -> None:
    pages = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    names = {name for page in pages for name in NAMED_IN_TEMPLATES.findall(page)}

    assert {name for name in names if finders.find(name) is None} == set()
