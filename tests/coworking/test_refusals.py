"""What a person may not do: said in the words of what they tried, and in one line of the log."""

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coworking.logs import tell_refusals_briefly
from teachers.models import User
from tests.factories import make_event

SignIn = Callable[[User], Client]


def test_a_page_that_is_not_open_is_not_called_a_change(teacher: User, sign_in: SignIn) -> None:
    page = sign_in(teacher).get("/reports/staff-development/").content.decode()

    assert ("Эта страница Вам не открыта" in page, "Ничего не изменилось" in page) == (True, False)


def test_a_change_that_is_refused_says_that_nothing_was_changed(
    teacher: User, colleague: User, sign_in: SignIn
) -> None:
    response = sign_in(colleague).post(f"/events/{make_event(teacher).pk}/cancel/", {"reason": "Так"})

    assert (response.status_code, "Ничего не изменилось" in response.content.decode()) == (403, True)


def line_of(error: Exception) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Отказ", (), (type(error), error, None))
    assert tell_refusals_briefly(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    ("error", "line"), [(PermissionDenied(), "Отказ"), (ValueError("беда"), "Отказ\nValueError: беда")]
)
def test_the_log_tells_a_refusal_in_a_line_and_an_error_in_full(error: Exception, line: str) -> None:
    assert line_of(error) == line
