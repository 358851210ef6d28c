"""What load balancers and people on duty ask."""

import datetime as dt
import logging

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.utils import timezone

from coworking import health
from coworking.logs import is_news
from notifications.sweep import sweep


@pytest.mark.django_db
def test_ready_once_a_sweep_has_come_to_its_end(client: Client) -> None:
    sweep()

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": True, "broker": True, "sweep": True})


@pytest.mark.django_db
def test_not_ready_when_the_sweep_is_later_than_two_minutes(client: Client) -> None:
    sweep()

    with time_machine.travel(timezone.now() + dt.timedelta(seconds=121)):
        response = client.get("/readyz")

    assert (response.status_code, response.json()["sweep"]) == (503, False)


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connect_timeout: int) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(health.app, "connection_for_write", refuse)

    assert client.get("/readyz").json()["broker"] is False


def test_alive_asks_nothing(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def test_a_database_that_does_not_answer_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(health.connection, "cursor", refuse)

    assert health._database_answers() is False


@pytest.mark.parametrize(("path", "news"), [("/readyz", False), ("/events/", True)])
def test_not_ready_yet_is_no_line_in_the_log(path: str, news: bool) -> None:
    record = logging.makeLogRecord({"request": RequestFactory().get(path)})

    assert is_news(record) is news


def test_a_line_about_no_request_is_kept() -> None:
    assert is_news(logging.makeLogRecord({"msg": "swept"}))
