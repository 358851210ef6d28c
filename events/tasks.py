"""What Celery beat wakes."""

import logging

from celery import shared_task

from events.models import Event

logger = logging.getLogger(__name__)


@shared_task
def reindex() -> None:
    """A host's new surname or a form's new name reaches the search overnight."""
    if changed := Event.objects.reindex():
        logger.info("search: %s events are found by other words", changed)
