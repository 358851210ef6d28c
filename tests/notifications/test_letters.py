"""The frame of every letter, and that every kind fits it."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.utils import timezone

from events.models import Event
from notifications.kinds import Kind, all_kinds, kind_named
from notifications.letters import Letter, compose
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import move_event
from tests.notifications.conftest import MailServer, MakeMessage

TEMPLATES = Path(settings.BASE_DIR) / "templates"
BLOCK = re.compile(r"{% block (\w+) %}")
KINDS = [pytest.param(kind, id=kind.name) for kind in all_kinds()]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)


def written(make_message: MakeMessage, person: User) -> Letter:
    message = Message.objects.get(pk=make_message(person).pk)
    letter = compose(message, kind_named(message.kind))
    assert letter is not None
    return letter


def filled_in(template: str) -> set[str]:
    """Blocks of the frame that a letter and its ancestors fill in; none for a letter that stands on another frame."""
    text = (TEMPLATES / template).read_text()
    parent = re.match(r'{% extends "([^"]+)" %}', text)
    if not parent or template.startswith("notifications/"):
        return set()
    return set(BLOCK.findall(text)) | filled_in(parent[1])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", ["subject.txt", "txt", "html"])
def test_every_kind_has_its_words(kind: Kind, suffix: str) -> None:
    get_template(kind.template(suffix))


@pytest.mark.parametrize("suffix", ["txt", "html"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_something_and_why_it_comes(kind: Kind, suffix: str) -> None:
    assert {"text", "reason"} <= filled_in(kind.template(suffix))


def test_a_letter_is_readable_as_text_and_as_a_page(
    mail_server: MailServer, make_message: MakeMessage, teacher: User
) -> None:
    make_message(teacher)

    sweep()

    [letter] = mail_server.letters
    [page] = letter.alternatives  # type: ignore[attr-defined]  # EmailMultiAlternatives
    assert ("Гостиная" in letter.body, "Гостиная" in page.content, page.mimetype) == (True, True, "text/html")


def test_a_letter_loads_nothing_from_anywhere(make_message: MakeMessage, teacher: User) -> None:
    tags = Tags()

    tags.feed(written(make_message, teacher).html)

    assert not {"img", "link", "script", "iframe", "style"} & set(tags.seen)


def test_what_people_typed_is_text_in_both(teacher: User, make_message: MakeMessage, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(title="Вода & <b>свет</b>")

    letter = written(make_message, teacher)

    assert "Вода & <b>свет</b>" in letter.text
    assert "Вода &amp; &lt;b&gt;свет&lt;/b&gt;" in letter.html


def test_a_title_of_several_lines_stays_one_subject(teacher: User, make_message: MakeMessage, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(title="Вода\r\nBcc: all@example.com")

    assert "Вода Bcc: all@example.com" in written(make_message, teacher).subject


@pytest.mark.parametrize(("language", "button"), [("ru", "Открыть событие: "), ("en", "Open the event: ")])
def test_a_letter_speaks_the_readers_language(
    teacher: User, make_message: MakeMessage, language: str, button: str
) -> None:
    User.objects.filter(pk=teacher.pk).update(language=language)

    assert button in written(make_message, teacher).text


def test_a_letter_tells_the_readers_time(teacher: User, make_message: MakeMessage, event: Event) -> None:
    noon = timezone.now().replace(hour=9, minute=0) + dt.timedelta(days=3)
    move_event(event, noon)
    Kindergarten.objects.update(time_zone="Asia/Yekaterinburg")

    assert "14:00–15:00" in written(make_message, teacher).text


def test_a_letter_says_when_it_was_written_by_a_machine(make_message: MakeMessage, teacher: User) -> None:
    message = make_message(teacher)

    sweep()

    [letter] = mail.outbox
    headers = letter.message()
    assert (headers["Message-ID"], headers["Auto-Submitted"]) == (message.message_id_header, "auto-generated")
