"""What a file really is, by its bytes."""

import io
import zipfile
from enum import Enum

from common.spreadsheets.table import MAX_UNPACKED_BYTES, TableRefused, check_size

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = [
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "document"),
]
WEB_PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<table", b"mime-version")


class Kind(Enum):
    WORKBOOK = "workbook"
    TEXT = "text"


def kind_of(content: bytes) -> Kind:
    """Raises TableRefused for everything that is neither a workbook nor text."""
    check_size(len(content))
    if not content.strip():
        raise TableRefused.because("empty")
    if content.startswith(OLE):
        raise TableRefused.because(_ole_reason(content))
    if content.startswith(b"PK"):
        _check_package(content)
        return Kind.WORKBOOK
    for start, reason in SIGNATURES:
        if content.startswith(start) and not (reason == "picture" and _is_plain(content)):
            raise TableRefused.because(reason)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(WEB_PAGE_STARTS):
        raise TableRefused.because("web_page")
    return Kind.TEXT


def _is_plain(content: bytes) -> bool:
    """Text may begin with «BM»; a picture holds zero bytes near its beginning."""
    return b"\0" not in content[:64]


def _ole_reason(content: bytes) -> str:
    """An old Office container: an encrypted new workbook, an old workbook or an old document."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "password"
    return "document" if "WordDocument".encode("utf-16-le") in content else "xls"


def _check_package(content: bytes) -> None:
    """Looks into a zip without unpacking it: what it holds, whether it is whole, what it says it weighs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise TableRefused.because("broken") from error
    names = {part.filename for part in parts}
    if not any(name.startswith("xl/") for name in names):
        raise TableRefused.because(_package_reason(names))
    if any(part.flag_bits & 1 for part in parts):
        raise TableRefused.because("password")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TableRefused.because("unpacked")
    if "xl/workbook.bin" in names:
        raise TableRefused.because("other_workbook")


def _package_reason(names: set[str]) -> str:
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "document"
    return "other_workbook" if "mimetype" in names else "archive"
