"""«Моя неделя»: what is next, and what waits for one's word."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from coworking.week import week_of
from events.models import CoHost, Event, Stream
from teachers.models import User
from tests.factories import make_event, make_item, make_meeting, make_registration, make_trajectory

SignIn = Callable[[User], Client]


def in_days(days: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def test_what_one_joined_and_what_one_holds_stand_in_one_list(teacher: User, colleague: User) -> None:
    joined = make_event(colleague, starts_at=timezone.now() + dt.timedelta(days=3))
    held = make_event(teacher, starts_at=timezone.now() + dt.timedelta(days=2))
    make_event(colleague)
    make_registration(joined, teacher)

    assert [entry.event for entry in week_of(teacher).ahead] == [held, joined]


def test_each_meeting_stands_for_itself(teacher: User, colleague: User) -> None:
    event = make_event(colleague, starts_at=in_days(-7))
    meetings = [make_meeting(event, starts_at=in_days(days), ends_at=in_days(days + 0.05)) for days in (1, 8)]
    make_registration(event, teacher)

    ahead = week_of(teacher).ahead

    assert [(entry.meeting, entry.number, entry.total) for entry in ahead] == [(meetings[0], 2, 3), (meetings[1], 3, 3)]


def test_only_ones_own_stream_is_ones_own(teacher: User, colleague: User) -> None:
    event = make_event(colleague)
    streams = [Stream.objects.create(event=event, name=f"Поток {n}", order=n) for n in (1, 2)]
    _theirs, mine = (make_meeting(event, stream=stream) for stream in streams)
    everybody = event.meetings.get(stream=None)
    make_registration(event, teacher, stream=streams[1])

    entries = week_of(teacher).ahead

    assert {entry.meeting for entry in entries} == {everybody, mine}
    assert {entry.total for entry in entries} == {2}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("joined", "Вы записаны"),
        ("waiting", "Вы в очереди"),
        ("asked", "Ждёт согласия ведущего"),
    ],
)
def test_ones_part_is_said(teacher: User, colleague: User, sign_in: SignIn, state: str, words: str) -> None:
    make_registration(make_event(colleague), teacher, state, queue_number=1 if state == "waiting" else None)

    assert [entry.mine and entry.mine.in_words for entry in week_of(teacher).ahead] == [words]
    assert words in sign_in(teacher).get("/").content.decode()


def test_the_queue_of_another_stream_is_not_waited_in(teacher: User, colleague: User) -> None:
    event = make_event(colleague)
    streams = [Stream.objects.create(event=event, name=f"Поток {n}", order=n) for n in (1, 2)]
    meetings = [make_meeting(event, stream=stream) for stream in streams]
    event.meetings.filter(stream=None).delete()
    make_registration(event, teacher, "waiting", queue_number=1, stream=streams[0])

    assert [entry.meeting for entry in week_of(teacher).ahead] == [meetings[0]]


def test_of_a_consultation_the_booked_time_is_told(teacher: User, colleague: User) -> None:
    event = make_event(colleague, form_code="consultation")
    later = make_meeting(event, starts_at=in_days(9), ends_at=in_days(9.2))
    begins = later.starts_at + dt.timedelta(minutes=40)
    ends = begins + dt.timedelta(minutes=30)
    make_registration(event, teacher, slot_starts_at=begins, slot_ends_at=ends)

    ahead = week_of(teacher).ahead

    assert [(entry.meeting.starts_at, entry.meeting.ends_at) for entry in ahead] == [(begins, ends)]


def test_a_second_host_finds_the_event_too(teacher: User, colleague: User, head: User) -> None:
    event = make_event(colleague)
    CoHost.objects.create(event=event, person=teacher, state=CoHost.State.AGREED)
    CoHost.objects.create(event=event, person=head)

    assert [len(week_of(person).ahead) for person in (teacher, head)] == [1, 0]


def test_today_stands_apart_from_the_days_after(teacher: User, colleague: User) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), tick=False):
        today, later = (make_event(teacher, starts_at=in_days(days)) for days in (0.1, 2))
        week = week_of(teacher)

    assert [entry.event for entry in week.meetings_today] == [today]
    assert [(day, [entry.event for entry in entries]) for day, entries in week.meetings_later] == [
        (dt.date(2026, 11, 26), [later])
    ]


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
