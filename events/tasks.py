"""What Celery beat wakes."""

import logging

from celery import shared_task

from events.actions import upkeep
from events.models import Event

logger = logging.getLogger(__name__)


@shared_task
def reindex() -> None:
    """A host's new surname or a form's new name reaches the search overnight."""
    if changed := Event.objects.reindex():
        logger.info("search: %s events are found by other words", changed)


@shared_task
def keep_seats() -> None:
    counts = upkeep.keep_seats()
    if any(counts.values()):
        logger.info("seats: %s", counts)


@shared_task
def close_marked() -> None:
    if number := upkeep.close_marked():
        logger.info("attendance: %s events are over and marked", number)
