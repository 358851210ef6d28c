"""«For me» is honest: a reason in words, or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from events import reasons
from events.models import CoHost, Event, Interest
from teachers.models import User
from tests.factories import make_event, make_trajectory
from trajectories.models import Step

SignIn = Callable[[User], Client]


def said(user: User) -> dict[int, str]:
    return reasons.reasons_for(user, Event.objects.visible_to(user))


def step_of(user: User, event: Event, **fields: Any) -> Step:
    defaults: dict[str, Any] = {"state": "agreed", "agreed_version": 1}
    plan = make_trajectory(user, **(defaults | fields))
    step = plan.stages.get().steps.all()[0]
    Step.objects.filter(pk=step.pk).update(event=event)
    return step


def test_without_a_reason_nothing_is_for_me(teacher: User, colleague: User, sign_in: SignIn) -> None:
    make_event(colleague)

    page = sign_in(teacher).get("/events/?for_me=on")

    assert (said(teacher), page.context["days"]) == ({}, [])
    assert "Сейчас для Вас ничего не отмечено" in page.content.decode()


def test_what_one_asked_to_hear_of_is_for_the_one_who_asked(
    teacher: User, colleague: User, head: User, sign_in: SignIn
) -> None:
    event = make_event(colleague)
    Interest.objects.create(event=event, person=teacher)

    assert (said(teacher), said(head)) == ({event.pk: "Вы просили сообщить"}, {})
    assert "Вы просили сообщить" in sign_in(teacher).get("/events/?for_me=on").content.decode()


@pytest.mark.parametrize(("state", "expected"), [("invited", True), ("agreed", False), ("refused", False)])
def test_an_invitation_to_host_is_a_reason_until_it_is_answered(
    teacher: User, colleague: User, state: str, expected: bool
) -> None:
    event = make_event(colleague)
    CoHost.objects.create(event=event, person=teacher, state=state)

    assert (said(teacher) == {event.pk: "Вас позвали вести вместе"}) == expected


def test_a_step_of_ones_own_trajectory_is_a_reason(teacher: User, colleague: User) -> None:
    event = make_event(colleague)
    step = step_of(teacher, event)

    assert (said(teacher), said(colleague)) == ({event.pk: f"Шаг Вашей траектории: {step.title}"}, {})


@pytest.mark.parametrize("fields", [{"state": "draft", "agreed_version": None}, {"state": "completed"}])
def test_a_trajectory_that_is_not_walked_gives_no_reason(
    teacher: User, colleague: User, fields: dict[str, Any]
) -> None:
    step_of(teacher, make_event(colleague), **fields)

    assert said(teacher) == {}


def test_a_step_that_is_done_is_no_reason(teacher: User, colleague: User) -> None:
    step = step_of(teacher, make_event(colleague))
    Step.objects.filter(pk=step.pk).update(marked_done=True)

    assert said(teacher) == {}


def test_what_one_may_not_see_is_not_for_me(teacher: User, outsider: User) -> None:
    Interest.objects.create(event=make_event(outsider), person=teacher)

    assert said(teacher) == {}


def test_of_several_reasons_one_is_said(teacher: User, colleague: User) -> None:
    event = make_event(colleague)
    Interest.objects.create(event=event, person=teacher)
    step_of(teacher, event)

    assert said(teacher) == {event.pk: "Вы просили сообщить"}
