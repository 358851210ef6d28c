"""Asking: the host's consent, a question to those who register, a second host, «let me know», once more."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from events.actions import cohosts, interest, lifecycle
from events.actions.cloning import clone
from events.actions.planning import Time, plan
from events.actions.registration import AnswerMissing, EventFull, answer_request, join
from events.behaviours import Behaviour
from events.models import CoHost, Event, Interest, Registration
from notifications.models import Message
from teachers.models import User
from tests.factories import make_event, make_past_event

SignIn = Callable[[User], Client]
State = Registration.State


def told(kind: str) -> list[int]:
    return sorted(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


# --- The host's consent ---------------------------------------------------------------------------------------------


@pytest.fixture
def trial(teacher: User, monkeypatch: pytest.MonkeyPatch) -> Event:
    """One seat; the host decides who comes."""
    monkeypatch.setattr(Behaviour, "asks_host", True)
    return make_event(teacher, capacity=1)


def test_a_request_holds_no_seat_until_the_host_agrees(trial: Event, teacher: User, colleague: User) -> None:
    request = join(trial, by=colleague)
    before = (request.state, Registration.objects.seated().count(), told("event_asked"))

    answer_request(request, accept=True, by=teacher)

    request.refresh_from_db()
    assert before == (State.ASKED, 0, [teacher.pk])
    assert (request.state, told("event_request_accepted")) == (State.JOINED, [colleague.pk])


def test_a_refusal_takes_the_words_along(trial: Event, teacher: User, colleague: User) -> None:
    answer_request(join(trial, by=colleague), accept=False, reason="Приходите весной", by=teacher)

    message = Message.objects.get(kind="event_request_refused")
    assert (Registration.objects.get().state, message.data["reason"]) == (State.LEFT, "Приходите весной")


def test_more_cannot_be_accepted_than_there_are_seats(trial: Event, teacher: User, colleague: User, head: User) -> None:
    first, second = join(trial, by=colleague), join(trial, by=head)
    answer_request(first, accept=True, by=teacher)

    with pytest.raises(EventFull):
        answer_request(second, accept=True, by=teacher)


def test_only_those_who_run_it_answer(trial: Event, colleague: User, head: User) -> None:
    with pytest.raises(PermissionDenied):
        answer_request(join(trial, by=colleague), accept=True, by=head)


def test_the_host_answers_in_the_browser(trial: Event, teacher: User, colleague: User, sign_in: SignIn) -> None:
    request = join(trial, by=colleague)

    sign_in(teacher).post(f"/events/{trial.pk}/queue/{request.pk}/answer/", {"accept": "1"})

    request.refresh_from_db()
    assert request.state == State.JOINED


# --- A question -----------------------------------------------------------------------------------------------------


def test_a_question_needs_its_answer(teacher: User, colleague: User) -> None:
    event = make_event(teacher, question="Какого возраста Ваша группа?")

    with pytest.raises(AnswerMissing):
        join(event, by=colleague, answer="  ")

    assert join(event, by=colleague, answer="Старшая").answer == "Старшая"


def test_the_page_asks_the_question_once(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher, question="Какого возраста Ваша группа?")
    browser = sign_in(colleague)

    browser.post(f"/events/{event.pk}/join/", {"answer": "Старшая"})

    assert Registration.objects.get().answer == "Старшая"
    assert "Какого возраста" not in browser.get(event.get_absolute_url()).content.decode()


# --- A second host --------------------------------------------------------------------------------------------------


def test_a_second_host_is_asked_when_the_event_is_sent(teacher: User, colleague: User) -> None:
    event = make_event(teacher, state=Event.State.DRAFT)
    cohosts.invite(event, colleague, by=teacher)
    before = told("event_cohost_invited")

    lifecycle.submit(event, by=teacher)

    assert (before, told("event_cohost_invited")) == ([], [colleague.pk])


def test_a_draft_is_not_shown_to_a_second_host(teacher: User, colleague: User) -> None:
    event = make_event(teacher, state=Event.State.DRAFT)
    cohosts.invite(event, colleague, by=teacher)

    assert list(Event.objects.visible_to(colleague)) == []


def test_whoever_agrees_runs_the_event_too(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)
    CoHost.objects.create(event=event, person=colleague)
    browser = sign_in(colleague)
    before = browser.get(f"/events/{event.pk}/attendance/").status_code
    CoHost.objects.update(state=CoHost.State.AGREED)

    assert (before, browser.get(f"/events/{event.pk}/attendance/").status_code) == (403, 200)


def test_the_host_hears_the_answer(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_event(teacher)
    cohosts.invite(event, colleague, by=teacher)

    sign_in(colleague).post(f"/events/{event.pk}/hold/", {"agree": "1"})

    assert (told("event_cohost_agreed"), list(Event.objects.hosted_by(colleague))) == ([teacher.pk], [event])


def test_nobody_agrees_unasked(teacher: User, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        cohosts.answer(make_event(teacher), agree=True, by=colleague)


def test_only_the_host_asks(teacher: User, colleague: User, head: User) -> None:
    with pytest.raises(PermissionDenied):
        cohosts.invite(make_event(teacher), head, by=colleague)


def test_a_second_host_takes_no_seat(teacher: User, colleague: User) -> None:
    event = make_event(teacher)
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)

    with pytest.raises(PermissionDenied):
        join(event, by=colleague)


# --- Let me know ----------------------------------------------------------------------------------------------------


@pytest.fixture
def undated(teacher: User) -> Event:
    event = make_event(teacher)
    plan(event, [])
    return event


def test_nobody_joins_what_has_no_day(undated: Event, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        join(undated, by=colleague)


def test_a_day_invites_those_who_asked_and_enrols_nobody(undated: Event, teacher: User, colleague: User) -> None:
    interest.show_interest(undated, by=colleague)
    dated = make_event(teacher)
    plan(undated, [Time(dated.starts_at, dated.ends_at)])

    interest.tell_interested(undated)
    interest.tell_interested(undated)

    assert (told("event_wished_for"), Registration.objects.count()) == ([colleague.pk], 0)


def test_one_click_each_way(undated: Event, colleague: User, sign_in: SignIn) -> None:
    browser = sign_in(colleague)

    browser.post(f"/events/{undated.pk}/interest/")
    shown = Interest.objects.count()
    browser.post(f"/events/{undated.pk}/interest/", {"stop": "1"})

    assert (shown, Interest.objects.count()) == (1, 0)


def test_there_is_nothing_to_wait_for_in_what_has_a_day(teacher: User, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        interest.show_interest(make_event(teacher), by=colleague)


# --- Once more ------------------------------------------------------------------------------------------------------


def test_an_event_held_again_is_a_draft_without_people_and_day(teacher: User, colleague: User) -> None:
    event = make_past_event(teacher, title="Театр из ничего", to_bring="Коробки")

    copy = clone(event, by=colleague)

    assert (copy.title, copy.to_bring, copy.host, copy.state, copy.is_undated) == (
        "Театр из ничего",
        "Коробки",
        colleague,
        Event.State.DRAFT,
        True,
    )


def test_whoever_missed_it_hears_when_it_is_held_again(
    teacher: User, colleague: User, methodist: User, head: User
) -> None:
    event = make_past_event(teacher)
    interest.show_interest(event, by=head)
    copy, dated = clone(event, by=methodist), make_event(teacher)
    plan(copy, [Time(dated.starts_at, dated.ends_at)])

    lifecycle.submit(copy, by=methodist)

    assert told("event_wished_for") == [head.pk]


def test_another_kindergartens_event_is_not_copied(teacher: User, outsider: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)

    assert sign_in(outsider).post(f"/events/{event.pk}/clone/").status_code == 404


def test_a_copy_is_opened_at_once(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)

    response = sign_in(colleague).post(f"/events/{event.pk}/clone/")

    copy = Event.objects.get(cloned_from=event)
    assert response["Location"] == f"/events/{copy.pk}/edit/"
