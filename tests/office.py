"""Office documents for tests: as small as they may be, and as wrong as a test wants."""

import zipfile
from io import BytesIO

MAIN = {
    "docx": "openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "openxmlformats-officedocument.presentationml.presentation",
    "docm": "ms-word.document.macroEnabled",
}


def document(kind: str = "docx", **parts: bytes) -> bytes:
    """The bytes of a document of the kind; `parts` are added to it, their names with «__» for a slash."""
    types = f'<Types><Override PartName="/main.xml" ContentType="application/vnd.{MAIN[kind]}.main+xml"/></Types>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("main.xml", "<x>" + "Текст " * 100 + "</x>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()
