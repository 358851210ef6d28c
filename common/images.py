"""Pictures made anew: pixels only, upright, of a sane size; whatever else was in the file is left behind."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.core.files.base import File
from PIL import Image, ImageOps

# Pillow looks for these formats only, so a rare decoder is never reached.
FORMATS = ("JPEG", "PNG", "WEBP")
# What opening a picture may take, in bytes, and what it takes at most, in bytes a pixel, as measured; a large JPEG is
# decoded at a fraction of its size unless it is progressive.
MEMORY = 250_000_000
COST = {"JPEG": 5, "PNG": 11, "WEBP": 16}
PROGRESSIVE_COST = 10
# The longer side in pixels: an A4 sheet at about 220 dots an inch, and a small picture for lists and documents.
SIDE = 2560
PREVIEW_SIDE = 480
# Everything that Pillow's three decoders were seen to raise on broken data.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, OverflowError, struct.error, zlib.error)


class BrokenImage(Exception):
    """The data is no picture, or only a part of one."""


class TooManyPixels(Exception):
    """The picture would take too much memory to open."""


@dataclass(frozen=True)
class RemadeImage:
    """`full` is a WEBP of at most SIDE pixels a side, `preview` a JPEG of at most PREVIEW_SIDE."""

    full: bytes
    preview: bytes


def remade(file: "IO[bytes] | File[Any]") -> RemadeImage:
    """The picture in `file`, made anew. Raises BrokenImage or TooManyPixels."""
    try:
        with Image.open(file, formats=FORMATS) as opened:
            _require_memory(opened)
            picture = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except BROKEN as error:
        raise BrokenImage from error
    return RemadeImage(full=_webp(picture), preview=_preview(picture))


def _require_memory(opened: Image.Image) -> None:
    """Looks at the header only. Raises TooManyPixels."""
    cost = PROGRESSIVE_COST if opened.info.get("progressive") else COST[opened.format or ""]
    if opened.width * opened.height * cost > MEMORY:
        raise TooManyPixels


def _upright(opened: Image.Image) -> Image.Image:
    """Turned as the camera was held, fitted into SIDE, RGB or RGBA, with no word of its past."""
    picture = opened
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.info.clear()
    return picture


def _webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _preview(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small)
        small = paper
    out = BytesIO()
    small.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
