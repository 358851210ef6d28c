"""Papers made with typst: a template, data that is only ever data, and our own fonts."""

import json
import logging
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
# An archive keeps it for decades (PDF/A) and a screen reader reads it (PDF/UA).
STANDARDS = ["a-2a", "ua-1"]
# No school font draws these; on paper they would be boxes.
_EMOJI = re.compile("[\U0001f000-\U0001faff\ufe0e\ufe0f\u200d]")

log = logging.getLogger(__name__)


@cache
def _fonts() -> typst.Fonts:
    """Ours first; typst's own stand behind them for rare signs. The machine's fonts are never looked at."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def render_pdf(template: Path, data: Mapping[str, Any], *, images: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a typst `template`. It reads `data` as `json(bytes(sys.inputs.data))` and each of `images` by the
    name it is given here; it reaches no other file. Every value of `data` must go into JSON.

    A text with a letter that no font has still comes out, only without the promise of PDF/A and PDF/UA.
    """
    inputs = {"data": _EMOJI.sub("", json.dumps(data, ensure_ascii=False))}
    with TemporaryDirectory(prefix="document-") as name:
        folder = Path(name)
        (folder / "main.typ").write_bytes(template.read_bytes())
        for image, content in (images or {}).items():
            (folder / image).write_bytes(content)
        try:
            return _compile(folder, inputs, STANDARDS)
        except typst.TypstError as error:
            log.warning("%s is made without the archive standard: %s", template.name, error.message)
            return _compile(folder, inputs, [])


def _compile(folder: Path, inputs: dict[str, str], standards: list[Any]) -> bytes:
    return typst.compile(
        folder / "main.typ", root=folder, font_paths=_fonts(), sys_inputs=inputs, pdf_standards=standards
    )
