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
from functools import cached_property
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
    """One letter of one file, parsed when somebody looks at it; `key` names both in an address."""

    key: str
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return BytesParser(EmailMessage, policy=email.policy.default).parsebytes(self.raw)

    @property
    def subject(self) -> str:
        return str(self.message["subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["to"] or "")

    @property
    def sent_at(self) -> dt.datetime | None:
        """An aware moment: letters say «-0000» when the writer's own zone is nobody's business."""
        written = parsedate_to_datetime(self.message["date"]) if self.message["date"] else None
        return written.replace(tzinfo=written.tzinfo or dt.UTC) if written else None

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
    return [Letter(f"{file.stem}-{number}", piece) for number, piece in enumerate(pieces)]


def all_letters() -> list[Letter]:
    """Everything that left this installation, the newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    return [letter for file in files for letter in reversed(letters_in(file))]


def _letter_or_404(key: str) -> Letter:
    letters = all_letters() if settings.MAILBOX_IN_BROWSER else []
    for letter in letters:
        if letter.key == key:
            return letter
    raise Http404


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, or those whose address or subject holds what is looked for."""
    if not settings.MAILBOX_IN_BROWSER:
        raise Http404
    words = request.GET.get("q", "").strip().casefold()
    letters = [letter for letter in all_letters() if not words or words in f"{letter.to} {letter.subject}".casefold()]
    page = Paginator(letters, LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "coworking/mailbox.html", {"page": page, "q": request.GET.get("q", "")})


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
