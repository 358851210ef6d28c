"""What a person holds: what waits, what is ahead, what is behind and what it still lacks."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from events.models import CoHost, Event, Material
from teachers.models import User
from tests.factories import make_event, make_past_event

SignIn = Callable[[User], Client]


def parts(client: Client) -> dict[str, list[Event]]:
    context = client.get("/events/mine/").context
    return {name: list(context[name]) for name in ("waiting", "ahead", "page")}


@pytest.mark.parametrize(
    ("state", "part"),
    [
        ("draft", "waiting"),
        ("returned", "waiting"),
        ("accepted", "waiting"),
        ("proposed", "ahead"),
        ("confirmed", "ahead"),
        ("published", "ahead"),
        ("cancelled", "page"),
        ("declined", "page"),
        ("withdrawn", "page"),
    ],
)
def test_every_state_has_its_part(teacher: User, sign_in: SignIn, state: str, part: str) -> None:
    event = make_event(teacher, state=state)

    found = parts(sign_in(teacher))

    assert found == {"waiting": [], "ahead": [], "page": []} | {part: [event]}


def test_an_event_whose_people_are_not_marked_waits(teacher: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)

    page = sign_in(teacher).get("/events/mine/")

    assert page.context["waiting"] == [event]
    assert "Отметьте, кто был: тогда событие завершится." in page.content.decode()


def test_what_a_held_event_lacks_is_said(teacher: User, sign_in: SignIn) -> None:
    nothing, something, all_of_it = (make_past_event(teacher, state=Event.State.CLOSED) for _ in range(3))
    Material.objects.create(event=something, title="Памятка", link="https://example.com/")
    Material.objects.create(event=all_of_it, title="Памятка", link="https://example.com/", is_product=True)

    page = sign_in(teacher).get("/events/mine/")

    lacks = {event: (event.lacks_materials, event.lacks_product) for event in page.context["page"]}
    assert lacks == {nothing: (True, True), something: (False, True), all_of_it: (False, False)}
    words = page.content.decode()
    assert [words.count(note) for note in ("Пока нет материалов и продукта", "Продукт ещё не приложен")] == [1, 1]


def test_an_event_that_was_not_held_lacks_nothing(teacher: User, sign_in: SignIn) -> None:
    make_past_event(teacher, state=Event.State.CANCELLED)

    assert "Пока нет материалов" not in sign_in(teacher).get("/events/mine/").content.decode()


def test_the_archive_is_apart(teacher: User, sign_in: SignIn) -> None:
    old = make_event(teacher, starts_at=timezone.now() - dt.timedelta(days=400), state=Event.State.CLOSED)
    reader = sign_in(teacher)

    assert parts(reader) == {"waiting": [], "ahead": [], "page": []}
    assert list(reader.get("/events/mine/?archive=1").context["page"]) == [old]


def test_a_second_host_finds_the_event_and_a_stranger_does_not(
    teacher: User, colleague: User, head: User, sign_in: SignIn
) -> None:
    event = make_event(teacher)
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)

    assert [parts(sign_in(person))["ahead"] for person in (colleague, head)] == [[event], []]
