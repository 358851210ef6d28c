"""What is worth a line in the log."""

import logging

from django.core.exceptions import PermissionDenied


def is_news(record: logging.LogRecord) -> bool:
    """False for «not ready yet»: whoever asked has been told, and asks every few seconds."""
    return getattr(getattr(record, "request", None), "path", "") != "/readyz"


def tell_refusals_briefly(record: logging.LogRecord) -> bool:
    """A refusal is an ordinary answer: its line stays, the way through the code does not."""
    if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
        record.exc_info = record.exc_text = None
    return True
