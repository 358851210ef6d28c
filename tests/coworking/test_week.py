"""«Моя неделя»: what is next, and what waits for one's word."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from coworking.week import week_of
from events.models import Event
from teachers.models import User
from tests.factories import make_event, make_item, make_registration, make_trajectory

SignIn = Callable[[User], Client]


def test_what_one_joined_and_what_one_holds_stand_in_one_list(teacher: User, colleague: User) -> None:
    joined = make_event(colleague, starts_at=timezone.now() + dt.timedelta(days=3))
    held = make_event(teacher, starts_at=timezone.now() + dt.timedelta(days=2))
    make_event(colleague)
    make_registration(joined, teacher)

    assert week_of(teacher).ahead == [held, joined]


def test_an_event_one_left_is_gone(teacher: User, colleague: User) -> None:
    make_registration(make_event(colleague), teacher, "left")

    assert week_of(teacher).ahead == []


def test_a_proposal_waits_for_the_methodist_alone(teacher: User, methodist: User, colleague: User) -> None:
    event = make_event(teacher, state=Event.State.PROPOSED)

    assert [week_of(person).events for person in (methodist, colleague, teacher)] == [[event], [], []]


def test_a_returned_event_waits_for_its_host_alone(teacher: User, methodist: User) -> None:
    event = make_event(teacher, state=Event.State.RETURNED)

    assert [week_of(person).events for person in (teacher, methodist)] == [[event], []]


def test_a_plan_that_was_sent_waits_for_the_methodist(teacher: User, methodist: User, other_methodist: User) -> None:
    plan = make_trajectory(teacher, state="submitted", submitted_at=timezone.now())

    assert [week_of(person).to_review for person in (methodist, other_methodist, teacher)] == [[plan], [], []]


def test_a_proposed_trajectory_waits_for_its_teacher(teacher: User, methodist: User) -> None:
    plan = make_trajectory(teacher, state="proposed", assigned_by=methodist)

    assert (week_of(teacher).plans, week_of(methodist).to_review) == ([plan], [])


def test_what_arrived_in_the_portfolio_is_counted(teacher: User) -> None:
    make_item(teacher, is_kept=None)
    make_item(teacher)

    assert week_of(teacher).arrived == 1


def test_the_next_step_leads_to_its_trajectory(teacher: User, sign_in: SignIn) -> None:
    plan = make_trajectory(teacher, state="agreed", agreed_version=1)

    page = sign_in(teacher).get("/").content.decode()

    assert (f'href="{plan.get_absolute_url()}"' in page, "Шаг 1.1" in page) == (True, True)


def test_a_person_without_anything_is_told_what_to_do_next(teacher: User, sign_in: SignIn) -> None:
    page = sign_in(teacher).get("/").content.decode()

    assert [words in page for words in ("Выбрать событие", "К траекториям", "Ждёт Вас")] == [True, True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    teacher: User, colleague: User, methodist: User, sign_in: SignIn, rows: int, django_assert_num_queries: Callable
) -> None:
    for _ in range(rows):
        make_registration(make_event(colleague), methodist)
        make_event(teacher, state=Event.State.PROPOSED)
        make_trajectory(teacher, state="submitted", submitted_at=timezone.now())
        make_trajectory(methodist, state="agreed", agreed_version=1)
        make_item(methodist, is_kept=None)
    client = sign_in(methodist)

    with django_assert_num_queries(8):
        client.get("/")
