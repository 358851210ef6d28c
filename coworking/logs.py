"""What is worth a line in the log."""

import logging


def is_news(record: logging.LogRecord) -> bool:
    """False for «not ready yet»: whoever asked has been told, and asks every few seconds."""
    return getattr(getattr(record, "request", None), "path", "") != "/readyz"
