"""Pictures and papers of the demo, drawn rather than photographed: nobody real is on them."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from common.documents import render_pdf

SIZE = (960, 720)
PAPER, SAND, WATER, LEAF, SUN, BRICK, INK = "#fbfaf6", "#e6c98f", "#8fc3cf", "#7ba36b", "#f0b94d", "#c9705b", "#4a4f59"
CERTIFICATE = Path(__file__).parent / "certificate.typ"


def sand(draw: ImageDraw.ImageDraw) -> None:
    """A table with sand, seen from above: paths, stones, a pond."""
    draw.rounded_rectangle((90, 90, 870, 630), 40, fill=SAND, outline=INK, width=6)
    for line in range(6):
        draw.arc((150 + 40 * line, 160 + 25 * line, 760, 600), 180, 300, fill="#cfae6f", width=8)
    draw.ellipse((560, 380, 800, 560), fill=WATER)
    for stone in range(7):
        draw.ellipse(
            (170 + 55 * stone, 470 - 9 * stone, 205 + 55 * stone, 500 - 9 * stone), fill=(BRICK, LEAF)[stone % 2]
        )


def corner(draw: ImageDraw.ImageDraw) -> None:
    """A quiet corner: a screen, cushions, a basket of books."""
    draw.rectangle((0, 560, 960, 720), fill=SAND)
    for fold in range(3):
        left = 120 + 150 * fold
        draw.polygon(
            [(left, 150), (left + 150, 190), (left + 150, 560), (left, 560)], fill=(WATER, PAPER)[fold % 2], outline=INK
        )
    for cushion, colour in enumerate((BRICK, SUN, LEAF)):
        draw.ellipse((520 + 120 * cushion, 500, 680 + 120 * cushion, 600), fill=colour)
    for book, colour in enumerate((BRICK, WATER, SUN, LEAF)):
        draw.rectangle((650 + 40 * book, 330, 680 + 40 * book, 450), fill=colour)
    draw.arc((600, 380, 860, 520), 0, 180, fill=INK, width=10)


def circle(draw: ImageDraw.ImageDraw) -> None:
    """Cushions in a circle under a morning sun."""
    draw.ellipse((380, 40, 580, 240), fill=SUN)
    for place in range(8):
        across, down = (480 + 320 * (place % 4 - 1.5) / 1.5, 420 if place < 4 else 580)
        draw.ellipse((across - 60, down - 35, across + 60, down + 35), fill=(BRICK, LEAF, WATER)[place % 3])


def questions(draw: ImageDraw.ImageDraw) -> None:
    """A wall with sheets of paper, a drawing on each."""
    draw.rectangle((0, 0, 960, 720), fill="#efe9e2")
    for sheet in range(12):
        left, top = 70 + 215 * (sheet % 4), 60 + 215 * (sheet // 4)
        draw.rectangle((left, top, left + 170, top + 170), fill=PAPER, outline=INK, width=3)
        draw.ellipse((left + 45, top + 45, left + 125, top + 125), fill=(SUN, WATER, LEAF, BRICK)[sheet % 4])


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "sand": sand,
    "corner": corner,
    "circle": circle,
    "questions": questions,
}


def picture(name: str) -> SimpleUploadedFile:
    """The drawing as a camera would send it."""
    image = Image.new("RGB", SIZE, PAPER)
    DRAWINGS[name](ImageDraw.Draw(image))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg")


def certificate(name: str, words: str, day: dt.date) -> SimpleUploadedFile:
    """A letter of thanks as PDF."""
    data = {
        "organisation": "Городской методический центр",
        "title": "Благодарность",
        "name": name,
        "words": words,
        "day": day.strftime("%d.%m.%Y"),
    }
    return SimpleUploadedFile("Благодарность.pdf", render_pdf(CERTIFICATE, data), "application/pdf")
