"""Joining and leaving: one click each way, and the last seat is sold once."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from events.actions.registration import EventFull, join, leave
from events.models import Registration
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_past_event, make_place, make_registration


def test_a_colleague_joins(teacher: User, colleague: User) -> None:
    registration = join(make_event(teacher), by=colleague)

    assert registration.state == Registration.State.JOINED


def test_joining_twice_changes_nothing(teacher: User, colleague: User) -> None:
    event = make_event(teacher)

    first, second = join(event, by=colleague), join(event, by=colleague)

    assert (first.pk, first.joined_at) == (second.pk, second.joined_at)


def test_the_last_seat_is_not_given_twice(teacher: User, colleague: User, methodist: User) -> None:
    event = make_event(teacher, capacity=1)
    join(event, by=colleague)

    with pytest.raises(EventFull):
        join(event, by=methodist)


def test_the_place_limits_an_event_without_a_limit_of_its_own(
    kindergarten: Kindergarten, teacher: User, colleague: User, head: User
) -> None:
    event = make_event(teacher, place=make_place(kindergarten, capacity=1))
    make_registration(event, head)

    with pytest.raises(EventFull):
        join(event, by=colleague)


def test_a_freed_seat_is_free(teacher: User, colleague: User, methodist: User) -> None:
    event = make_event(teacher, capacity=1)
    join(event, by=colleague)
    leave(event, by=colleague)

    assert join(event, by=methodist).state == Registration.State.JOINED


def test_coming_back_reuses_the_row(teacher: User, colleague: User) -> None:
    event = make_event(teacher)
    first = join(event, by=colleague)
    leave(event, by=colleague)

    assert join(event, by=colleague).pk == first.pk


def test_nobody_joins_what_has_begun(teacher: User, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        join(make_past_event(teacher), by=colleague)


def test_the_host_takes_no_seat(teacher: User) -> None:
    with pytest.raises(PermissionDenied):
        join(make_event(teacher), by=teacher)


def test_a_full_event_says_so_and_the_person_stays_on_its_page(
    teacher: User, colleague: User, head: User, sign_in: Callable[[User], Client]
) -> None:
    event = make_event(teacher, capacity=1)
    make_registration(event, head)

    response = sign_in(colleague).post(f"/events/{event.pk}/join/", follow=True)

    assert response.redirect_chain == [(event.get_absolute_url(), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
