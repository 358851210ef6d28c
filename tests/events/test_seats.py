"""Streams and seats kept for kindergartens: who finds room."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.locking import lock_event
from events.actions.registration import EventFull, StreamUnknown, join, leave
from events.actions.upkeep import keep_seats
from events.models import Event, Offer, Registration, Stream
from events.seats import Seats
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_registration, make_user

SignIn = Callable[[User], Client]
State = Registration.State


# --- Two streams ----------------------------------------------------------------------------------------------------


@pytest.fixture
def streamed(teacher: User) -> Event:
    """Two streams of one seat each."""
    event = make_event(teacher)
    for order, name in enumerate(("Первый поток", "Второй поток")):
        Stream.objects.create(event=event, name=name, capacity=1, order=order)
    return event


@pytest.fixture
def first(streamed: Event) -> Stream:
    return streamed.streams.all()[0]


@pytest.fixture
def second(streamed: Event) -> Stream:
    return streamed.streams.all()[1]


def test_a_stream_has_to_be_chosen(streamed: Event, colleague: User) -> None:
    with pytest.raises(StreamUnknown):
        join(streamed, by=colleague)


def test_a_stream_of_another_event_is_none(streamed: Event, teacher: User, colleague: User) -> None:
    foreign = Stream.objects.create(event=make_event(teacher), name="Чужой")

    with pytest.raises(StreamUnknown):
        join(streamed, by=colleague, stream=foreign)


def test_one_seat_in_one_of_the_streams(streamed: Event, first: Stream, second: Stream, colleague: User) -> None:
    join(streamed, by=colleague, stream=first)
    join(streamed, by=colleague, stream=second)

    assert list(Registration.objects.values_list("stream", "state")) == [(second.pk, State.JOINED)]


def test_a_full_stream_is_not_the_other_one(
    streamed: Event, first: Stream, second: Stream, colleague: User, head: User
) -> None:
    join(streamed, by=colleague, stream=first)

    with pytest.raises(EventFull):
        join(streamed, by=head, stream=first)
    assert join(streamed, by=head, stream=second).state == State.JOINED


def test_a_seat_is_not_given_up_for_a_full_stream(
    streamed: Event, first: Stream, second: Stream, colleague: User, head: User
) -> None:
    join(streamed, by=colleague, stream=first)
    join(streamed, by=head, stream=second)

    with pytest.raises(EventFull):
        join(streamed, by=head, stream=first, or_wait=True)
    assert Registration.objects.get(teacher=head).stream == second


def test_changing_streams_frees_the_seat_for_who_waits_there(
    streamed: Event, first: Stream, second: Stream, colleague: User, head: User
) -> None:
    join(streamed, by=colleague, stream=first)
    waiting = join(streamed, by=head, stream=first, or_wait=True)

    join(streamed, by=colleague, stream=second)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.stream) == (State.JOINED, first)


def test_each_stream_has_a_button_of_its_own(
    streamed: Event, first: Stream, colleague: User, head: User, sign_in: SignIn
) -> None:
    join(streamed, by=colleague, stream=first)

    ways = sign_in(head).get(streamed.get_absolute_url()).context["ways"]

    assert [(str(way.stream), way.seats_left, way.queue_number) for way in ways] == [
        ("Первый поток", 0, 1),
        ("Второй поток", 1, 0),
    ]


# --- Seats kept -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(teacher: User, kindergarten: Kindergarten, other_kindergarten: Kindergarten) -> Event:
    """Three seats for the network, two of them kept for the other kindergarten."""
    event = make_event(teacher, capacity=3, audience=Event.Audience.NETWORK)
    Offer.objects.create(event=event, kindergarten=other_kindergarten, quota=2)
    return event


def rooms(event: Event, *kindergartens: Kindergarten) -> list[bool]:
    return [Seats(event).has_room(kindergarten.pk) for kindergarten in kindergartens]


def test_kept_seats_are_not_given_to_others(
    shared: Event, colleague: User, head: User, kindergarten: Kindergarten, other_kindergarten: Kindergarten
) -> None:
    join(shared, by=colleague)

    assert rooms(shared, kindergarten, other_kindergarten) == [False, True]
    with pytest.raises(EventFull):
        join(shared, by=head)


def test_a_quota_is_no_ceiling(shared: Event, other_kindergarten: Kindergarten) -> None:
    people = [make_user(other_kindergarten) for _ in range(3)]

    assert {join(shared, by=person).state for person in people} == {State.JOINED}


def test_kept_seats_are_released_to_all_on_the_stated_day(
    shared: Event, colleague: User, head: User, kindergarten: Kindergarten
) -> None:
    join(shared, by=colleague)
    waiting = join(shared, by=head, or_wait=True)
    Event.objects.update(quotas_until=timezone.now() - dt.timedelta(minutes=1))

    assert keep_seats() == {"freed": 0, "given": 1}
    waiting.refresh_from_db()
    assert waiting.state == State.JOINED


def test_a_freed_seat_passes_over_whom_it_is_not_kept_for(
    shared: Event, colleague: User, head: User, other_kindergarten: Kindergarten
) -> None:
    guests = [make_user(other_kindergarten) for _ in range(2)]
    join(shared, by=colleague)
    for guest in guests:
        join(shared, by=guest)
    ours = join(shared, by=head, or_wait=True)
    theirs = join(shared, by=make_user(other_kindergarten), or_wait=True)

    leave(shared, by=guests[0])

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.state, theirs.state) == (State.WAITING, State.JOINED)


def test_an_event_for_chosen_kindergartens_is_theirs_alone(
    teacher: User, colleague: User, outsider: User, other_kindergarten: Kindergarten
) -> None:
    event = make_event(teacher, audience=Event.Audience.CHOSEN)
    before = list(Event.objects.visible_to(outsider))
    Offer.objects.create(event=event, kindergarten=other_kindergarten)

    assert (before, list(Event.objects.visible_to(outsider)), list(Event.objects.visible_to(colleague))) == (
        [],
        [event],
        [event],
    )


def test_a_plain_event_costs_one_question(teacher: User, django_assert_num_queries: Callable) -> None:
    event = make_event(teacher, capacity=3)
    locked = lock_event(event.pk)

    with django_assert_num_queries(1):
        assert Seats(locked).has_room(None)


# --- People who are gone --------------------------------------------------------------------------------------------


def test_whoever_may_not_sign_in_any_more_leaves_their_seat(teacher: User, colleague: User, head: User) -> None:
    event = make_event(teacher, capacity=1)
    gone, waiting = join(event, by=colleague), join(event, by=head, or_wait=True)
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    assert keep_seats() == {"freed": 1, "given": 0}
    gone.refresh_from_db()
    waiting.refresh_from_db()
    assert (gone.state, waiting.state) == (State.LEFT, State.JOINED)


def test_whoever_has_moved_to_another_kindergarten_leaves_their_seat(
    teacher: User, colleague: User, other_kindergarten: Kindergarten
) -> None:
    home, network = make_event(teacher), make_event(teacher, audience=Event.Audience.NETWORK)
    for event in (home, network):
        join(event, by=colleague)
    colleague.memberships.update(kindergarten=other_kindergarten)

    keep_seats()

    assert dict(Registration.objects.values_list("event", "state")) == {
        home.pk: State.LEFT,
        network.pk: State.JOINED,
    }


def test_whoever_is_still_here_keeps_their_seat(teacher: User, colleague: User, outsider: User) -> None:
    join(make_event(teacher), by=colleague)
    event = make_event(teacher, audience=Event.Audience.CHOSEN)
    Offer.objects.create(event=event, kindergarten=outsider.kindergarten)  # type: ignore[misc]  # has one
    join(event, by=outsider)

    assert keep_seats() == {"freed": 0, "given": 0}


def test_the_past_is_left_alone(teacher: User, colleague: User) -> None:
    event = make_event(teacher, starts_at=timezone.now() - dt.timedelta(hours=3))
    make_registration(event, colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    assert keep_seats() == {"freed": 0, "given": 0}


def test_whoever_belongs_nowhere_sees_the_network_alone(teacher: User) -> None:
    home, network = make_event(teacher), make_event(teacher, audience=Event.Audience.NETWORK)

    assert (list(Event.objects.visible_to(make_user(None))), home.is_public) == ([network], True)
