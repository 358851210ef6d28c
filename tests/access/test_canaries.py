"""What belongs to one kindergarten is found nowhere in what another one's people can get."""

import contextlib
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from events.models import Event
from portfolio.models import Item
from teachers.models import Kindergarten, User
from tests.access.test_matrix import MATRIX
from tests.access.world import World, make_world
from trajectories.models import Trajectory

CANARY = "Канарейкин"
# The name of a kindergarten is known to the network: an event is offered to others by it, and nowhere else is it said.
SIGN = "Вывескин"


@pytest.fixture
def world(db: None) -> World:
    """The world of the matrix, in which everything of the first kindergarten bears the canary's name."""
    world = make_world()
    ours = world.kindergarten
    Kindergarten.objects.filter(pk=ours.pk).update(name=f"Сад {SIGN}", short_name=SIGN)
    User.objects.get_queryset().members_of(ours.pk).update(last_name=CANARY)
    Event.objects.filter(kindergarten=ours).update(title=f"Событие {CANARY}", description=CANARY)
    Event.objects.reindex()
    Trajectory.objects.filter(kindergarten=ours).update(title=f"Траектория {CANARY}", goal=CANARY)
    Item.objects.filter(kindergarten=ours).update(title=f"Материал {CANARY}", visibility="kindergarten")
    return world


def _addresses(role: str) -> Iterator[str]:
    """Every address without arguments that the role may read, the desk's lists among them."""
    for row in MATRIX:
        if row.get.get(role) == 200:
            with contextlib.suppress(NoReverseMatch):  # an address with arguments: the matrix itself walks those
                yield reverse(row.name)
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def _text(response: object) -> str:
    """All that is readable in an answer; of a workbook, all its sheets."""
    content = b"".join(response) if isinstance(response, StreamingHttpResponse) else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return content.decode(errors="replace")


@pytest.mark.parametrize("role", ["outsider", "other_methodist", "other_head"])
def test_nothing_of_another_kindergarten_is_found(world: World, role: str) -> None:
    client = Client()
    client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")

    texts = {address: _text(client.get(address, {"q": "Канар"})) for address in _addresses(role)}

    assert [address for address, text in texts.items() if CANARY in text] == []
    assert {address for address, text in texts.items() if SIGN in text} <= {reverse("events:propose")}


def test_its_own_methodist_does_find_the_canary(world: World) -> None:
    """The control: the same search, asked by one who may know."""
    client = Client()
    client.force_login(world.people["methodist"], backend="django.contrib.auth.backends.ModelBackend")

    found = {address for address in _addresses("methodist") if CANARY in _text(client.get(address, {"q": "Канар"}))}

    assert {reverse("events:list"), reverse("admin:events_event_changelist")} <= found
