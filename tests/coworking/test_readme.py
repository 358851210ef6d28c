"""A newcomer has only the README: its first screen starts the product, its table knows every variable."""

import re

from django.conf import settings

from coworking import demo
from coworking.storage import _BUCKET

README = (settings.BASE_DIR / "README.md").read_text()
READ = re.compile(r'(?:environ(?:\.get\(|\[)|env_\w+\(|environment\.get\()\s*"([A-Z][A-Z0-9_]+)"')


def variables_of_the_code() -> set[str]:
    sources = [path.read_text() for path in (settings.BASE_DIR / "coworking").rglob("*.py")]
    return {name for source in sources for name in READ.findall(source)} | set(_BUCKET)


def test_the_first_screen_starts_and_tests_the_product() -> None:
    first_screen = "\n".join(README.splitlines()[:12])

    assert "    make run " in first_screen
    assert "    make test " in first_screen


def test_every_sign_in_of_the_demo_is_named() -> None:
    assert [sign_in.email for sign_in in demo.SIGN_INS if sign_in.email not in README] == []
    assert demo.PASSWORD in README


def test_the_table_knows_every_variable_that_is_read() -> None:
    table = README[README.index("| variable |") :]

    assert variables_of_the_code() - set(re.findall(r"`([A-Z0-9_]+)`", table)) == set()


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:`|    )make ([a-z-]+)", README)) - targets == set()
