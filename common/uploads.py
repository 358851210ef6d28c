"""Files that people send: told apart by what is inside, made anew where that can be done, refused in words.

A PDF may hold a script. It is kept as it came and only ever served as an attachment under a sandbox, so nothing in it
runs on our pages; see common/serving.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import puremagic
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.images import BrokenImage, TooManyPixels, remade
from common.upload_limits import MAX_BYTES

MAX_FILES = 10
PDF = "application/pdf"
IMAGES = ("image/jpeg", "image/png", "image/webp")
ACCEPT = ",".join((*IMAGES, PDF))
SUFFIXES = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".pdf"}
NAME_LENGTH = 120


@dataclass(frozen=True)
class CheckedFile:
    """What may be kept. `name` is the sender's own, for showing only; `suffix` says what the content really is.

    `preview` is a small JPEG of a picture, None for anything else.
    """

    name: str
    suffix: str
    content_type: str
    content: File
    preview: ContentFile | None = None

    @property
    def is_image(self) -> bool:
        return self.preview is not None


def check(upload: UploadedFile) -> CheckedFile:
    """Looks inside the file, whatever it is called. Raises ValidationError that says what to do instead."""
    name = _short(upload.name or "")
    if upload.size is None or upload.size > MAX_BYTES:
        raise _refusal(_("«%(name)s» is larger than %(limit)s. Make it smaller and choose it again."), name)
    kinds = _kinds(upload)
    if kinds.isdisjoint((*IMAGES, PDF)) or not _honest(name):
        raise _refusal(_advice(kinds), name)
    return _pdf(upload, name) if PDF in kinds else _image(upload, name)


def _refusal(sentence: str, name: str) -> ValidationError:
    return ValidationError(sentence % {"name": name, "limit": filesizeformat(MAX_BYTES)})


def _short(name: str) -> str:
    """The name without its folder, its middle left out when it is very long."""
    name = PurePath(name).name
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 20]}…{name[-19:]}"


def _kinds(upload: UploadedFile) -> set[str]:
    """Types that the first bytes speak for; empty when they say nothing."""
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _honest(name: str) -> bool:
    """False for «photo.jpg.exe»; phones also send pictures with no ending at all."""
    suffix = PurePath(name).suffix.lower()
    return suffix in SUFFIXES or not (suffix[1:].isascii() and suffix[1:].isalpha())


def _advice(kinds: set[str]) -> str:
    if "image/heif" in kinds or "image/heic" in kinds:
        return _(
            "«%(name)s» is an iPhone picture of the HEIC kind. In the phone's settings choose Camera → Formats → "
            "Most Compatible, or send a screenshot of it."
        )
    if any("officedocument" in kind or "msword" in kind or "opendocument" in kind for kind in kinds):
        return _("«%(name)s» is an office document. Save it as PDF and choose it again.")
    return _("«%(name)s» is neither a photo (JPEG, PNG, WEBP) nor a PDF. Save it as one of these.")


def _image(upload: UploadedFile, name: str) -> CheckedFile:
    try:
        picture = remade(upload)
    except TooManyPixels:
        raise _refusal(_("«%(name)s» has too many dots to be opened here. Make it smaller."), name) from None
    except BrokenImage:
        raise _refusal(_("«%(name)s» cannot be opened: it is damaged or did not arrive whole."), name) from None
    return CheckedFile(
        name=name,
        suffix=".webp",
        content_type="image/webp",
        content=ContentFile(picture.full),
        preview=ContentFile(picture.preview),
    )


def _pdf(upload: UploadedFile, name: str) -> CheckedFile:
    data = upload.read()
    upload.seek(0)
    if not _is_whole_pdf(data):
        raise _refusal(_("«%(name)s» cannot be opened: it is damaged or did not arrive whole."), name)
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", data):
        raise _refusal(_("«%(name)s» is protected by a password. Save it without one and choose it again."), name)
    return CheckedFile(name=name, suffix=".pdf", content_type=PDF, content=upload)


def _is_whole_pdf(data: bytes) -> bool:
    """The header at the very beginning and, at the end, the address of a table of objects that is there."""
    ends = re.findall(rb"startxref\s+(\d{1,10})\s+%%EOF", data[-2048:])
    if not data.startswith(b"%PDF-") or not ends:
        return False
    table = data[int(ends[-1]) :][:40]
    return re.match(rb"\s*(xref|\d+\s+\d+\s+obj)", table) is not None


class FilesInput(forms.FileInput):
    """Several files at once; the browser offers only what is taken, and a script may refuse a large one early."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        limits = {"accept": ACCEPT, "data-max-bytes": MAX_BYTES, "data-max-files": MAX_FILES}
        super().__init__(limits | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class CheckedFilesField(forms.FileField):
    """Cleans to a list of CheckedFile; every refusal names its file, and one refusal refuses all."""

    widget = FilesInput
    default_error_messages = {"too_many": gettext_lazy("Choose no more than %(limit)s files at once.")}

    def clean(self, data: Any, initial: Any = None) -> Sequence[CheckedFile]:
        if not data and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(data) > MAX_FILES:
            raise ValidationError(self.error_messages["too_many"] % {"limit": MAX_FILES}, code="too_many")
        checked, refusals = [], []
        for upload in data:
            try:
                checked.append(check(upload))
            except ValidationError as refusal:
                refusals.append(refusal)
        if refusals:
            raise ValidationError(refusals)
        return checked


def limits_in_words() -> str:
    """Said before the upload."""
    return _("JPEG, PNG, WEBP or PDF, up to %(size)s each, no more than %(number)s files.") % {
        "size": filesizeformat(MAX_BYTES),
        "number": MAX_FILES,
    }
