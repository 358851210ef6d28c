"""Lease, send, mark: what leaves, what does not, and what is tried again."""

import datetime as dt
import smtplib
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from events.models import Event
from notifications import kinds
from notifications import sweep as sweeping
from notifications.channels import Channel
from notifications.kinds import Kind
from notifications.models import FIRST_WAIT, LEASE, MAX_ATTEMPTS, PAUSE, Heartbeat, Message
from notifications.sweep import sweep
from notifications.tasks import sweep as sweep_task
from teachers.models import User
from tests.notifications.conftest import MailServer, MakeMessage

State, Trouble = Message.State, Message.Trouble
SECOND = dt.timedelta(seconds=1)
BUSY = smtplib.SMTPDataError(451, b"try later")
NO_SUCH_PERSON = smtplib.SMTPRecipientsRefused({"colleague@example.com": (550, b"no such user")})


class Killed(BaseException):
    """The process ends here: nothing after this point happens."""


def test_a_due_message_is_sent_and_marked(mail_server: MailServer, make_message: MakeMessage, teacher: User) -> None:
    message = make_message(teacher)

    counts = sweep()

    message.refresh_from_db()
    assert (message.state, message.attempts, counts[State.SENT]) == (State.SENT, 1, 1)
    assert mail_server.reached == [teacher.email]


def test_a_sent_message_is_not_sent_again(mail_server: MailServer, make_message: MakeMessage, teacher: User) -> None:
    make_message(teacher)

    sweep()
    sweep()

    assert mail_server.reached == [teacher.email]


def test_what_is_due_later_waits(mail_server: MailServer, make_message: MakeMessage, teacher: User) -> None:
    make_message(teacher, due_at=timezone.now() + dt.timedelta(minutes=1))

    sweep()

    assert mail_server.reached == []


def test_the_longest_due_leaves_first(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    make_message(teacher)
    make_message(colleague, due_at=timezone.now() - dt.timedelta(hours=1))

    sweep()

    assert mail_server.reached == [colleague.email, teacher.email]


def test_one_connection_serves_the_whole_pass(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    make_message(teacher)
    make_message(colleague)

    sweep()

    assert (mail_server.opened, mail_server.is_open) == (1, False)


def test_too_late_is_not_sent(mail_server: MailServer, make_message: MakeMessage, teacher: User) -> None:
    message = make_message(teacher, expires_at=timezone.now() - SECOND)

    sweep()

    message.refresh_from_db()
    assert (message.state, message.attempts, mail_server.reached) == (State.EXPIRED, 0, [])


def test_what_expires_while_it_waits_in_the_batch_is_not_sent(make_message: MakeMessage, teacher: User) -> None:
    make_message(teacher, expires_at=timezone.now() + SECOND)
    [message] = Message.objects.lease("email", 10)

    with time_machine.travel(timezone.now() + 2 * SECOND):
        assert message.begin() is False


def test_what_is_no_longer_wanted_is_not_sent(
    mail_server: MailServer, make_message: MakeMessage, event: Event, teacher: User
) -> None:
    message = make_message(teacher)
    Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED)

    sweep()

    message.refresh_from_db()
    assert (message.state, mail_server.reached) == (State.STOPPED, [])


def test_a_person_who_may_no_longer_sign_in_gets_nothing(
    mail_server: MailServer, make_message: MakeMessage, teacher: User
) -> None:
    message = make_message(teacher)
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    sweep()

    message.refresh_from_db()
    assert (message.state, mail_server.reached) == (State.STOPPED, [])


def test_a_person_without_an_address_is_named_as_the_reason(
    mail_server: MailServer, make_message: MakeMessage, teacher: User
) -> None:
    message = make_message(teacher)
    User.objects.filter(pk=teacher.pk).update(email=None)

    sweep()

    message.refresh_from_db()
    assert (message.state, message.trouble) == (State.FAILED, Trouble.NO_ADDRESS)


# --- Dying in the middle --------------------------------------------------------------------------------------------


def test_the_attempt_is_counted_before_it_is_tried(
    mail_server: MailServer, make_message: MakeMessage, teacher: User
) -> None:
    message = make_message(teacher)
    mail_server.answers[teacher.email or ""] = Killed()

    with pytest.raises(Killed):
        sweep()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.LEASED, 1)


def test_killed_before_the_mark_sends_a_second_copy_under_the_same_name(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_message(teacher)

    def die(message: Message) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Message, "mark_sent", die)
        with pytest.raises(Killed):
            sweep()
    with time_machine.travel(timezone.now() + LEASE + SECOND):
        sweep()

    message.refresh_from_db()
    ids = [letter.extra_headers["Message-ID"] for letter in mail_server.letters]
    assert (message.state, ids) == (State.SENT, [f"<{message.message_id}@localhost>"] * 2)


def test_marking_before_sending_would_lose_the_letter(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of lease, send, mark is what keeps it: the other order is tried here."""
    make_message(teacher)
    mail_server.answers[teacher.email or ""] = Killed()

    def mark_first(message: Message, channel: Channel) -> bool:
        message.mark_sent()
        return send(message, channel)

    send = sweeping._send_if_wanted
    monkeypatch.setattr(sweeping, "_send_if_wanted", mark_first)
    with pytest.raises(Killed):
        sweep()
    mail_server.answers.clear()
    with time_machine.travel(timezone.now() + LEASE + SECOND):
        sweep()

    assert (Message.objects.get().state, mail_server.reached) == (State.SENT, [])


def test_what_kills_every_sweeper_is_given_up(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    poison = make_message(teacher)
    mail_server.answers[teacher.email or ""] = Killed()
    start = timezone.now()

    for number in range(MAX_ATTEMPTS):
        with time_machine.travel(start + number * (LEASE + SECOND)), pytest.raises(Killed):
            sweep()
    make_message(colleague)
    with time_machine.travel(start + MAX_ATTEMPTS * (LEASE + SECOND)):
        sweep()

    poison.refresh_from_db()
    assert (poison.state, poison.trouble) == (State.FAILED, Trouble.INTERRUPTED)
    assert mail_server.reached == [colleague.email]


def test_a_leased_message_is_nobody_elses(make_message: MakeMessage, teacher: User) -> None:
    make_message(teacher)

    assert [len(Message.objects.lease("email", 10)) for _ in range(2)] == [1, 0]


def test_a_lease_that_ended_belongs_to_the_next_sweeper(make_message: MakeMessage, teacher: User) -> None:
    make_message(teacher)
    [slow] = Message.objects.lease("email", 10)

    with time_machine.travel(timezone.now() + LEASE + SECOND):
        [quick] = Message.objects.lease("email", 10)

        assert (slow.begin(), quick.begin()) == (False, True)


def test_a_sweeper_that_lost_its_lease_marks_nothing(make_message: MakeMessage, teacher: User) -> None:
    message = make_message(teacher)
    [slow] = Message.objects.lease("email", 10)
    slow.begin()
    with time_machine.travel(timezone.now() + LEASE + SECOND):
        [quick] = Message.objects.lease("email", 10)
        quick.begin()
        quick.mark_sent()

    slow.mark_for_retry(Trouble.DEFERRED, "")

    message.refresh_from_db()
    assert message.state == State.SENT


# --- A server that does not take it ---------------------------------------------------------------------------------


def test_a_deferred_letter_waits_longer_each_time_and_fails_in_the_end(
    mail_server: MailServer, make_message: MakeMessage, colleague: User
) -> None:
    message = make_message(colleague)
    mail_server.answers[colleague.email or ""] = BUSY
    waits = []
    for _ in range(MAX_ATTEMPTS):
        with time_machine.travel(message.due_at + SECOND, tick=False):
            sweep()
            message.refresh_from_db()
            waits.append((message.due_at - timezone.now()) / FIRST_WAIT)

    assert [round(wait / 4**number, 1) for number, wait in enumerate(waits[:-1])] == pytest.approx([1] * 4, abs=0.2)
    assert (message.state, message.trouble, message.last_error) == (State.FAILED, Trouble.DEFERRED, "451 try later")


def test_tries_go_on_for_more_than_an_hour() -> None:
    shortest = FIRST_WAIT * 0.8 * sum(4**number for number in range(MAX_ATTEMPTS - 1))

    assert shortest > dt.timedelta(hours=1)


def test_a_refused_address_fails_at_once_and_holds_nobody_up(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    message = make_message(colleague)
    make_message(teacher)
    mail_server.answers[colleague.email or ""] = NO_SUCH_PERSON

    sweep()

    message.refresh_from_db()
    assert (message.state, message.trouble) == (State.FAILED, Trouble.REFUSED)
    assert (message.last_error, mail_server.reached) == ("550 no such user", [teacher.email])


def test_an_address_that_is_busy_is_tried_again(
    mail_server: MailServer, make_message: MakeMessage, colleague: User
) -> None:
    message = make_message(colleague)
    mail_server.answers[colleague.email or ""] = smtplib.SMTPRecipientsRefused({"": (450, b"mailbox busy")})

    sweep()

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.RETRYING, "450 mailbox busy")


def test_a_server_that_does_not_answer_costs_no_attempt(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    messages = [make_message(teacher), make_message(colleague)]
    mail_server.down = ConnectionRefusedError("Connection refused")

    sweep()

    for message in messages:
        message.refresh_from_db()
        assert (message.state, message.attempts, message.trouble) == (State.RETRYING, 0, Trouble.UNAVAILABLE)


def test_letters_leave_once_the_server_answers_again(
    mail_server: MailServer, make_message: MakeMessage, teacher: User
) -> None:
    make_message(teacher)
    mail_server.down = TimeoutError()
    sweep()
    mail_server.down = None

    with time_machine.travel(timezone.now() + PAUSE + SECOND):
        sweep()

    assert mail_server.reached == [teacher.email]


def test_a_line_that_breaks_is_opened_again_for_the_next(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    make_message(colleague)
    make_message(teacher)
    mail_server.answers[colleague.email or ""] = smtplib.SMTPServerDisconnected("gone")

    sweep()

    assert (mail_server.opened, mail_server.reached) == (2, [teacher.email])


def test_a_line_that_breaks_again_and_again_puts_the_rest_off(
    mail_server: MailServer,
    make_message: MakeMessage,
    teacher: User,
    colleague: User,
    methodist: User,
    head: User,
) -> None:
    people = [teacher, colleague, methodist, head]
    for person in people:
        make_message(person)
        mail_server.answers[person.email or ""] = TimeoutError("timed out")

    counts = sweep()

    assert (counts[State.RETRYING], counts["put off"]) == (3, 1)
    assert Message.objects.get(recipient=head).attempts == 0


# --- A mistake of ours ----------------------------------------------------------------------------------------------


def test_a_poisoned_message_fails_alone(
    mail_server: MailServer,
    make_message: MakeMessage,
    teacher: User,
    colleague: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(kinds._kinds, "poison", Kind("poison", "events", "", lambda message: {"part": 1 / 0}))
    poison = make_message(colleague, kind="poison")
    make_message(teacher)

    sweep()

    poison.refresh_from_db()
    assert (poison.state, poison.trouble, poison.last_error) == (
        State.RETRYING,
        Trouble.BROKEN,
        "ZeroDivisionError",
    )
    assert mail_server.reached == [teacher.email]


def test_a_kind_that_nobody_sends_any_more_holds_nobody_up(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    make_message(colleague, kind="forgotten")
    make_message(teacher)

    sweep()

    assert mail_server.reached == [teacher.email]


def test_broken_reminders_hold_up_no_letters(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(now: dt.datetime) -> list[Message]:
        raise ZeroDivisionError

    monkeypatch.setattr(kinds, "_producers", [broken])
    make_message(teacher)

    sweep()

    assert mail_server.reached == [teacher.email]


# --- Running it -----------------------------------------------------------------------------------------------------


def test_a_pass_leaves_a_heartbeat(db: None) -> None:
    sweep()

    assert timezone.now() - Heartbeat.objects.get(name="sweep").beat_at < 10 * SECOND


def test_a_pass_by_hand_says_what_it_did(
    mail_server: MailServer, make_message: MakeMessage, teacher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    make_message(teacher)

    call_command("sweep")
    call_command("sweep")

    assert capsys.readouterr().out.splitlines() == ["sent 1", "nothing was due"]


def test_the_task_runs_a_pass(mail_server: MailServer, make_message: MakeMessage, teacher: User) -> None:
    make_message(teacher)

    sweep_task.delay()

    assert mail_server.reached == [teacher.email]


@pytest.mark.parametrize("number", [1, 3])
def test_a_letter_costs_the_same_however_many_leave(
    mail_server: MailServer,
    make_message: MakeMessage,
    teacher: User,
    colleague: User,
    methodist: User,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for person in [teacher, colleague, methodist][:number]:
        make_message(person)

    # Of the pass: reminders, missing marks, overdue, two leases, heartbeat.
    # Of a letter: attempt, person, kindergarten, event, stream, meetings, mark.
    with django_assert_num_queries(20 + 7 * number):
        sweep()
