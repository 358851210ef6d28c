"""Pages of events: what is seen, by whom, and at what cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_past_event, make_place, make_registration, make_user
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("address", ["/", "/events/", "/events/mine/"])
def test_a_list_costs_the_same_whatever_its_length(
    kindergarten: Kindergarten, teacher: User, colleague: User, sign_in: SignIn, address: str
) -> None:
    reader = sign_in(teacher)

    def add_an_event() -> None:
        make_registration(make_event(colleague, place=make_place(kindergarten)), teacher)
        make_event(teacher)
        make_event(teacher, state=Event.State.RETURNED)

    one, three = costs(lambda: reader.get(address), add_an_event)

    assert one == three <= MOST


@pytest.mark.parametrize("which", ["detail", "attendance"])
def test_an_event_costs_the_same_whoever_comes(
    kindergarten: Kindergarten, teacher: User, sign_in: SignIn, which: str
) -> None:
    event, reader = make_past_event(teacher), sign_in(teacher)
    address = reverse(f"events:{which}", args=[event.pk])

    one, three = costs(lambda: reader.get(address), lambda: make_registration(event, make_user(kindergarten)))

    assert one == three <= MOST


def test_an_event_of_another_kindergarten_is_not_listed(teacher: User, outsider: User, sign_in: SignIn) -> None:
    make_event(outsider, title="Канарейка")

    assert "Канарейка" not in sign_in(teacher).get("/events/").content.decode()


def test_a_network_event_is_listed_everywhere(teacher: User, outsider: User, sign_in: SignIn) -> None:
    event = make_event(outsider, audience=Event.Audience.NETWORK)

    assert list(sign_in(teacher).get("/events/").context["page"]) == [event]


def test_search_knows_no_letter_case(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, title="Утренний круг без спешки")
    make_event(teacher, title="Театр из ничего")

    assert list(sign_in(colleague).get("/events/?q=КРУГ").context["page"]) == [event]


def test_free_seats_are_a_filter(teacher: User, colleague: User, head: User, sign_in: SignIn) -> None:
    make_registration(make_event(teacher, capacity=1), head)
    free = make_event(teacher, capacity=1)

    assert list(sign_in(colleague).get("/events/?free=on").context["page"]) == [free]


def test_colleagues_are_seen_by_name_and_strangers_as_a_number(
    teacher: User, colleague: User, outsider: User, sign_in: SignIn
) -> None:
    event = make_event(teacher, audience=Event.Audience.NETWORK)
    make_registration(event, colleague)
    make_registration(event, outsider)

    response = sign_in(teacher).get(event.get_absolute_url())

    assert (list(response.context["known"]), response.context["others"]) == ([colleague], 1)
    assert outsider.last_name not in response.content.decode()
