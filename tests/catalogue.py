"""Keeps the Russian catalogue complete: collects what code and templates say, sorts, compiles, names what is missing.

    python -m tests.catalogue        brings locale/ru up to date; exits 1 while something is untranslated

Needs no gettext: Django turns a template into Python-like text, Babel reads the calls.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"
APPS = ("coworking", "reports", "portfolio", "trajectories", "events", "notifications", "teachers", "common")
# Words of libraries that we say better ourselves stand in no file of ours; this comment keeps them in the catalogue.
BORROWED = "borrowed"
HEADER = {
    "Project-Id-Version": "Methodical Coworking",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
}
CONTEXTUAL = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}
PLURAL = {"ngettext": 2, "ngettext_lazy": 2}
PLAIN = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1}
KEYWORDS: dict[str, None] = dict.fromkeys([*CONTEXTUAL, *PLURAL, *PLAIN])

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

# context, singular, plural
Said = tuple[str, str, str]


def _sources() -> Iterator[tuple[Path, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path, path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            # What is left between the calls is no Python; without indents the tokenizer minds it less.
            lines = templatize(path.read_text(), origin=str(path)).splitlines()
            yield path, "\n".join(line.lstrip() for line in lines)


def said() -> set[Said]:
    """Everything that code and templates say to people."""
    found: set[Said] = set()
    for _path, text in _sources():
        for _line, function, arguments, _comments in extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {}):
            if words := _words(arguments):
                found.add(_said(str(function), words))
    return found


def _words(arguments: object) -> list[str]:
    """Babel gives one string, or a tuple with None for what is no plain string."""
    given = arguments if isinstance(arguments, tuple) else (arguments,)
    return [str(word) for word in given if word]


def _said(function: str, words: list[str]) -> Said:
    context = words.pop(0) if function in CONTEXTUAL else ""
    plural = words[1] if function.startswith("n") and len(words) > 1 else ""
    return context, words[0], plural


def key(entry: polib.POEntry) -> Said:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def is_borrowed(entry: polib.POEntry) -> bool:
    return bool(entry.comment == BORROWED)


def read() -> polib.POFile:
    catalogue = polib.pofile(str(PO), wrapwidth=0) if PO.exists() else polib.POFile(wrapwidth=0)
    catalogue.metadata = HEADER
    return catalogue


def bring_up_to_date(catalogue: polib.POFile) -> None:
    """Adds what is said and missing, drops what nobody says any more, and sorts."""
    wanted = said()
    entries = {key(entry): entry for entry in catalogue if key(entry) in wanted or is_borrowed(entry)}
    for context, singular, plural in wanted - entries.keys():
        forms = {0: "", 1: "", 2: ""} if plural else {}
        entry = polib.POEntry(
            msgid=singular, msgid_plural=plural, msgctxt=context or None, msgstr_plural=forms, msgstr=""
        )
        entries[context, singular, plural] = entry
    catalogue[:] = [entries[name] for name in sorted(entries, key=lambda said: (said[1], said))]


def compiled(catalogue: polib.POFile) -> bytes:
    return bytes(catalogue.to_binary())


def untranslated(catalogue: polib.POFile) -> list[str]:
    return [entry.msgid for entry in catalogue if not entry.translated()]


def placeholders_differ(entry: polib.POEntry) -> bool:
    """Whether a translation lost a %(name)s of its original or has one the original lacks."""
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    said_in_russian = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return any(set(PLACEHOLDER.findall(words)) != wanted for words in said_in_russian)


def main() -> int:
    if not settings.configured:
        settings.configure()
    catalogue = read()
    bring_up_to_date(catalogue)
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(PO))
    PO.with_suffix(".mo").write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    sys.stdout.write("".join(f"untranslated: {words!r}\n" for words in missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
