"""Pages of events: what is seen, by whom, and at what cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from events.models import Event
from teachers.models import User
from tests.factories import make_event, make_registration

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize("address", ["/events/", "/"])
def test_a_page_costs_the_same_whatever_the_rows(
    teacher: User, colleague: User, sign_in: SignIn, django_assert_max_num_queries: Any, number: int, address: str
) -> None:
    for _ in range(number):
        make_registration(make_event(teacher), colleague)
    client = sign_in(colleague)

    with django_assert_max_num_queries(8):
        response = client.get(address)

    assert response.status_code == 200


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
