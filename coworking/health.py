"""Whether the process lives, and whether it can serve: for load balancers and for people on duty."""

import datetime as dt
from collections.abc import Callable

import kombu.exceptions
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coworking.celery import app
from notifications.models import Heartbeat

SWEEP_IS_LATE_AFTER = dt.timedelta(minutes=2)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OSError, kombu.exceptions.KombuError):
        return False
    return True


def _sweep_is_on_time() -> bool:
    try:
        return Heartbeat.objects.filter(name="sweep", beat_at__gt=timezone.now() - SWEEP_IS_LATE_AFTER).exists()
    except DatabaseError:
        return False


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "broker": _broker_answers,
    "sweep": _sweep_is_on_time,
}


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 with {part: true} when every part works, else 503 with the same."""
    parts = {name: check() for name, check in CHECKS.items()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
