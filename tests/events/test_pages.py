"""Pages of events: what is seen, by whom, and at what cost."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import CoHost, Event, Series, Stream
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_meeting, make_past_event, make_place, make_registration, make_user
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]


def in_days(number: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=number)


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


def test_colleagues_are_seen_by_name_and_strangers_as_a_number(
    teacher: User, colleague: User, head: User, outsider: User, sign_in: SignIn
) -> None:
    event = make_event(teacher, audience=Event.Audience.NETWORK)
    make_registration(event, colleague)
    make_registration(event, outsider)

    response = sign_in(head).get(event.get_absolute_url())

    assert (response.context["known"], response.context["others"]) == ([colleague], 1)
    assert outsider.last_name not in response.content.decode()


def test_whoever_runs_the_event_reads_every_name(
    teacher: User, methodist: User, outsider: User, sign_in: SignIn
) -> None:
    event = make_event(teacher, audience=Event.Audience.NETWORK)
    User.objects.filter(pk=make_registration(event, outsider).teacher_id).update(shown_to=User.ShownTo.NOBODY)

    pages = [sign_in(reader).get(event.get_absolute_url()) for reader in (teacher, methodist)]

    assert [page.context["known"] for page in pages] == [[outsider], [outsider]]


def test_of_several_meetings_the_next_one_is_told(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)
    ahead = [make_meeting(event, starts_at=in_days(days), ends_at=in_days(days + 0.1)) for days in (1, 8)]

    context = sign_in(colleague).get(event.get_absolute_url()).context

    assert (context["next_meeting"], len(context["meetings"])) == (ahead[0], 3)


def test_streams_stand_apart(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher)
    streams = [Stream.objects.create(event=event, name=f"Поток {n}", order=n) for n in (1, 2)]
    apart = [make_meeting(event, stream=stream) for stream in streams]
    everybody = event.meetings.get(stream=None)

    context = sign_in(colleague).get(event.get_absolute_url()).context

    pairs = [(None, [everybody]), *[(stream, [meeting]) for stream, meeting in zip(streams, apart, strict=True)]]
    assert context["meetings_by_stream"] == pairs


def test_other_events_of_the_series_follow(teacher: User, colleague: User, sign_in: SignIn) -> None:
    series = Series.objects.create(until=in_days(60).date())
    later, event = (make_event(teacher, series=series, starts_at=in_days(days)) for days in (9, 2))
    make_event(teacher)

    assert sign_in(colleague).get(event.get_absolute_url()).context["siblings"] == [later]


def test_second_hosts_are_named_once_they_agree(teacher: User, colleague: User, head: User, sign_in: SignIn) -> None:
    event = make_event(teacher)
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)
    CoHost.objects.create(event=event, person=head)

    assert sign_in(colleague).get(event.get_absolute_url()).context["cohosts"] == [colleague]


def test_the_link_from_afar_is_for_those_who_have_a_seat(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, online_url="https://meet.example.org/krug")
    browser = sign_in(colleague)
    before = "meet.example.org" in browser.get(event.get_absolute_url()).content.decode()

    make_registration(event, colleague)

    assert (before, "meet.example.org" in browser.get(event.get_absolute_url()).content.decode()) == (False, True)


def test_a_network_event_says_which_kindergarten_invites(teacher: User, outsider: User, sign_in: SignIn) -> None:
    event = make_event(teacher, audience=Event.Audience.NETWORK)

    assert "Детский сад «Солнышко»" in sign_in(outsider).get(event.get_absolute_url()).content.decode()


def test_what_is_over_speaks_of_no_seats(teacher: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher, capacity=5)

    assert "осталось" not in sign_in(teacher).get(event.get_absolute_url()).content.decode()
