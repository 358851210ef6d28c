"""The queue: a number that is true, a freed seat that finds its person, an order that is changed only for a reason."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from events.actions.correcting import correct
from events.actions.registration import EventFull, join, leave, move_in_queue
from events.models import Event, Registration, RegistrationChange
from events.ways_in import queue_number
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_registration, make_user, move_event

SignIn = Callable[[User], Client]
State = Registration.State


@pytest.fixture
def full(teacher: User, colleague: User) -> Event:
    """One seat, and it is the colleague's."""
    event = make_event(teacher, capacity=1)
    join(event, by=colleague)
    return event


@pytest.fixture
def queue(full: Event, kindergarten: Kindergarten) -> list[Registration]:
    """Three who wait, in their order."""
    return [join(full, by=make_user(kindergarten), or_wait=True) for _ in range(3)]


def states(rows: list[Registration]) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def told() -> list[int]:
    return list(Message.objects.filter(kind="event_promoted").order_by("pk").values_list("recipient", flat=True))


# --- Standing in it -------------------------------------------------------------------------------------------------


def test_nobody_is_put_into_the_queue_unasked(full: Event, head: User) -> None:
    with pytest.raises(EventFull):
        join(full, by=head)

    assert not Registration.objects.filter(teacher=head).exists()


def test_numbers_follow_the_order_of_coming(queue: list[Registration]) -> None:
    assert [queue_number(row) for row in queue] == [1, 2, 3]


def test_standing_in_it_twice_keeps_the_number(full: Event, queue: list[Registration]) -> None:
    join(full, by=queue[0].teacher, or_wait=True)

    queue[0].refresh_from_db()
    assert queue_number(queue[0]) == 1


def test_leaving_it_lets_the_others_move_up(full: Event, queue: list[Registration]) -> None:
    leave(full, by=queue[0].teacher)

    assert [queue_number(row) for row in queue[1:]] == [1, 2]
    assert told() == []


def test_coming_back_is_standing_at_the_end(full: Event, queue: list[Registration]) -> None:
    leave(full, by=queue[0].teacher)

    assert queue_number(join(full, by=queue[0].teacher, or_wait=True)) == 3


def test_the_queue_may_be_left_after_the_beginning(full: Event, queue: list[Registration]) -> None:
    move_event(full, timezone.now() - dt.timedelta(minutes=5))

    leave(full, by=queue[0].teacher)

    assert states(queue[:1]) == [State.LEFT]


def test_whoever_joins_while_there_is_room_does_not_wait(teacher: User, colleague: User) -> None:
    assert join(make_event(teacher), by=colleague, or_wait=True).state == State.JOINED


# --- A freed seat ---------------------------------------------------------------------------------------------------


def test_a_freed_seat_is_the_firsts_at_once(full: Event, colleague: User, queue: list[Registration]) -> None:
    leave(full, by=colleague)

    assert states(queue) == [State.JOINED, State.WAITING, State.WAITING]
    assert told() == [queue[0].teacher_id]


def test_leaving_after_promotion_promotes_the_next(full: Event, colleague: User, queue: list[Registration]) -> None:
    leave(full, by=colleague)
    leave(full, by=queue[0].teacher)

    assert states(queue) == [State.LEFT, State.JOINED, State.WAITING]


def test_raising_the_seats_promotes_exactly_the_difference(
    full: Event, methodist: User, queue: list[Registration]
) -> None:
    full.capacity = 3
    correct(full, ["capacity"], by=methodist)

    assert states(queue) == [State.JOINED, State.JOINED, State.WAITING]
    assert told() == [row.teacher_id for row in queue[:2]]


def test_taking_the_limit_away_promotes_everybody(full: Event, methodist: User, queue: list[Registration]) -> None:
    full.capacity = None
    correct(full, ["capacity"], by=methodist)

    assert set(states(queue)) == {State.JOINED}


def test_nobody_is_promoted_once_it_has_begun(full: Event, methodist: User, queue: list[Registration]) -> None:
    move_event(full, timezone.now() - dt.timedelta(minutes=5))
    full.capacity = 3
    correct(full, ["capacity"], by=methodist)

    assert set(states(queue)) == {State.WAITING}


def test_whoever_may_not_sign_in_any_more_is_passed_over(
    full: Event, colleague: User, queue: list[Registration]
) -> None:
    User.objects.filter(pk=queue[0].teacher_id).update(is_active=False)

    leave(full, by=colleague)

    assert states(queue) == [State.WAITING, State.JOINED, State.WAITING]


def test_the_letter_is_not_sent_to_one_who_has_left_again(
    full: Event, colleague: User, queue: list[Registration], mailoutbox: list
) -> None:
    leave(full, by=colleague)
    leave(full, by=queue[0].teacher)

    sweep()

    assert [letter.to for letter in mailoutbox] == [[queue[1].teacher.email]]


def test_promoting_two_hundred_costs_no_more_questions_than_two(
    full: Event, kindergarten: Kindergarten, methodist: User, django_assert_max_num_queries: Callable
) -> None:
    for number in range(200):
        make_registration(full, make_user(kindergarten), "waiting", queue_number=number + 1)
    full.capacity = 500

    with django_assert_max_num_queries(14):
        correct(full, ["capacity"], by=methodist)

    assert Registration.objects.filter(state=State.WAITING).count() == 0


# --- Its order ------------------------------------------------------------------------------------------------------


def test_the_order_is_changed_for_a_reason_that_is_kept(
    teacher: User, colleague: User, full: Event, queue: list[Registration]
) -> None:
    move_in_queue(queue[2], to=1, reason="Ведёт эту тему в группе", by=teacher)
    leave(full, by=colleague)

    assert states(queue) == [State.WAITING, State.WAITING, State.JOINED]
    change = RegistrationChange.objects.get(reason="Ведёт эту тему в группе")
    assert (change.registration, change.by) == (queue[2], teacher)


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_reason_no_change(teacher: User, queue: list[Registration], reason: str) -> None:
    with pytest.raises(PermissionDenied):
        move_in_queue(queue[2], to=1, reason=reason, by=teacher)


def test_whoever_waits_does_not_order_the_queue(queue: list[Registration]) -> None:
    with pytest.raises(PermissionDenied):
        move_in_queue(queue[2], to=1, reason="Мне нужнее", by=queue[2].teacher)


def test_a_number_beyond_the_end_is_the_end(teacher: User, queue: list[Registration]) -> None:
    move_in_queue(queue[0], to=99, reason="Сама попросила", by=teacher)

    queue[0].refresh_from_db()
    assert queue_number(queue[0]) == 3


# --- On the pages ---------------------------------------------------------------------------------------------------


def test_the_page_says_which_number_one_would_get(
    full: Event, queue: list[Registration], head: User, sign_in: SignIn
) -> None:
    assert "Встать в очередь, Ваш номер – 4" in sign_in(head).get(full.get_absolute_url()).content.decode()


def test_one_click_stands_in_the_queue(full: Event, queue: list[Registration], head: User, sign_in: SignIn) -> None:
    page = sign_in(head).post(f"/events/{full.pk}/join/", {"wait": "1"}, follow=True).content.decode()

    assert "Вы в листе ожидания, Ваш номер – 4" in page
    assert Registration.objects.get(teacher=head).state == State.WAITING


def test_the_host_sees_who_waits(teacher: User, full: Event, queue: list[Registration], sign_in: SignIn) -> None:
    page = sign_in(teacher).get(f"/events/{full.pk}/queue/")

    assert [row for row, form in page.context["queue"]] == queue


def test_a_wrong_number_is_explained_and_nothing_is_lost(
    teacher: User, full: Event, queue: list[Registration], sign_in: SignIn
) -> None:
    pk = queue[1].pk
    typed = {f"{pk}-number": "0", f"{pk}-reason": "Давно ждёт"}

    response = sign_in(teacher).post(f"/events/{full.pk}/queue/{pk}/", typed)

    assert (response.status_code, "Давно ждёт" in response.content.decode()) == (400, True)


def test_the_host_changes_the_order_in_the_browser(
    teacher: User, full: Event, queue: list[Registration], sign_in: SignIn
) -> None:
    pk = queue[1].pk
    sign_in(teacher).post(f"/events/{full.pk}/queue/{pk}/", {f"{pk}-number": "1", f"{pk}-reason": "Давно ждёт"})

    queue[1].refresh_from_db()
    assert queue_number(queue[1]) == 1
