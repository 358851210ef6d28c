"""Papers made with typst or from a Word template: data that is only ever data, and for PDF our own fonts."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

FONTS = Path(__file__).parent / "fonts"
# An archive keeps it for decades (PDF/A) and a screen reader reads it (PDF/UA).
STANDARDS = ["a-2a", "ua-1"]
# No school font draws these; on paper they would be boxes.
_EMOJI = re.compile("[\U0001f000-\U0001faff\ufe0e\ufe0f\u200d]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

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


def render_docx(template: Path, data: Mapping[str, Any]) -> bytes:
    """The DOCX of a Word `template` whose fields are Jinja's. Values are text and never markup, and a template, were it
    ever somebody else's, could run nothing."""
    document = DocxTemplate(template)
    document.render(_printable(data), jinja_env=SandboxedEnvironment(autoescape=True))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _printable(value: Any) -> Any:
    """The same without signs that XML cannot hold: Word would call such a file damaged."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, Sequence) else value
