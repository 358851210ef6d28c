"""The row is the message: written with the change, once, and without the broker."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from kombu import Producer

from coworking import celery_app
from events.actions import lifecycle
from events.models import Event
from notifications.models import Message
from notifications.outbox import notify, notify_all
from notifications.tasks import sweep
from teachers.models import User
from tests.factories import make_event


def test_a_message_waits_in_the_outbox(event: Event, teacher: User) -> None:
    notify(teacher, "event_published", subject=event)

    message = Message.objects.get()
    assert (message.recipient, message.state, message.subject_id) == (teacher, Message.State.QUEUED, event.pk)


def test_the_same_news_is_written_once(event: Event, teacher: User) -> None:
    notify(teacher, "event_published", subject=event, occurrence="first")
    notify(teacher, "event_published", subject=event, occurrence="first")

    assert Message.objects.count() == 1


def test_another_occurrence_is_another_message(event: Event, teacher: User) -> None:
    notify(teacher, "event_published", subject=event, occurrence="first")
    notify(teacher, "event_published", subject=event, occurrence="second")

    assert Message.objects.count() == 2


def test_a_message_goes_back_with_the_change_that_caused_it(event: Event, teacher: User) -> None:
    with transaction.atomic():
        notify(teacher, "event_published", subject=event)
        transaction.set_rollback(True)

    assert Message.objects.count() == 0


def test_a_message_belongs_to_the_kindergarten_of_its_subject(event: Event, teacher: User) -> None:
    notify(teacher, "event_published", subject=event)

    assert Message.objects.get().kindergarten == event.kindergarten


def test_many_people_cost_one_statement(event: Event, django_assert_num_queries: Any) -> None:
    people = list(User.objects.all())

    with django_assert_num_queries(1):
        notify_all(people, "event_published", subject=event)

    assert Message.objects.count() == len(people)


def test_an_unknown_kind_is_a_mistake_of_the_caller(event: Event, teacher: User) -> None:
    with pytest.raises(KeyError):
        notify(teacher, "no_such_kind", subject=event)


def test_messages_of_two_events_do_not_meet(teacher: User) -> None:
    for event in (make_event(teacher), make_event(teacher)):
        notify(teacher, "event_published", subject=event)

    assert Message.objects.count() == 2


# --- Nothing in a request waits for the broker ----------------------------------------------------------------------


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whatever is given to the broker, instead of giving it."""
    names: list[str] = []

    def publish(self: Producer, body: Any, *args: Any, headers: dict[str, Any], **kwargs: Any) -> None:
        names.append(headers["task"])

    monkeypatch.setattr(Producer, "publish", publish)
    celery_app.conf.task_always_eager = False
    yield names
    celery_app.conf.task_always_eager = True


def test_the_life_of_an_event_publishes_nothing(
    teacher: User, colleague: User, methodist: User, sign_in: Callable[[User], Client], published: list[str]
) -> None:
    event = make_event(teacher, state=Event.State.DRAFT)
    hosting, going, deciding = sign_in(teacher), sign_in(colleague), sign_in(methodist)

    lifecycle.submit(event, by=teacher)
    steps = [(deciding, "accept"), (hosting, "confirm"), (going, "join"), (going, "leave"), (going, "join")]
    for client, what in steps:
        assert client.post(f"/events/{event.pk}/{what}/").status_code == 302
    assert hosting.post(f"/events/{event.pk}/cancel/", {"comment": "Заболеваю"}).status_code == 302

    kinds = set(Message.objects.values_list("kind", flat=True))
    assert (kinds, published) == ({"event_proposed", "event_accepted", "event_cancelled"}, [])


def test_a_task_that_is_published_would_be_seen(published: list[str]) -> None:
    sweep.delay()

    assert published == ["notifications.tasks.sweep"]
