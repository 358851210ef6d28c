"""What events write to people: reminders that follow the event, and letters about its turns."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from events.actions import lifecycle, registration
from events.actions.planning import plan
from events.letters import reminders
from events.letters.moving import tell_moved
from events.letters.reminders import REMINDERS, Reminder, due_reminders
from events.models import CoHost, Event, Registration, Stream
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_meeting, make_registration, make_user, move_event

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


def test_who_joins_an_hour_and_a_little_before_is_reminded_once(event: Event, methodist: User) -> None:
    sweep_at(event.starts_at - 24 * HOUR + MINUTE)
    make_registration(event, methodist)

    heard = [sweep_at(event.starts_at - HOUR - ahead).count(str(methodist.email)) for ahead in (MINUTE, -MINUTE)]

    assert heard == [0, 1]


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
    was = event.starts_at
    move_event(event, was + 24 * HOUR)

    assert sweep_at(was - 23 * HOUR) == []
    assert sweep_at(was + HOUR) == [colleague.email, teacher.email]


def test_a_reminder_of_the_old_time_is_stopped_when_the_event_moves(event: Event) -> None:
    was = event.starts_at
    Message.objects.bulk_create(due_reminders(was - 24 * HOUR))
    move_event(event, was + 48 * HOUR)

    assert sweep_at(was - 23 * HOUR) == []
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.STOPPED}


def test_a_moved_event_reminds_again(event: Event, teacher: User, colleague: User) -> None:
    was = event.starts_at
    sweep_at(was - 23 * HOUR)
    move_event(event, was + 48 * HOUR)

    assert sweep_at(was + 25 * HOUR) == [colleague.email, teacher.email]


def test_every_meeting_of_a_laboratory_reminds(event: Event, teacher: User, colleague: User) -> None:
    fourth = event.starts_at + 21 * 24 * HOUR
    make_meeting(event, starts_at=fourth, ends_at=fourth + HOUR, topic="Что получилось")
    sweep_at(event.starts_at - 23 * HOUR)

    assert sweep_at(fourth - 23 * HOUR) == [colleague.email, teacher.email]
    assert letter_to(colleague).body.count("13:00–14:00") == 1
    assert "Четверг, 17 декабря, 13:00–14:00 · Что получилось" in letter_to(colleague).body


def test_two_meetings_of_one_beginning_remind_apart(event: Event, colleague: User) -> None:
    make_meeting(event)

    keys = [message.unique_key for message in due_reminders(event.starts_at - 23 * HOUR)]

    assert len(set(keys)) == 4


def test_a_second_host_who_agreed_is_reminded(event: Event, head: User, methodist: User) -> None:
    CoHost.objects.create(event=event, person=head, state=CoHost.State.AGREED)
    CoHost.objects.create(event=event, person=methodist, state=CoHost.State.INVITED)

    assert head.email in sweep_at(event.starts_at - 23 * HOUR)
    assert methodist.email not in reached()
    assert "Вы ведёте это событие." in letter_to(head).body


def test_who_waits_in_the_queue_is_not_reminded(event: Event, colleague: User, teacher: User, head: User) -> None:
    make_registration(event, head, state=Registration.State.WAITING, queue_number=1)

    assert sweep_at(event.starts_at - 23 * HOUR) == [colleague.email, teacher.email]


def test_each_stream_is_reminded_of_its_own_meeting(event: Event, colleague: User, head: User) -> None:
    later = event.starts_at + 3 * HOUR
    first, second = (Stream.objects.create(event=event, name=name) for name in ("Первый", "Второй"))
    event.meetings.update(stream=first)
    make_meeting(event, stream=second, starts_at=later, ends_at=later + HOUR)
    event.registrations.update(stream=first)
    make_registration(event, head, stream=second)

    sweep_at(event.starts_at - 20 * HOUR)

    assert [letter_to(person).subject for person in (colleague, head)] == [
        "Завтра в 13:00: Гостиная",
        "Завтра в 16:00: Гостиная",
    ]


def test_a_booked_slot_reminds_of_its_own_time(event: Event, colleague: User) -> None:
    slot = event.starts_at + HOUR / 2
    event.registrations.update(slot_starts_at=slot, slot_ends_at=event.ends_at)

    sweep_at(slot - 23 * HOUR)

    assert letter_to(colleague).subject == "Завтра в 13:30: Гостиная"
    assert "Четверг, 26 ноября, 13:30–14:00" in letter_to(colleague).body


def test_a_slot_given_back_is_not_reminded(event: Event, teacher: User) -> None:
    event.registrations.update(slot_starts_at=event.starts_at, slot_ends_at=event.ends_at)
    moment = event.starts_at - 23 * HOUR
    Message.objects.bulk_create(due_reminders(moment))
    event.registrations.update(state=Registration.State.LEFT)

    assert sweep_at(moment) == [teacher.email]


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
    monkeypatch.setattr(reminders, "REMINDERS", (*REMINDERS, hour_before))
    sweep_at(event.starts_at - 23 * HOUR)

    assert sweep_at(event.starts_at - 2 * HOUR) == []
    assert sweep_at(event.starts_at - 50 * MINUTE) == [colleague.email, teacher.email]


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_due_is_found_by_the_same_statements(
    event: Event, kindergarten: Kindergarten, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        make_registration(event, make_user(kindergarten))

    with django_assert_num_queries(4 * len(REMINDERS)):
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


def test_moscow_time_is_told_beside_ones_own_for_an_event_of_the_network(event: Event, colleague: User) -> None:
    Event.objects.update(audience=Event.Audience.NETWORK)
    Kindergarten.objects.update(time_zone="Asia/Yekaterinburg")

    sweep_at(event.starts_at - 23 * HOUR)

    assert "Четверг, 26 ноября, 15:00–16:00 (13:00–14:00 МСК)" in letter_to(colleague).body


def test_moscow_names_its_day_when_that_is_another_one(event: Event, colleague: User) -> None:
    Event.objects.update(audience=Event.Audience.NETWORK)
    move_event(event, dt.datetime(2026, 11, 25, 20, 0, tzinfo=dt.UTC))
    Kindergarten.objects.update(time_zone="Asia/Vladivostok")

    sweep_at(event.starts_at - 23 * HOUR)

    assert "Четверг, 26 ноября, 06:00–07:00 (25 ноября, 23:00–26 ноября, 00:00 МСК)" in letter_to(colleague).body


@pytest.mark.parametrize(("audience", "zone"), [("kindergarten", "Asia/Yekaterinburg"), ("network", "Europe/Moscow")])
def test_moscow_time_is_not_told_without_need(event: Event, colleague: User, audience: str, zone: str) -> None:
    Event.objects.update(audience=audience)
    Kindergarten.objects.update(time_zone=zone)

    sweep_at(event.starts_at - 23 * HOUR)

    assert "МСК" not in letter_to(colleague).body


# --- Moving ---------------------------------------------------------------------------------------------------------


def move_and_tell(event: Event, starts_at: dt.datetime, *, by: User) -> list[str]:
    """Who hears of the move, at once."""
    was = list(event.meetings.select_related("place", "stream"))
    with time_machine.travel(NOW):
        move_event(event, starts_at)
        tell_moved(event, was, by=by)
    return sweep_at(NOW)


def test_a_move_is_told_to_all_who_count_on_coming(
    event: Event, teacher: User, colleague: User, head: User, methodist: User, kindergarten: Kindergarten
) -> None:
    second_host, asker, gone = (make_user(kindergarten) for _ in range(3))
    CoHost.objects.create(event=event, person=second_host, state=CoHost.State.AGREED)
    make_registration(event, head, state=Registration.State.WAITING, queue_number=1)
    make_registration(event, asker, state=Registration.State.ASKED)
    make_registration(event, gone, state=Registration.State.LEFT)

    told = move_and_tell(event, event.starts_at + 24 * HOUR, by=methodist)

    assert told == sorted(str(person.email) for person in (teacher, colleague, head, second_host, asker))


def test_who_moves_is_not_told(event: Event, teacher: User, colleague: User) -> None:
    assert move_and_tell(event, event.starts_at + 24 * HOUR, by=teacher) == [colleague.email]


def test_the_letter_says_what_was_and_what_is_now(event: Event, teacher: User, colleague: User) -> None:
    move_and_tell(event, event.starts_at + 25 * HOUR, by=teacher)

    letter = letter_to(colleague)
    assert letter.subject == "Перенесено: Гостиная, 27 ноября в 14:00"
    assert [line for line in letter.body.splitlines() if "ноября" in line] == [
        "Четверг, 26 ноября, 13:00–14:00",
        "Пятница, 27 ноября, 14:00–15:00",
    ]


def test_a_letter_of_a_move_that_was_moved_again_is_not_sent(event: Event, teacher: User, colleague: User) -> None:
    was = list(event.meetings.all())
    move_event(event, event.starts_at + 24 * HOUR)
    with time_machine.travel(NOW):
        tell_moved(event, was, by=teacher)

    assert move_and_tell(event, event.starts_at + 24 * HOUR, by=teacher) == [colleague.email]
    assert letter_to(colleague).subject == "Перенесено: Гостиная, 28 ноября в 13:00"


def test_a_time_that_was_not_changed_tells_nobody(event: Event, teacher: User) -> None:
    assert move_and_tell(event, event.starts_at, by=teacher) == []


def test_a_stream_that_was_not_moved_hears_nothing(event: Event, teacher: User, colleague: User, head: User) -> None:
    first, second = (Stream.objects.create(event=event, name=name) for name in ("Первый", "Второй"))
    event.meetings.update(stream=first)
    event.registrations.update(stream=first)
    make_registration(event, head, stream=second)
    later = make_meeting(event, stream=second, starts_at=event.starts_at + HOUR, ends_at=event.ends_at + HOUR)
    was = list(event.meetings.select_related("stream"))
    event.meetings.filter(pk=later.pk).update(ends_at=later.ends_at + HOUR)
    with time_machine.travel(NOW):
        tell_moved(event, was, by=teacher)

    assert sweep_at(NOW) == [head.email]


def test_a_date_taken_back_is_told(event: Event, teacher: User, colleague: User) -> None:
    was = list(event.meetings.all())
    plan(event, [])
    with time_machine.travel(NOW):
        tell_moved(event, was, by=teacher)

    assert sweep_at(NOW) == [colleague.email]
    assert letter_to(colleague).subject == "Перенесено: Гостиная"
    assert "Дату назовут позже." in letter_to(colleague).body


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
    lifecycle.accept(event, by=methodist)

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
        (lambda event, by: lifecycle.accept(event, by=by), "Принято: Гостиная, "),
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
        lifecycle.accept(event, by=methodist)

    event.refresh_from_db()
    assert event.state == Event.State.PROPOSED
