"""What Celery beat wakes."""

import logging

from celery import shared_task

from notifications import sweep as outbox

logger = logging.getLogger(__name__)


@shared_task
def sweep() -> None:
    counts = outbox.sweep()
    if any(counts.values()):
        logger.info("sweep: %s", outbox.in_words(counts))
