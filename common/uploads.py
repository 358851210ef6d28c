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
from django.utils.translation import gettext_lazy, gettext_noop

from common import office
from common.images import BrokenImage, TooManyPixels, remade
from common.upload_limits import MAX_BYTES

MAX_FILES = 10
PDF = "application/pdf"
IMAGES = ("image/jpeg", "image/png", "image/webp")
ACCEPT = ",".join((*IMAGES, PDF))
SUFFIXES = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".pdf"}
OFFICE_SUFFIXES = {kind.suffix for kind in office.KINDS}
NAME_LENGTH = 120
NO_CHILDREN = gettext_lazy("There are no children in the photo, or their faces are hidden")
_OLD_OR_LOCKED = gettext_noop(
    "«%(name)s» is of an old kind (doc, xls, ppt) or under a password. Save it as docx, xlsx, pptx or PDF, without a "
    "password."
)


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


def check(upload: UploadedFile, *, takes_office: bool = False) -> CheckedFile:
    """Looks inside the file, whatever it is called. Raises ValidationError that says what to do instead.

    With `takes_office` documents, tables and presentations (docx, xlsx, pptx) without macros are kept as they came.
    """
    name = _short(upload.name or "")
    if upload.size is None or upload.size > MAX_BYTES:
        raise _refusal(_("«%(name)s» is larger than %(limit)s. Make it smaller and choose it again."), name)
    if takes_office and (document := _office(upload, name)):
        return document
    kinds = _kinds(upload)
    if kinds.isdisjoint((*IMAGES, PDF)) or not _honest(name, takes_office=takes_office):
        raise _refusal(_advice(kinds, takes_office=takes_office), name)
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


def _honest(name: str, *, takes_office: bool = False) -> bool:
    """False for «photo.jpg.exe»; phones also send pictures with no ending at all."""
    suffix, suffixes = PurePath(name).suffix.lower(), SUFFIXES | OFFICE_SUFFIXES if takes_office else SUFFIXES
    return suffix in suffixes or not (suffix[1:].isascii() and suffix[1:].isalpha())


def _advice(kinds: set[str], *, takes_office: bool = False) -> str:
    if "image/heif" in kinds or "image/heic" in kinds:
        return _(
            "«%(name)s» is an iPhone picture of the HEIC kind. In the phone's settings choose Camera → Formats → "
            "Most Compatible, or send a screenshot of it."
        )
    if takes_office:
        return _("«%(name)s» is no photo (JPEG, PNG, WEBP), no PDF and no document (docx, xlsx, pptx).")
    if any("officedocument" in kind or "msword" in kind or "opendocument" in kind for kind in kinds):
        return _("«%(name)s» is an office document. Save it as PDF and choose it again.")
    return _("«%(name)s» is neither a photo (JPEG, PNG, WEBP) nor a PDF. Save it as one of these.")


def _office(upload: UploadedFile, name: str) -> CheckedFile | None:
    """The document as it came; None for a file of another kind."""
    try:
        kind = office.kind_of(upload.file or upload)
    except office.NotOffice:
        return None
    except office.OldOrLocked:
        raise _refusal(_(_OLD_OR_LOCKED), name) from None
    except office.WithMacros:
        raise _refusal(_("«%(name)s» holds macros. Save it without them (docx, xlsx, pptx) or as PDF."), name) from None
    except office.BrokenOffice:
        raise _refusal(_("«%(name)s» cannot be opened: it is damaged or did not arrive whole."), name) from None
    if not _honest(name, takes_office=True):
        return None
    return CheckedFile(name=name, suffix=kind.suffix, content_type=kind.content_type, content=upload)


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
    takes_office = False
    default_error_messages = {"too_many": gettext_lazy("Choose no more than %(limit)s files at once.")}

    def clean(self, data: Any, initial: Any = None) -> Sequence[CheckedFile]:
        if not data and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(data) > MAX_FILES:
            raise ValidationError(self.error_messages["too_many"] % {"limit": MAX_FILES}, code="too_many")
        checked, refusals = [], []
        for upload in data:
            try:
                checked.append(check(upload, takes_office=self.takes_office))
            except ValidationError as refusal:
                refusals.append(refusal)
        if refusals:
            raise ValidationError(refusals)
        return checked


class DocumentsInput(FilesInput):
    """Office documents too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ",".join((ACCEPT, *sorted(OFFICE_SUFFIXES)))} | (attrs or {}))


class CheckedDocumentsField(CheckedFilesField):
    """Like its parent; documents, tables and presentations are taken too."""

    widget = DocumentsInput
    takes_office = True


def limits_in_words(*, with_office: bool = False) -> str:
    """Said before the upload."""
    sentence = (
        _("JPEG, PNG, WEBP, PDF, DOCX, XLSX or PPTX, up to %(size)s each, no more than %(number)s files.")
        if with_office
        else _("JPEG, PNG, WEBP or PDF, up to %(size)s each, no more than %(number)s files.")
    )
    return sentence % {"size": filesizeformat(MAX_BYTES), "number": MAX_FILES}
