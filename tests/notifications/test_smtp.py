"""The real SMTP conversation, with a server that behaves badly."""

import socket
import time
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import User
from tests.notifications.conftest import MakeMessage
from tests.smtp_sink import Sink, smtp_sink

State, Trouble = Message.State, Message.Trouble


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 0.5
        yield sink


def test_a_pass_is_one_connection(sink: Sink, make_message: MakeMessage, teacher: User, colleague: User) -> None:
    messages = [make_message(teacher), make_message(colleague)]

    sweep()

    assert sink.connections == 1
    assert sink.message_ids == [message.message_id_header for message in messages]


def test_a_refused_address_holds_nobody_up(
    sink: Sink, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    message = make_message(colleague)
    make_message(teacher)
    sink.recipients["colleague@example.com"] = b"550 5.1.1 no such user"

    sweep()

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.FAILED, "550 5.1.1 no such user")
    assert sink.reached == [teacher.email]


@pytest.mark.parametrize("answer", [b"451 greylisted", b"421 closing"])
def test_a_deferred_address_is_tried_later(
    sink: Sink, make_message: MakeMessage, teacher: User, colleague: User, answer: bytes
) -> None:
    message = make_message(colleague)
    make_message(teacher)
    sink.recipients["colleague@example.com"] = answer

    sweep()

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.RETRYING, answer.decode())
    assert sink.reached == [teacher.email]


def test_a_server_that_hangs_is_left_after_its_time(
    sink: Sink, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    message = make_message(colleague)
    make_message(teacher)
    sink.hangs_on = "colleague@example.com"
    began = time.monotonic()

    sweep()

    message.refresh_from_db()
    assert (message.state, message.trouble) == (State.RETRYING, Trouble.DEFERRED)
    assert (sink.reached, sink.connections) == ([teacher.email], 2)
    assert time.monotonic() - began < 5


def test_nobody_listens(sink: Sink, make_message: MakeMessage, teacher: User, settings: Settings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = unused.getsockname()[1]
        message = make_message(teacher)

        sweep()

    message.refresh_from_db()
    assert (message.state, message.attempts, message.trouble) == (State.RETRYING, 0, Trouble.UNAVAILABLE)
    assert "refused" in message.last_error


def test_a_line_that_dies_in_a_letter_is_opened_again(
    sink: Sink, make_message: MakeMessage, teacher: User, colleague: User
) -> None:
    def hang_up_once(number: int) -> None:
        sink.before_data = lambda number: None
        raise ConnectionResetError

    sink.before_data = hang_up_once
    message = make_message(colleague)
    make_message(teacher)

    sweep()

    message.refresh_from_db()
    assert (message.state, sink.reached, sink.connections) == (State.RETRYING, [teacher.email], 2)
