"""A mail server that answers as a test wants, and a message to send through it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.mail import EmailMessage

from events.models import Event
from notifications.models import Message
from notifications.outbox import notify
from teachers.models import User
from tests.factories import make_event

MakeMessage = Callable[..., Message]


@dataclass
class MailServer:
    """Stands in for Django's mail connection; `answers` are errors by address, `down` is what opening raises."""

    answers: dict[str, BaseException] = field(default_factory=dict)
    down: OSError | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    opened: int = 0
    is_open: bool = False

    def open(self) -> None:
        if self.down:
            raise self.down
        self.opened += not self.is_open
        self.is_open = True

    def send_messages(self, letters: Sequence[EmailMessage]) -> int:
        for letter in letters:
            if error := self.answers.get(letter.to[0]):
                raise error
            self.letters.append(letter)
        return len(letters)

    def close(self) -> None:
        self.is_open = False

    @property
    def reached(self) -> list[str]:
        return [letter.to[0] for letter in self.letters]


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> MailServer:
    server = MailServer()
    monkeypatch.setattr("notifications.channels.get_connection", lambda: server)
    return server


@pytest.fixture
def event(teacher: User) -> Event:
    return make_event(teacher, title="Гостиная")


@pytest.fixture
def make_message(event: Event) -> MakeMessage:
    """A message to a person about the published event, as an action would have written it."""

    def make(person: User, **fields: Any) -> Message:
        notify(person, "event_published", subject=event)
        message = Message.objects.get(recipient=person)
        for name, value in fields.items():
            setattr(message, name, value)
        message.save()
        return message

    return make
