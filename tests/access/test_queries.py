"""No page asks the database more than eight things, whoever opens it; three kinds of answers may ask more.

A printed document gathers what several pages show; the page on which an event is written offers forms, places,
colleagues and kindergartens to choose from. The desk is Django's admin: every filter and every drop-down list
reads its choices. None of them asks more when there are more rows; each of their own tests holds that.
"""

from functools import partial

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.access.row import Row
from tests.access.test_matrix import MATRIX
from tests.access.world import ROLES, World, make_world
from tests.queries import MOST, cost

MOST_IN_PRINT = 10
MOST_ON_A_SHEET = 12
MOST_AT_THE_DESK = 13
PRINTED = ("portfolio:pdf", "events:summary", "events:certificate")
SHEETS = ("events:propose", "events:edit")
PEOPLE = [role for role in ROLES if role != "anonymous"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def dear(world: World, address: str, roles: list[str], most: int) -> dict[str, int]:
    """Role -> number of queries, where there are more than `most`."""
    numbers = {}
    for role in roles:
        client = Client()
        client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")
        numbers[role] = cost(partial(read, client, address))
    return {role: number for role, number in numbers.items() if number > most}


def read(client: Client, address: str) -> None:
    """A page, or a file to its end."""
    response = client.get(address)
    if response.streaming:
        response.getvalue()


@pytest.mark.parametrize("row", [row for row in MATRIX if row.get], ids=lambda row: row.name)
def test_a_page_is_cheap(world: World, row: Row) -> None:
    most = MOST_IN_PRINT if row.name in PRINTED else MOST_ON_A_SHEET if row.name in SHEETS else MOST

    assert dear(world, reverse(row.name, args=row.args(world)), PEOPLE, most) == {}


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize("which", ["changelist", "add"])
def test_the_desk_is_cheap(world: World, model: type[Model], which: str) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{which}")

    assert dear(world, address, ["methodist", "network_admin"], MOST_AT_THE_DESK) == {}
