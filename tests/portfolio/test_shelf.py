"""The shelf and what colleagues open: seen by the right people, at a constant cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portfolio.models import Item, Section
from teachers.models import User
from tests.factories import make_evidence, make_item, make_past_event, make_registration

SignIn = Callable[[User], Client]
KINDERGARTEN = Item.Visibility.KINDERGARTEN


def titles(shelves: list[Any]) -> dict[str, list[str]]:
    return {shelf.section.title: [item.title for item in shelf.items] for shelf in shelves if shelf.items}


def fill(teacher: User, host: User, number: int) -> None:
    """Items of every sort, `number` of each: with a picture, of an event, waiting for a word, put away."""
    for _ in range(number):
        make_evidence(make_item(teacher, visibility=KINDERGARTEN))
        for is_kept in (True, None, False):
            event = make_past_event(host)
            make_registration(event, teacher, "attended", hours=1)
            make_item(teacher, event=event, is_kept=is_kept, visibility=KINDERGARTEN)


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_the_same_whatever_the_rows(
    teacher: User, colleague: User, sign_in: SignIn, django_assert_max_num_queries: Any, number: int
) -> None:
    fill(teacher, colleague, number)
    item = Item.objects.of(teacher).kept()[0]
    for _ in range(number):
        make_evidence(item)
    pages = {
        teacher: ["/portfolio/", item.get_absolute_url()],
        colleague: ["/portfolio/colleagues/", f"/portfolio/of/{teacher.pk}/", item.get_absolute_url()],
    }

    for reader, addresses in pages.items():
        client = sign_in(reader)
        for address in addresses:
            with django_assert_max_num_queries(8):
                assert client.get(address).status_code == 200


def test_items_stand_under_their_sections(teacher: User, sign_in: SignIn) -> None:
    make_item(teacher, title="Картотека")
    make_item(teacher, title="Год", section=Section.objects.get(title="Самоанализ"))

    shelves = sign_in(teacher).get("/portfolio/").context["shelves"]

    assert titles(shelves) == {"Личный вклад": ["Картотека"], "Самоанализ": ["Год"]}
    assert len(shelves) == 10


def test_what_waits_and_what_was_put_away_stand_apart(teacher: User, colleague: User, sign_in: SignIn) -> None:
    fill(teacher, colleague, 1)

    context = sign_in(teacher).get("/portfolio/").context

    assert (len(context["undecided"]), len(context["put_away"])) == (1, 1)
    assert sum(len(shelf.items) for shelf in context["shelves"]) == 2


def test_an_empty_shelf_offers_the_next_thing(teacher: User, sign_in: SignIn) -> None:
    section = Section.objects.get(title="Самоанализ")

    page = sign_in(teacher).get("/portfolio/").content.decode()

    assert f"/portfolio/add/?section={section.pk}" in page


def test_a_shelf_holds_nothing_of_others(teacher: User, colleague: User, sign_in: SignIn) -> None:
    make_item(colleague, title="Канарейка", visibility=KINDERGARTEN)

    assert "Канарейка" not in sign_in(teacher).get("/portfolio/").content.decode()


def test_colleagues_see_what_was_opened_and_no_more(teacher: User, colleague: User, sign_in: SignIn) -> None:
    make_item(teacher, title="Открыто", visibility=KINDERGARTEN)
    make_item(teacher, title="Канарейка-методисту", visibility=Item.Visibility.METHODIST)
    make_item(teacher, title="Канарейка-себе")

    response = sign_in(colleague).get(f"/portfolio/of/{teacher.pk}/")

    assert titles(response.context["shelves"]) == {"Личный вклад": ["Открыто"]}
    assert "Канарейка" not in response.content.decode()


def test_the_methodist_sees_what_was_opened_to_her(teacher: User, methodist: User, sign_in: SignIn) -> None:
    make_item(teacher, title="Методисту", visibility=Item.Visibility.METHODIST)
    make_item(teacher, title="Всем", visibility=KINDERGARTEN)

    response = sign_in(methodist).get(f"/portfolio/of/{teacher.pk}/")

    assert titles(response.context["shelves"]) == {"Личный вклад": ["Всем", "Методисту"]}


@pytest.mark.parametrize("whose", ["colleague", "outsider"])
def test_a_portfolio_with_nothing_opened_is_not_there(
    request: pytest.FixtureRequest, teacher: User, sign_in: SignIn, whose: str
) -> None:
    person = request.getfixturevalue(whose)
    make_item(person, visibility=Item.Visibility.ME if whose == "colleague" else KINDERGARTEN)

    assert sign_in(teacher).get(f"/portfolio/of/{person.pk}/").status_code == 404


def test_those_who_opened_something_are_listed(
    teacher: User, colleague: User, outsider: User, head: User, sign_in: SignIn
) -> None:
    for owner in (colleague, colleague, outsider, teacher):
        make_item(owner, visibility=KINDERGARTEN)
    make_item(head)

    people = sign_in(teacher).get("/portfolio/colleagues/").context["page"]

    assert [(person, person.items) for person in people] == [(colleague, 2)]


def test_text_of_people_is_never_markup(teacher: User, sign_in: SignIn) -> None:
    item = make_item(teacher, title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")

    pages = [sign_in(teacher).get(address).content.decode() for address in ("/portfolio/", item.get_absolute_url())]

    assert [("<script>alert" in page, "<img src=x" in page) for page in pages] == [(False, False)] * 2
