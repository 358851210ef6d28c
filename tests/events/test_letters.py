"""What events write to people: reminders that follow the event, and letters about its turns."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from events import letters
from events.actions import lifecycle, registration
from events.letters import REMINDERS, Reminder, due_reminders
from events.models import Event, Registration
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_registration, make_user

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
# A Tuesday, noon in Moscow.
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def reached() -> list[str]:
    """Who got a letter, in alphabetical order."""
    return sorted(letter.to[0] for letter in mail.outbox)


def sweep_at(moment: dt.datetime) -> list[str]:
    """Who got a letter in a pass at `moment`."""
    mail.outbox.clear()
    with time_machine.travel(moment):
        sweep()
    return reached()


@pytest.fixture
def event(teacher: User, colleague: User) -> Event:
    """In two days at 13:00 in Moscow; the colleague has joined."""
    with time_machine.travel(NOW):
        event = make_event(teacher, title="Гостиная", starts_at=NOW + 49 * HOUR)
        make_registration(event, colleague)
    return event


# --- Reminders ------------------------------------------------------------------------------------------------------


def test_the_day_before_the_host_and_those_who_joined_are_reminded(
    event: Event, teacher: User, colleague: User, methodist: User
) -> None:
    assert sweep_at(event.starts_at - 24 * HOUR + MINUTE) == [colleague.email, teacher.email]


def test_nobody_is_reminded_earlier(event: Event) -> None:
    assert sweep_at(event.starts_at - 24 * HOUR - MINUTE) == []


def test_a_person_is_reminded_once(event: Event) -> None:
    sweep_at(event.starts_at - 24 * HOUR + MINUTE)

    assert sweep_at(event.starts_at - 2 * HOUR) == []


def test_who_joins_within_the_day_is_reminded_at_once(event: Event, methodist: User) -> None:
    sweep_at(event.starts_at - 24 * HOUR + MINUTE)
    make_registration(event, methodist)

    assert sweep_at(event.starts_at - 3 * HOUR) == [methodist.email]


def test_everyone_is_reminded_again_an_hour_before(event: Event, teacher: User, colleague: User) -> None:
    sweep_at(event.starts_at - 23 * HOUR)

    assert sorted(sweep_at(event.starts_at - 59 * MINUTE)) == sorted([str(teacher.email), str(colleague.email)])


def test_who_joins_in_the_last_half_hour_needs_no_reminder(event: Event, methodist: User) -> None:
    sweep_at(event.starts_at - 24 * HOUR + MINUTE)
    sweep_at(event.starts_at - 59 * MINUTE)
    make_registration(event, methodist)

    assert sweep_at(event.starts_at - 29 * MINUTE) == []


def test_who_left_is_not_reminded(event: Event, teacher: User, colleague: User) -> None:
    with time_machine.travel(NOW):
        registration.leave(event, by=colleague)

    assert sweep_at(event.starts_at - 23 * HOUR) == [teacher.email]


def test_who_leaves_after_the_reminder_was_written_gets_none(event: Event, teacher: User, colleague: User) -> None:
    moment = event.starts_at - 23 * HOUR
    Message.objects.bulk_create(due_reminders(moment))
    with time_machine.travel(moment):
        registration.leave(event, by=colleague)

    assert sweep_at(moment) == [teacher.email]


def test_a_cancelled_event_reminds_nobody(event: Event) -> None:
    Event.objects.update(state=Event.State.CANCELLED)

    assert sweep_at(event.starts_at - 23 * HOUR) == []


def test_a_moved_event_reminds_by_its_new_time(event: Event, teacher: User, colleague: User) -> None:
    Event.objects.update(starts_at=event.starts_at + 24 * HOUR, ends_at=event.ends_at + 24 * HOUR)

    assert sweep_at(event.starts_at - 23 * HOUR) == []
    assert sweep_at(event.starts_at + HOUR) == [colleague.email, teacher.email]


def test_a_reminder_of_the_old_time_is_stopped_when_the_event_moves(event: Event) -> None:
    Message.objects.bulk_create(due_reminders(event.starts_at - 24 * HOUR))
    Event.objects.update(starts_at=event.starts_at + 48 * HOUR, ends_at=event.ends_at + 48 * HOUR)

    assert sweep_at(event.starts_at - 23 * HOUR) == []
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.STOPPED}


def test_a_moved_event_reminds_again(event: Event, teacher: User, colleague: User) -> None:
    sweep_at(event.starts_at - 23 * HOUR)
    Event.objects.update(starts_at=event.starts_at + 48 * HOUR, ends_at=event.ends_at + 48 * HOUR)

    assert sweep_at(event.starts_at + 25 * HOUR) == [colleague.email, teacher.email]


def test_nobody_is_reminded_of_what_has_begun(event: Event) -> None:
    Message.objects.bulk_create(due_reminders(event.starts_at - 24 * HOUR))

    assert sweep_at(event.starts_at + MINUTE) == []
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.EXPIRED}


def test_a_person_who_may_no_longer_sign_in_is_not_reminded(event: Event, teacher: User, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    assert sweep_at(event.starts_at - 23 * HOUR) == [teacher.email]


def test_a_reminder_an_hour_before_takes_one_row(
    event: Event, teacher: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour_before = Reminder(before=HOUR, latest=10 * MINUTE)
    monkeypatch.setattr(letters, "REMINDERS", (*letters.REMINDERS, hour_before))
    sweep_at(event.starts_at - 23 * HOUR)

    assert sweep_at(event.starts_at - 2 * HOUR) == []
    assert sweep_at(event.starts_at - 50 * MINUTE) == [colleague.email, teacher.email]


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_due_is_found_by_the_same_statements(
    event: Event, kindergarten: Kindergarten, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        make_registration(event, make_user(kindergarten))

    with django_assert_num_queries(2 * len(REMINDERS)):
        found = list(due_reminders(event.starts_at - HOUR * 20))

    assert len(found) == number + 2


def test_what_is_written_is_not_found_again(event: Event) -> None:
    moment = event.starts_at - 20 * HOUR
    Message.objects.bulk_create(due_reminders(moment))

    assert list(due_reminders(moment)) == []


# --- Words ----------------------------------------------------------------------------------------------------------


def letter_to(person: User) -> Any:
    [letter] = [letter for letter in mail.outbox if letter.to == [person.email]]
    return letter


def test_a_reminder_says_what_and_when(event: Event, colleague: User) -> None:
    sweep_at(event.starts_at - 23 * HOUR)

    letter = letter_to(colleague)
    assert letter.subject == "Завтра в 13:00: Гостиная"
    assert "Четверг, 26 ноября, 13:00–14:00" in letter.body


def test_a_reminder_in_english(event: Event, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(language="en")
    sweep_at(event.starts_at - 23 * HOUR)

    letter = letter_to(colleague)
    assert letter.subject == "Tomorrow at 13:00: Гостиная"
    assert "Thursday, 26 November, 13:00–14:00" in letter.body


def test_a_reminder_on_the_day_itself_says_today(event: Event, colleague: User) -> None:
    sweep_at(event.starts_at - 3 * HOUR)

    assert letter_to(colleague).subject == "Сегодня в 13:00: Гостиная"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Пока никто не записался."),
        (1, "Записался 1 человек."),
        (2, "Записались 2 человека."),
        (5, "Записались 5 человек."),
    ],
)
def test_the_host_reads_how_many_come(
    event: Event, teacher: User, kindergarten: Kindergarten, number: int, words: str
) -> None:
    Registration.objects.all().delete()
    for _ in range(number):
        make_registration(event, make_user(kindergarten))

    sweep_at(event.starts_at - 23 * HOUR)

    assert words in letter_to(teacher).body


# --- Turns of an event's life ---------------------------------------------------------------------------------------


def test_a_proposal_is_told_to_the_methodists_of_the_kindergarten(
    teacher: User, methodist: User, other_methodist: User
) -> None:
    event = make_event(teacher, state=Event.State.DRAFT, title="Гостиная")

    lifecycle.submit(event, by=teacher)
    sweep()

    assert reached() == [methodist.email]
    assert letter_to(methodist).subject.startswith("Ждёт Вашего решения: Гостиная, ")


def test_a_proposal_that_was_decided_meanwhile_is_not_told(teacher: User, methodist: User) -> None:
    event = lifecycle.submit(make_event(teacher, state=Event.State.DRAFT), by=teacher)
    lifecycle.publish(event, by=methodist)

    sweep()

    assert reached() == [teacher.email]


def test_who_is_no_methodist_any_more_is_not_told(teacher: User, methodist: User) -> None:
    lifecycle.submit(make_event(teacher, state=Event.State.DRAFT), by=teacher)
    methodist.memberships.filter(role="methodist").delete()

    sweep()

    assert reached() == []


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        (lambda event, by: lifecycle.publish(event, by=by), "Опубликовано: Гостиная, "),
        (lambda event, by: lifecycle.return_with_comment(event, comment="Где?", by=by), "На доработку: Гостиная, "),
        (lambda event, by: lifecycle.decline(event, comment="Где?", by=by), "Отклонено: Гостиная, "),
    ],
)
def test_the_host_hears_the_decision(
    teacher: User, methodist: User, act: Callable[[Event, User], Event], subject: str
) -> None:
    event = act(make_event(teacher, state=Event.State.PROPOSED, title="Гостиная"), methodist)

    sweep()

    assert letter_to(teacher).subject.startswith(subject)
    assert event.state_note in letter_to(teacher).body


def test_a_second_return_is_told_again(teacher: User, methodist: User) -> None:
    event = make_event(teacher, state=Event.State.PROPOSED)
    for comment in ("Где?", "Когда?"):
        lifecycle.return_with_comment(event, comment=comment, by=methodist)
        sweep()
        lifecycle.submit(event, by=teacher)

    assert reached() == [teacher.email, teacher.email]


def test_who_publishes_their_own_event_is_not_told(methodist: User) -> None:
    lifecycle.submit(make_event(methodist, state=Event.State.DRAFT), by=methodist)

    assert Message.objects.count() == 0


def test_a_cancellation_reaches_everyone_with_its_reason(
    teacher: User, colleague: User, head: User, methodist: User
) -> None:
    event = make_event(teacher, title="Гостиная")
    make_registration(event, colleague)
    make_registration(event, head, state=Registration.State.LEFT)

    lifecycle.cancel(event, reason="Заболел ведущий", by=methodist)
    sweep()

    assert reached() == [colleague.email, teacher.email]
    assert "Заболел ведущий" in letter_to(colleague).body


def test_who_cancels_is_not_told(teacher: User, colleague: User) -> None:
    event = make_event(teacher)
    make_registration(event, colleague)

    lifecycle.cancel(event, reason="Заболеваю", by=teacher)
    sweep()

    assert reached() == [colleague.email]


def test_a_cancellation_is_not_told_after_the_event_would_have_ended(teacher: User, colleague: User) -> None:
    event = make_event(teacher)
    make_registration(event, colleague)
    lifecycle.cancel(event, reason="Заболеваю", by=teacher)

    assert sweep_at(timezone.now() + dt.timedelta(days=4)) == []


def test_a_letter_goes_back_with_the_decision(teacher: User, methodist: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is written in the transaction of the change, so neither is there without the other."""
    event = make_event(teacher, state=Event.State.PROPOSED)
    monkeypatch.setattr("events.actions.lifecycle.notify_all", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        lifecycle.publish(event, by=methodist)

    event.refresh_from_db()
    assert event.state == Event.State.PROPOSED
