"""«Try again»: the answer when somebody else holds what a request needs, instead of an error page."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# SQLSTATE of a lock that did not come in time, and of a deadlock that PostgreSQL broke at our cost.
LOCK_STATES = ("55P03", "40P01")


class Busy(Exception):
    """Somebody else held a row for too long; nothing was changed and trying again is safe."""


def is_lock_wait(error: BaseException) -> bool:
    """Whether the database gave up waiting for a lock, as opposed to being out of reach."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    return state in LOCK_STATES or "database is locked" in str(error) or "database table is locked" in str(error)


class BusyMiddleware:
    """Answers 503 with a page that keeps what was typed and offers to send it once more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Busy) and not is_lock_wait(exception):
            return None
        context = {"typed": None if request.FILES else _typed(request)}
        response = render(request, "busy.html", context, status=503)
        response["Retry-After"] = "2"
        return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that was sent, but for the token that the new form has of its own."""
    fields = request.POST.lists()
    return [(name, str(value)) for name, values in fields for value in values if name != "csrfmiddlewaretoken"]
