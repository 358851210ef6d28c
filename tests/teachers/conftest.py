"""Letters about signing in leave at once, so that a test sees them."""

from collections.abc import Callable
from typing import Any

import pytest


class AtOnce:
    def submit(self, function: Callable[..., None], *arguments: Any) -> None:
        function(*arguments)


@pytest.fixture(autouse=True)
def letters_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teachers.sign_in_letters._threads", AtOnce())
