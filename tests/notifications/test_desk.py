"""The outbox at the methodist's desk."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from notifications import actions
from notifications.models import Message
from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_user
from tests.notifications.conftest import MailServer, MakeMessage

SignIn = Callable[[User], Client]
State, Trouble = Message.State, Message.Trouble
LIST = "/admin/notifications/message/"
WORDS = {"trouble": Trouble.REFUSED, "last_error": "550 no such user"}


def shown(client: Client, query: str = "") -> list[Message]:
    return list(client.get(LIST + query).context["cl"].queryset)


def page_of(message: Message) -> str:
    return reverse("admin:notifications_message_change", args=[message.pk])


def act(client: Client, action: str, *messages: Message) -> str:
    """What the desk says after an action on the chosen messages."""
    response = client.post(LIST, {"action": action, "_selected_action": [message.pk for message in messages]})
    [said] = get_messages(response.wsgi_request)
    return str(said)


# --- Seeing ---------------------------------------------------------------------------------------------------------


def test_a_methodist_finds_what_did_not_leave_and_why(
    make_message: MakeMessage, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    failed = make_message(colleague, state=State.FAILED, **WORDS)
    make_message(teacher)
    desk = sign_in(methodist)

    waiting = [(str(line.words), line.number) for line in desk.get("/admin/").context["waiting"]]

    assert waiting == [("Письма, которые не ушли", 1)]
    assert shown(desk, "?state__exact=failed") == [failed]
    assert "Почтовый сервер не принимает этот адрес. (550 no such user)" in desk.get(LIST).content.decode()


def test_messages_are_found_by_kind(
    make_message: MakeMessage, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    published, other = make_message(colleague), make_message(teacher, kind="event_declined")

    assert shown(sign_in(methodist), "?kind=event_published") == [published]
    assert shown(sign_in(methodist), "?kind=event_declined") == [other]


def test_a_message_is_read_and_never_typed(
    make_message: MakeMessage, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    message = make_message(teacher)
    desk = sign_in(methodist)

    page = desk.get(page_of(message)).content.decode()

    assert message.message_id_header.strip("<>") in page
    assert "_save" not in page
    assert [desk.post(f"{page_of(message)}{act}").status_code for act in ("", "../delete/")] == [403, 403]


def test_what_the_letter_says_is_not_shown(
    make_message: MakeMessage, event: Event, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    message = make_message(teacher, data={"secret": "Канарейка"})
    Event.objects.filter(pk=event.pk).update(title="Канарейка")
    desk = sign_in(methodist)

    assert "Канарейка" not in desk.get(LIST).content.decode() + desk.get(page_of(message)).content.decode()


def test_another_kindergartens_methodist_sees_none_of_it(
    make_message: MakeMessage, teacher: User, other_methodist: User, sign_in: SignIn
) -> None:
    message = make_message(teacher, state=State.FAILED)
    desk = sign_in(other_methodist)

    assert (shown(desk), desk.get("/admin/").context["waiting"]) == ([], [])
    assert desk.get(page_of(message), follow=True).redirect_chain == [("/admin/", 302)]
    assert teacher.last_name not in desk.get(LIST).content.decode()


def test_work_of_one_kindergarten_is_not_seen_in_the_other(
    other_kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    """A person of two kindergartens: what the other one writes to them is not this methodist's business."""
    teacher.memberships.create(kindergarten=other_kindergarten, since=dt.date(2020, 9, 1))
    make_message_about(make_event(make_user(other_kindergarten)), to=teacher)

    assert shown(sign_in(methodist)) == []


def test_people_of_elsewhere_are_not_seen_at_a_network_event(
    teacher: User, outsider: User, methodist: User, sign_in: SignIn
) -> None:
    make_message_about(make_event(teacher, audience=Event.Audience.NETWORK), to=outsider)

    assert shown(sign_in(methodist)) == []


def make_message_about(event: Event, *, to: User) -> Message:
    return Message.objects.create(
        recipient=to, kindergarten=event.kindergarten, kind="event_published", subject_id=event.pk, unique_key="key"
    )


def test_the_network_administrator_sees_all(
    make_message: MakeMessage, teacher: User, network_admin: User, sign_in: SignIn
) -> None:
    message = make_message(teacher)

    assert shown(sign_in(network_admin)) == [message]


def test_the_desk_is_closed_to_teachers_and_heads(teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(LIST).status_code for person in (teacher, head)] == [302, 302]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_the_rows(
    make_message: MakeMessage,
    kindergarten: Kindergarten,
    methodist: User,
    sign_in: SignIn,
    django_assert_max_num_queries: Any,
    number: int,
) -> None:
    for _ in range(number):
        make_message(make_user(kindergarten))
    desk = sign_in(methodist)

    with django_assert_max_num_queries(9):
        desk.get(LIST)


# --- Acting ---------------------------------------------------------------------------------------------------------


def test_a_failed_letter_is_sent_again_under_its_name(
    mail_server: MailServer, make_message: MakeMessage, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    message = make_message(colleague, state=State.FAILED, attempts=5, **WORDS)

    said = act(sign_in(methodist), "send_again", message)
    sweep()

    assert said == "Скоро уйдёт 1 письмо."
    assert [letter.extra_headers["Message-ID"] for letter in mail_server.letters] == [message.message_id_header]


@pytest.mark.parametrize("state", [State.SENT, State.LEASED, State.QUEUED, State.EXPIRED])
def test_what_left_or_is_leaving_is_not_queued_twice(
    make_message: MakeMessage, colleague: User, methodist: User, sign_in: SignIn, state: str
) -> None:
    message = make_message(colleague, state=state)

    said = act(sign_in(methodist), "send_again", message)

    assert said == "Эти письма уже ушли, уходят или придут слишком поздно."
    message.refresh_from_db()
    assert message.state == state


def test_what_is_too_late_is_not_sent_again(
    make_message: MakeMessage, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    message = make_message(colleague, state=State.FAILED, expires_at=timezone.now())

    act(sign_in(methodist), "send_again", message)

    message.refresh_from_db()
    assert message.state == State.FAILED


def test_a_stopped_letter_does_not_leave(
    mail_server: MailServer, make_message: MakeMessage, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    message = make_message(colleague)

    said = act(sign_in(methodist), "stop", message)
    sweep()

    message.refresh_from_db()
    assert (said, message.state, mail_server.reached) == ("Остановлено 1 письмо.", State.STOPPED, [])


def test_a_letter_that_is_being_sent_cannot_be_called_back(
    make_message: MakeMessage, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    message = make_message(colleague, state=State.LEASED)

    assert act(sign_in(methodist), "stop", message) == "Ни одно из этих писем не ждёт отправки."


@pytest.mark.parametrize("what", [actions.send_again, actions.stop])
def test_nobody_acts_on_letters_of_another_kindergarten(
    make_message: MakeMessage, colleague: User, other_methodist: User, what: Callable[..., int]
) -> None:
    make_message(colleague, state=State.RETRYING)

    assert what(Message.objects.all(), by=other_methodist) == 0
