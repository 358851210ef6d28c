"""Letters with codes leave beside the request, not in it.

So a known address is answered as fast as an unknown one, and a mail server that hangs or refuses holds nobody's page.
They do not go through the outbox: a code lives for minutes and must not lie in a table; whoever gets none asks again.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sign-in-letters")


def send_soon(letter: EmailMessage) -> None:
    _threads.submit(_send, letter)


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError:
        logger.exception("a letter about signing in could not be sent")
