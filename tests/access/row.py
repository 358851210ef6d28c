"""One row of the access matrix: an address, and the status each role gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import ROLES, World

SIGN_IN = 302  # a redirect to the sign-in page; the walk checks where it leads


def everyone(status: int, **others: int) -> dict[str, int]:
    """The same status for every role, except those named; anonymous people are sent to sign in."""
    return {"anonymous": SIGN_IN} | {role: status for role in ROLES if role != "anonymous"} | others


@dataclass(frozen=True)
class Row:
    """`get` and `post` give role -> status; a method left out answers 405 to everyone who may see the page.

    `args` are the address's arguments taken from the world; `data` is what is posted.
    """

    name: str
    get: Mapping[str, int] = field(default_factory=dict)
    post: Mapping[str, int] = field(default_factory=dict)
    args: Callable[[World], tuple[Any, ...]] = lambda world: ()
    data: Callable[[World], dict[str, Any]] = lambda world: {}
