"""Letters of an embedded installation, read in the browser at /dev/mail/ instead of from a mail server.

Routed only where settings.MAILBOX_IN_BROWSER says so. It opens without signing in: an invitation is read here by
someone who has no password yet.
"""

import datetime as dt
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from csp.constants import HEADER
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

# What Django's file backend writes after each letter of one connection.
END_OF_LETTER = b"\n" + b"-" * 79 + b"\n"
LETTERS_ON_A_PAGE = 30
# The letter's own markup: no scripts, no forms, nothing from another host, an origin of its own.
SANDBOX = "sandbox allow-popups; default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Letter:
    """One letter of one file; `key` names both in an address."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["to"] or "")

    @property
    def sent_at(self) -> dt.datetime | None:
        return parsedate_to_datetime(self.message["date"]) if self.message["date"] else None

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, subtype: str) -> str:
        part = self.message.get_body((subtype,))
        return str(part.get_content()) if part else ""


def letters_in(file: Path) -> list[Letter]:
    """The letters of one file, in the order in which they were written."""
    pieces = [piece for piece in file.read_bytes().split(END_OF_LETTER) if piece.strip()]
    parser = BytesParser(EmailMessage, policy=email.policy.default)
    return [Letter(f"{file.stem}-{number}", parser.parsebytes(piece)) for number, piece in enumerate(pieces)]


def _files() -> list[Path]:
    """Files of the mailbox, the newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def _letter_or_404(key: str) -> Letter:
    stem, _dash, _number = key.rpartition("-")
    files = [file for file in _files() if file.stem == stem] if settings.MAILBOX_IN_BROWSER else []
    for letter in [letter for file in files for letter in letters_in(file)]:
        if letter.key == key:
            return letter
    raise Http404


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters that left this installation."""
    if not settings.MAILBOX_IN_BROWSER:
        raise Http404
    page = Paginator(_files(), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    letters = [letter for file in page for letter in reversed(letters_in(file))]
    return render(request, "coworking/mailbox.html", {"page": page, "letters": letters})


@login_not_required
@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One letter as plain text, its links to be followed."""
    return render(request, "coworking/letter.html", {"letter": _letter_or_404(key)})


@login_not_required
@require_safe
def letter_as_sent(request: HttpRequest, key: str) -> HttpResponse:
    """The letter's own page, sandboxed."""
    html = _letter_or_404(key).html
    if not html:
        raise Http404
    return HttpResponse(html, headers={HEADER: SANDBOX})


def context(request: HttpRequest) -> dict[str, bool]:
    """For templates that point at the mailbox where there is one."""
    return {"mailbox_in_browser": settings.MAILBOX_IN_BROWSER}


urlpatterns = [
    path("", mailbox, name="mailbox"),
    path("<slug:key>/", letter, name="letter"),
    path("<slug:key>/as-sent/", letter_as_sent, name="letter_as_sent"),
]
