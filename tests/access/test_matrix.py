"""Every address × method × role. An address that nobody declared fails the build."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.access import (
    accounts,
    attending,
    coworking,
    events,
    notifications,
    portfolio,
    reports,
    teachers,
    trajectories,
)
from tests.access.row import SIGN_IN, Row
from tests.access.world import World, make_world

MATRIX: list[Row] = [
    row
    for table in (accounts, attending, coworking, events, notifications, portfolio, reports, teachers, trajectories)
    for row in table.ROWS
]
# Django's admin asks the same predicates; what each role sees there is tested with each app's admin.
WALKED_ELSEWHERE = ("admin:",)

CASES = [
    pytest.param(row, method, dict(statuses), id=f"{row.name} {method}")
    for row in MATRIX
    for method, statuses in (("get", row.get), ("post", row.post))
    if statuses
]
LEFT_OUT = [
    pytest.param(row, method, id=f"{row.name} {method}")
    for row in MATRIX
    for method, statuses in (("get", row.get), ("post", row.post))
    if not statuses and row not in accounts.ROWS
]


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_matrix() -> None:
    declared = {row.name for row in MATRIX}

    missing = {name for name in _names(get_resolver()) if not name.startswith(WALKED_ELSEWHERE)} - declared

    assert missing == set()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def ask(world: World, row: Row, method: str, role: str) -> int:
    """The status a role gets; whatever the request changed is taken back."""
    client = Client()
    if role != "anonymous":
        client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        response = getattr(client, method)(reverse(row.name, args=row.args(world)), row.data(world))
        transaction.set_rollback(True)
    if response.streaming:
        response.getvalue()  # read to its end, a file is closed
    if role == "anonymous" and response.status_code == SIGN_IN:
        assert resolve(response["Location"].split("?")[0]).url_name == settings.LOGIN_URL
    return int(response.status_code)


@pytest.mark.parametrize(("row", "method", "statuses"), CASES)
def test_answers_each_role_as_declared(world: World, row: Row, method: str, statuses: dict[str, int]) -> None:
    assert {role: ask(world, row, method, role) for role in statuses} == statuses


@pytest.mark.parametrize(("row", "method"), LEFT_OUT)
def test_a_method_left_out_is_not_allowed(world: World, row: Row, method: str) -> None:
    assert ask(world, row, method, "owner") == 405
