from pathlib import Path

from django.conf import settings

from tests.access.row import Row, everyone


def _kept_letter() -> str:
    """The key of a letter in the mailbox of the embedded installation that tests run in."""
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir(exist_ok=True)
    (folder / "letter.log").write_text("Subject: Hello\nContent-Type: text/html\n\n<p>Hello</p>\n")
    return "letter-0"


ROWS: list[Row] = [
    Row("home", get=everyone(200)),
    Row("more", get=everyone(200)),
    Row("language", post=everyone(302)),
    Row("healthz", get=everyone(200, anonymous=200)),
    Row("readyz", get=everyone(503, anonymous=503)),
    Row("mailbox", get=everyone(200, anonymous=200)),
    Row("letter", get=everyone(200, anonymous=200), args=lambda world: (_kept_letter(),)),
    Row("letter_as_sent", get=everyone(200, anonymous=200), args=lambda world: (_kept_letter(),)),
]
