"""Somebody else holds the row: «try again», with what was typed, instead of an error page."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from common.busy import is_lock_wait
from events.actions.locking import EventBusy
from events.models import Event
from teachers.models import User
from tests.factories import make_event, make_past_event

SignIn = Callable[[User], Client]


@pytest.fixture
def _busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every event is held by somebody."""

    def held(pk: int) -> Event:
        raise EventBusy

    for module in ("registration", "lifecycle", "attendance"):
        monkeypatch.setattr(f"events.actions.{module}.lock_event", held)


def cancel(client: Client, event: Event, **typed: object) -> HttpResponse:
    return client.post(f"/events/{event.pk}/cancel/", {"comment": "Заболел «ведущий»", **typed})  # type: ignore[return-value]  # a test response


@pytest.mark.usefixtures("_busy")
@pytest.mark.parametrize("what", ["join", "leave", "withdraw", "accept", "answer", "cancel", "attendance"])
def test_whatever_touches_a_busy_event_may_be_tried_again(
    teacher: User, network_admin: User, sign_in: SignIn, what: str
) -> None:
    state = Event.State.PROPOSED if what in ("withdraw", "accept", "answer") else Event.State.PUBLISHED
    event = (make_past_event if what == "attendance" else make_event)(teacher, state=state)

    response = sign_in(network_admin).post(f"/events/{event.pk}/{what}/", {"comment": "Где?"})

    assert (response.status_code, response["Retry-After"]) == (503, "2")


@pytest.mark.usefixtures("_busy")
def test_what_was_typed_is_sent_by_the_next_press(teacher: User, sign_in: SignIn) -> None:
    event = make_event(teacher)

    page = cancel(sign_in(teacher), event).content.decode()

    assert '<input type="hidden" name="comment" value="Заболел «ведущий»">' in page
    assert page.count("csrfmiddlewaretoken") == 1


@pytest.mark.usefixtures("_busy")
def test_a_file_has_to_be_chosen_again(teacher: User, sign_in: SignIn) -> None:
    page = cancel(sign_in(teacher), make_event(teacher), photo=SimpleUploadedFile("a.png", b"x")).content.decode()

    assert ("<form" in page, "выбрать заново" in page) == (False, True)


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("server closed the connection unexpectedly"), False),
        (ValueError("database is locked"), False),
    ],
)
def test_a_lost_database_is_not_called_busy(error: Exception, waits: bool) -> None:
    assert is_lock_wait(error) is waits


def test_any_other_mistake_is_shown_as_one(teacher: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(pk: int) -> Event:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("events.actions.lifecycle.lock_event", lost)

    with pytest.raises(OperationalError):
        cancel(sign_in(teacher), make_event(teacher))
