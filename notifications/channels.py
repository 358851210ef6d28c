"""Ways to a person: one small class each, kept in CHANNELS."""

import contextlib
import smtplib
from collections.abc import Callable
from typing import Protocol

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications.letters import Letter
from notifications.models import Message

# So many letters in a row that broke the connection are the server's fault, not the letters'.
BREAKS_IN_A_ROW = 3
# What the server says about one letter; the line itself is sound.
ANSWERS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException)


class Unavailable(Exception):
    """The channel answers nobody; no message is to blame and no attempt is counted."""


class Refused(Exception):
    """This address will not do, now or later."""

    trouble = Message.Trouble.REFUSED


class NoAddress(Refused):
    trouble = Message.Trouble.NO_ADDRESS


class Deferred(Exception):
    """This message was not taken this time."""


class Channel(Protocol):
    def open(self) -> None:
        """Makes ready to send; costs nothing when it is. Raises Unavailable."""

    def send(self, message: Message, letter: Letter) -> None:
        """Delivers one letter. Raises Refused or Deferred."""

    def close(self) -> None: ...


class EmailChannel:
    """One SMTP connection for a whole pass, opened again after an error; each command waits EMAIL_TIMEOUT at most."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()
        self._breaks = 0

    def open(self) -> None:
        if self._breaks >= BREAKS_IN_A_ROW:
            raise Unavailable("the connection breaks again and again")
        try:
            self._connection.open()
        except OSError as error:
            raise Unavailable(in_words(error)) from error

    def send(self, message: Message, letter: Letter) -> None:
        if not message.recipient.email:
            raise NoAddress
        try:
            self._envelope(message, letter, message.recipient.email).send()
        except OSError as error:
            self.close()
            self._breaks += not isinstance(error, ANSWERS)
            raise _trouble(error) from error
        self._breaks = 0

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.close()

    def _envelope(self, message: Message, letter: Letter, address: str) -> EmailMultiAlternatives:
        headers = {"Message-ID": message.message_id_header, "Auto-Submitted": "auto-generated"}
        envelope = EmailMultiAlternatives(
            letter.subject, letter.text, to=[address], headers=headers, connection=self._connection
        )
        envelope.attach_alternative(letter.html, "text/html")
        for file in letter.attachments:
            if file.speaks_for_letter:
                envelope.attach_alternative(file.content.decode(), file.content_type)
            envelope.attach(file.name, file.content, file.content_type)
        return envelope


def _trouble(error: OSError) -> Refused | Deferred:
    """An address answered with 5xx is refused for good; everything else is worth another try."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return Refused(_answer(code, answer)) if code >= 500 else Deferred(_answer(code, answer))
    return Deferred(in_words(error))


def in_words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


CHANNELS: dict[str, Callable[[], Channel]] = {Message.Channel.EMAIL: EmailChannel}
