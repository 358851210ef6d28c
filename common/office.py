"""Office documents (docx, xlsx, pptx): known by what is inside, read to the end, never unpacked to a disk."""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

# What a document may hold, in bytes as they come out and in parts: far above any honest one of 15 MB.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 10_000
MAX_TYPES = 2 * 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"
# How old office files, and new ones under a password, begin.
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)
MAIN_PART = re.compile(rb'ContentType="application/vnd\.([\w.+-]+)\.main\+xml"')


@dataclass(frozen=True)
class OfficeKind:
    suffix: str
    content_type: str
    # How its main part is called among the types of the parts.
    main: bytes


DOCX, XLSX, PPTX = (
    OfficeKind(suffix, f"application/vnd.openxmlformats-officedocument.{name}", main)
    for suffix, name, main in (
        (".docx", "wordprocessingml.document", b"openxmlformats-officedocument.wordprocessingml.document"),
        (".xlsx", "spreadsheetml.sheet", b"openxmlformats-officedocument.spreadsheetml.sheet"),
        (".pptx", "presentationml.presentation", b"openxmlformats-officedocument.presentationml.presentation"),
    )
)
KINDS = (DOCX, XLSX, PPTX)


class NotOffice(Exception):
    """Some other file."""


class OldOrLocked(Exception):
    """A document of the old kind (.doc, .xls, .ppt), or one under a password."""


class WithMacros(Exception):
    """A document that holds a program."""


class BrokenOffice(Exception):
    """A document that is damaged, did not arrive whole, or would unpack into far more than it seems."""


def kind_of(file: IO[bytes]) -> OfficeKind:
    """What document `file` is, whatever it is called; the file is left at its beginning.

    Raises NotOffice, OldOrLocked, WithMacros or BrokenOffice.
    """
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head == OLD_OR_LOCKED:
        raise OldOrLocked
    if not head.startswith(b"PK\x03\x04"):
        raise NotOffice
    try:
        with zipfile.ZipFile(file) as archive:
            return _kind(archive)
    except BROKEN as error:
        raise BrokenOffice from error
    finally:
        file.seek(0)


def _kind(archive: zipfile.ZipFile) -> OfficeKind:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if CONTENT_TYPES not in names:
        raise NotOffice
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BrokenOffice
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise BrokenOffice
    types = _read(archive, archive.getinfo(CONTENT_TYPES), MAX_TYPES)
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WithMacros
    _read_all(archive, parts)
    return _named(set(MAIN_PART.findall(types)))


def _named(mains: set[bytes]) -> OfficeKind:
    found = [kind for kind in KINDS if kind.main in mains]
    if len(found) != 1:
        raise NotOffice
    return found[0]


def _read_all(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Every part comes out whole, with the sum of its bytes as promised; what is announced is not believed."""
    left = MAX_UNPACKED
    for part in parts:
        left -= _count(archive, part, left)


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> int:
    return _walk(archive, part, limit, lambda piece: None)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> bytes:
    pieces: list[bytes] = []
    _walk(archive, part, limit, pieces.append)
    return b"".join(pieces)


def _walk(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int, take: Callable[[bytes], None]) -> int:
    """Gives the part out piece by piece; raises BrokenOffice once it is longer than `limit`."""
    number = 0
    with archive.open(part) as opened:
        while piece := opened.read(1 << 16):
            number += len(piece)
            if number > limit:
                raise BrokenOffice
            take(piece)
    return number
