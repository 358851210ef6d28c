"""Pictures are made anew: upright, of a sane size, with nothing of their past."""

import random
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from common import images
from common.images import BrokenImage, TooManyPixels, remade
from tests.factories import picture

# Broken EXIF makes Pillow warn; the picture itself is whole.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def from_a_camera(orientation: int = 6) -> bytes:
    """A JPEG lying on its side, which says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=(64, 48), exif=exif, comment=b"SecretWords")


def test_a_camera_and_a_place_are_forgotten() -> None:
    data = from_a_camera()
    assert b"SecretCamera" in data

    made = remade(BytesIO(data))

    assert [
        secret for secret in (b"SecretCamera", b"SecretWords", b"EXIF", b"Exif", b"XMP") if secret in made.full
    ] == []
    assert [secret for secret in (b"SecretCamera", b"SecretWords", b"Exif") if secret in made.preview] == []


def test_a_picture_taken_sideways_stands_up() -> None:
    assert opened(remade(BytesIO(from_a_camera())).full).size == (48, 64)


SORTS = {
    "JPEG": ("RGB", "L", "CMYK"),
    "PNG": ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"),
    "WEBP": ("RGB", "RGBA"),
}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in SORTS.items() for mode in modes])
def test_every_sort_of_dots_is_read(kind: str, mode: str) -> None:
    made = remade(BytesIO(picture(kind, mode=mode)))

    assert (opened(made.full).format, opened(made.preview).format) == ("WEBP", "JPEG")


def test_a_see_through_picture_stays_so_and_has_a_white_preview() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    made = remade(BytesIO(out.getvalue()))

    assert opened(made.full).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert opened(made.preview).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_is_fitted() -> None:
    made = remade(BytesIO(picture(size=(4000, 1000), quality=20)))

    assert (opened(made.full).size, opened(made.preview).size) == ((2560, 640), (480, 120))


def test_page_code_behind_a_picture_is_gone() -> None:
    made = remade(BytesIO(picture("PNG") + b"<html><script>alert(1)</script>"))

    assert b"script" not in made.full + made.preview


def test_a_picture_cut_short_is_refused() -> None:
    whole = picture(size=(400, 300))

    with pytest.raises(BrokenImage):
        remade(BytesIO(whole[: len(whole) // 2]))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header speaks of more dots than it has."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [5_000, 10_000, 12_000, 50_000])
def test_too_many_dots_are_refused_before_they_are_opened(side: int) -> None:
    with pytest.raises(TooManyPixels):
        remade(BytesIO(png_that_claims(side, side)))


def test_without_the_guard_the_dots_would_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MEMORY", 10**12)

    with pytest.raises(BrokenImage):
        remade(BytesIO(png_that_claims(5_000, 5_000)))


@pytest.mark.parametrize("seed", range(5))
def test_damage_is_refused_or_outlived_but_never_an_error(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- the same damage at every run
    whole = [from_a_camera(), picture("PNG"), picture("PNG", mode="P"), picture("WEBP"), picture(progressive=True)]
    for _ in range(60):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.choice((1, 2, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            remade(BytesIO(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])))
        except (BrokenImage, TooManyPixels):
            continue


PEAK = """
import sys
from common.images import remade
remade(open(sys.argv[1], "rb"))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_photo_of_twelve_megapixels_takes_little_memory(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(picture(size=(4000, 3000), quality=90))

    peak = subprocess.run([sys.executable, "-c", PEAK, photo], capture_output=True, text=True, check=True).stdout

    assert int(peak) // 1024 < 256
