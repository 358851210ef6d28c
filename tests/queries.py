"""How many queries a page asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# On any page, whatever the number of rows; the session, the person and their roles are three of them.
MOST = 8
ABOUT_TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Fills the list with the queries that the block asked; the bounds of transactions ask nothing."""
    asked: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield asked
    asked += [query["sql"] for query in queries if not query["sql"].startswith(ABOUT_TRANSACTIONS)]


def cost(ask: Callable[[], object]) -> int:
    """The number of queries of `ask`, the second time: what a process learns once is not the page's."""
    ask()
    with counted() as queries:
        ask()
    return len(queries)


def costs(ask: Callable[[], object], add_a_row: Callable[[], object]) -> tuple[int, int]:
    """The number of queries of `ask` at one row and at three."""
    add_a_row()
    one = cost(ask)
    add_a_row()
    add_a_row()
    return one, cost(ask)
