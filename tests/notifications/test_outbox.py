"""The row is the message: written with the change, once, and without the broker."""

from typing import Any

import pytest
from django.db import transaction

from events.models import Event
from notifications.models import Message
from notifications.outbox import notify, notify_all
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
