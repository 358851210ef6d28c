"""Forms of events at the desk: the network's administrator edits them, methodists read them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from events.admin.forms import icons_of_the_sprite
from events.behaviours import behaviour_of
from events.models import EventForm
from teachers.models import User
from tests.factories import make_event

SignIn = Callable[[User], Client]
ADD = "/admin/events/eventform/add/"
BOOK_CLUB = {
    "code": "book-club",
    "name": "Книжный клуб",
    "icon": "cup-hot",
    "tint": "4",
    "default_minutes": "60",
    "default_meetings": "1",
    "order": "11",
    "behaviour": "",
}


def page_of(code: str) -> str:
    return reverse("admin:events_eventform_change", args=[EventForm.objects.get(code=code).pk])


def test_an_eleventh_form_is_a_row(network_admin: User, teacher: User, sign_in: SignIn) -> None:
    sign_in(network_admin).post(ADD, BOOK_CLUB)

    event = make_event(teacher, form_code="book-club")
    page = sign_in(teacher).get(event.get_absolute_url())
    assert (behaviour_of(event).code, "Книжный клуб" in page.content.decode()) == ("", True)


def test_an_eleventh_form_may_borrow_a_behaviour(network_admin: User, teacher: User, sign_in: SignIn) -> None:
    sign_in(network_admin).post(ADD, BOOK_CLUB | {"behaviour": "laboratory"})

    page = sign_in(teacher).get(make_event(teacher, form_code="book-club").get_absolute_url()).content.decode()
    assert "Журнал проб" in page


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("icon", "no-such-picture"), ("behaviour", "no_such_file"), ("tint", "11"), ("code", "trial"), ("name", "")],
)
def test_what_cannot_be_is_said_beside_the_field(network_admin: User, sign_in: SignIn, field: str, wrong: str) -> None:
    response = sign_in(network_admin).post(ADD, BOOK_CLUB | {field: wrong})

    assert list(response.context["adminform"].form.errors) == [field]
    assert not EventForm.objects.filter(name="Книжный клуб").exists()


def test_behaviours_are_chosen_by_name(network_admin: User, sign_in: SignIn) -> None:
    choices = dict(sign_in(network_admin).get(ADD).context["adminform"].form.fields["behaviour"].choices)

    assert str(choices["trial"]).startswith("профессиональная проба")
    assert {"", "case_study", "laboratory", "consultation", "internship", "trial"} <= choices.keys()


def test_methodists_read_the_forms_and_change_none(methodist: User, sign_in: SignIn) -> None:
    desk = sign_in(methodist)

    page = desk.get(page_of("trial"))
    answer = desk.post(page_of("trial"), BOOK_CLUB)

    assert (page.status_code, "профессиональная проба: согласие" in page.content.decode()) == (200, True)
    assert (answer.status_code, EventForm.objects.filter(name="Книжный клуб").exists()) == (403, False)


def test_teachers_do_not_come_in(teacher: User, sign_in: SignIn) -> None:
    assert [sign_in(teacher).get(address).status_code for address in (ADD, page_of("trial"))] == [302, 302]


def test_every_form_has_a_picture_that_is_there(db: None) -> None:
    assert set(EventForm.objects.values_list("icon", flat=True)) <= icons_of_the_sprite()
