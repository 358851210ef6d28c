"""What those who were there say: once, without a name, and never one by one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from events.actions.attendance import record_attendance
from events.actions.feedback import AlreadyGiven, Answer, give
from events.models import CoHost, Event, Feedback, FeedbackGiven, Registration
from portfolio.models import Item
from teachers.models import User
from tests.factories import make_past_event, make_registration, make_user
from tests.queries import MOST, cost

SignIn = Callable[[User], Client]


@pytest.fixture
def event(teacher: User) -> Event:
    return make_past_event(teacher, title="Музыка для перехода")


def attend(event: Event, person: User, state: str = "attended") -> Registration:
    registration = make_registration(event, person)
    record_attendance(event, {registration.pk: state}, by=event.host)
    registration.refresh_from_db()
    return registration


def answers(event: Event, number: int, **said: Any) -> None:
    """So many people of the kindergarten were there and say the same."""
    for _ in range(number):
        registration = attend(event, make_user(event.kindergarten))
        give(registration, Answer(**({"usefulness": 3} | said)), by=registration.teacher)


def page(client: Client, event: Event) -> str:
    """Its text; the guard of a form is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken"[^>]*', "", client.get(event.get_absolute_url()).content.decode())


def shown(event: Event) -> int:
    return Feedback.objects.filter(event=event, is_shown=True).count()


# --- Who is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["attended", "partly"])
def test_whoever_was_there_is_asked(event: Event, colleague: User, sign_in: SignIn, state: str) -> None:
    attend(event, colleague, state)
    client = sign_in(colleague)
    asked = "Рассказать, как прошло" in page(client, event)

    client.post(f"/events/{event.pk}/feedback/", {"usefulness": "4", "liked": "Пробовали сами"})

    assert (asked, "Рассказать, как прошло" in page(client, event)) == (True, False)
    assert Feedback.objects.values_list("usefulness", "liked", "is_shown").get() == (4, "Пробовали сами", False)


@pytest.mark.parametrize("state", ["joined", "absent", "waiting", "left"])
def test_nobody_else_is(event: Event, colleague: User, sign_in: SignIn, state: str) -> None:
    make_registration(event, colleague, state, queue_number=1)
    client = sign_in(colleague)

    assert "Рассказать, как прошло" not in page(client, event)
    assert client.post(f"/events/{event.pk}/feedback/", {"usefulness": "4"}).status_code == 403


def test_a_host_does_not_praise_themselves(event: Event, colleague: User) -> None:
    registration = attend(event, colleague)
    CoHost.objects.create(event=event, person=colleague, state="agreed")

    with pytest.raises(PermissionDenied):
        give(registration, Answer(4), by=colleague)


def test_nobody_answers_for_another(event: Event, colleague: User, head: User) -> None:
    registration = attend(event, colleague)

    with pytest.raises(PermissionDenied):
        give(registration, Answer(4), by=head)


def test_one_answers_once(event: Event, colleague: User, sign_in: SignIn) -> None:
    registration = attend(event, colleague)
    give(registration, Answer(4), by=colleague)

    with pytest.raises(AlreadyGiven):
        give(registration, Answer(1), by=colleague)
    response = sign_in(colleague).post(f"/events/{event.pk}/feedback/", {"usefulness": "1"}, follow=True)

    assert "уже ответили" in response.content.decode()
    assert Feedback.objects.values_list("usefulness", flat=True).get() == 4


def test_a_grade_is_needed_and_what_was_typed_stays(event: Event, colleague: User, sign_in: SignIn) -> None:
    attend(event, colleague)

    answer = sign_in(colleague).post(f"/events/{event.pk}/feedback/", {"liked": "Звуки", "usefulness": "9"})

    assert ("Звуки" in answer.content.decode(), list(answer.context["form"].errors)) == (True, ["usefulness"])
    assert not FeedbackGiven.objects.exists()


# --- What is seen ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "seen"), [(1, 0), (2, 0), (3, 3), (4, 3), (5, 3), (6, 6), (7, 6)])
def test_answers_appear_three_at_a_time(event: Event, given: int, seen: int) -> None:
    answers(event, given)

    assert shown(event) == seen


def test_groups_of_two_events_are_not_mixed(event: Event, teacher: User) -> None:
    answers(event, 2)
    answers(make_past_event(teacher), 2)

    assert Feedback.objects.filter(is_shown=True).count() == 0


def test_the_host_learns_nothing_below_three(event: Event, teacher: User, sign_in: SignIn) -> None:
    """Neither words nor that there are any: the page is the same as without an answer."""
    for _ in range(2):
        attend(event, make_user(event.kindergarten))
    client = sign_in(teacher)
    before = page(client, event)

    for registration in Registration.objects.all():
        give(registration, Answer(1, liked="Канарейка", wished="Канарейка"), by=registration.teacher)

    assert page(client, event) == before


def test_the_host_reads_words_and_grades_without_names_and_means(event: Event, teacher: User, sign_in: SignIn) -> None:
    answers(event, 3, liked="Пробовали сами", wished="Больше времени")

    response = sign_in(teacher).get(event.get_absolute_url())

    grades = [(str(words), number) for words, number in response.context["grades"]]
    assert grades == [("очень полезно", 0), ("полезно", 3), ("мало пользы", 0), ("пока не для меня", 0)]
    assert (response.context["liked"], response.context["wished"]) == (["Пробовали сами"] * 3, ["Больше времени"] * 3)


def test_what_is_hidden_stays_hidden_beside_what_is_shown(event: Event, teacher: User, sign_in: SignIn) -> None:
    answers(event, 3)
    answers(event, 2, liked="Канарейка")

    response = sign_in(teacher).get(event.get_absolute_url())

    assert (response.context["answers"], "Канарейка" in response.content.decode()) == (3, False)


def test_those_who_were_not_there_read_nothing(event: Event, colleague: User, sign_in: SignIn) -> None:
    answers(event, 3, liked="Канарейка")

    assert "Канарейка" not in page(sign_in(colleague), event)


def test_an_answer_tells_neither_who_nor_when() -> None:
    """No column of an answer leads to a person, a registration or a moment."""
    assert {field.name for field in Feedback._meta.get_fields()} == {
        "id", "event", "usefulness", "liked", "wished", "is_shown"
    }  # fmt: skip
    assert {field.name for field in FeedbackGiven._meta.get_fields()} == {"registration"}


def test_answers_stand_in_no_order_of_time(event: Event) -> None:
    answers(event, 6)

    assert list(Feedback.objects.all()) == sorted(Feedback.objects.all(), key=lambda answer: answer.pk)


def test_the_page_costs_no_more_with_more_answers(event: Event, teacher: User, sign_in: SignIn) -> None:
    client = sign_in(teacher)
    answers(event, 3)
    three = cost(lambda: page(client, event))
    answers(event, 6)

    assert three == cost(lambda: page(client, event)) <= MOST


# --- What I will try tomorrow ---------------------------------------------------------------------------------------


def test_what_one_will_try_goes_to_ones_own_portfolio_only(
    event: Event, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    attend(event, colleague)

    sign_in(colleague).post(f"/events/{event.pk}/feedback/", {"usefulness": "4", "tomorrow": "Колокольчик"})
    answers(event, 2)

    assert Item.objects.get(teacher=colleague).description == "Попробую: Колокольчик"
    assert "Колокольчик" not in page(sign_in(teacher), event)
    assert not Feedback.objects.filter(liked__contains="Колокольчик").exists()


def test_it_stands_under_what_the_person_has_written(event: Event, colleague: User) -> None:
    registration = attend(event, colleague)
    Item.objects.filter(teacher=colleague).update(description="Было тихо", is_kept=True)

    give(registration, Answer(4, tomorrow="Колокольчик"), by=colleague)

    item = Item.objects.get(teacher=colleague)
    assert (item.description, item.is_kept) == ("Было тихо\n\nПопробую: Колокольчик", True)


def test_nothing_to_try_changes_nothing(event: Event, colleague: User) -> None:
    registration = attend(event, colleague)

    give(registration, Answer(4), by=colleague)

    assert Item.objects.get(teacher=colleague).description == ""


def test_of_an_event_of_the_network_a_guest_writes_too(teacher: User, outsider: User) -> None:
    event = make_past_event(teacher, audience="network")

    give(attend(event, outsider), Answer(3, tomorrow="Круг"), by=outsider)

    assert Item.objects.get(teacher=outsider).kindergarten == outsider.kindergarten
