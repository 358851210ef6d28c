"""Reads one workbook from standard input and writes its cells to standard output as JSON; a script, not a module.

    python -I workbook_child.py MEMORY_BYTES SECONDS MAX_ROWS MAX_COLUMNS

Text, numbers, booleans and null stand for themselves; ["date", "2026-09-01"] is a date, and so on; see plain.TYPES.
"""

import datetime as dt
import io
import json
import posixpath
import resource
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MAX_TEXT = 8 * 1024 * 1024
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# The transitional and the strict flavour of the format name the same attribute differently.
IDS = [
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
]

Place = tuple[int, int]


class TooLarge(Exception):
    """More than is read."""


def main(memory: int, seconds: int, max_rows: int, max_columns: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    json.dump(answer(sys.stdin.buffer.read(), max_rows, max_columns), sys.stdout, ensure_ascii=True)


def answer(content: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    try:
        return {"sheets": sheets(content, max_rows, max_columns)}
    except PasswordError:
        return {"refused": "password"}
    except TooLarge:
        return {"refused": "long"}
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, expat.ExpatError, KeyError, ValueError, OSError):
        return {"refused": "broken"}


def sheets(content: bytes, max_rows: int, max_columns: int) -> list[dict[str, Any]]:
    book, found, budget = CalamineWorkbook.from_filelike(io.BytesIO(content)), [], MAX_TEXT
    for known in book.sheets_metadata:
        if known.typ != SheetTypeEnum.WorkSheet or known.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(known.name)
        if sheet.total_height > max_rows or sheet.total_width > max_columns:
            raise TooLarge
        rows: list[list[Any]] = [[plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        budget -= sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
        if budget < 0:
            raise TooLarge
        put_bad_cells(rows, bad_cells(content, known.name), max_rows, max_columns)
        found.append({"name": known.name, "rows": rows})
    return found


def plain(cell: Any) -> Any:
    """A cell as JSON can say it; whole numbers lose the «.0» that the format gives to all of them."""
    if cell == "":
        return None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, dt.datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["date", cell.isoformat()]
    if isinstance(cell, dt.time):
        return ["time", cell.isoformat()]
    return str(cell) if isinstance(cell, dt.timedelta) else cell


def put_bad_cells(rows: list[list[Any]], bad: dict[Place, str], max_rows: int, max_columns: int) -> None:
    """The reader leaves these cells empty; an empty cell and a broken one are not the same."""
    for (row, column), shown in bad.items():
        if row >= max_rows or column >= max_columns:
            raise TooLarge
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = ["bad", shown]


def bad_cells(content: bytes, sheet: str) -> dict[Place, str]:
    """Where the sheet holds an error (#REF!) or a formula without its result, and what it shows there."""
    with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(part_of(package, sheet)) as part:
        scan = Scan()
        scan.parser.ParseFile(part)
    return scan.bad


def part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The path inside the package where the cells of the sheet are."""
    book = next(name for name in package.namelist() if posixpath.normpath(name).lower() == "xl/workbook.xml")
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- limited process
    targets = {one.get("Id"): one.get("Target", "") for one in relations.iter(f"{RELATIONSHIPS}Relationship")}
    for element in ElementTree.fromstring(package.read(book)).iter():  # noqa: S314 -- limited process
        if element.tag.rpartition("}")[2] == "sheet" and element.get("name") == sheet:
            target = next(targets[element.attrib[name]] for name in IDS if name in element.attrib)
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    raise KeyError(sheet)


class Scan:
    """Walks over the cells of a sheet without keeping them."""

    def __init__(self) -> None:
        self.bad: dict[Place, str] = {}
        self.row = self.column = -1
        self.is_error = self.is_text = False
        self.formula: list[str] | None = None
        self.value: list[str] | None = None
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.collect

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self.row, self.column = place(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
            self.is_error, self.is_text = attributes.get("t") == "e", attributes.get("t") == "str"
            self.formula = self.value = None
        elif name == "f":
            self.text = self.formula = []
        elif name in ("v", "is"):
            self.text = self.value = []

    def collect(self, text: str) -> None:
        self.text.append(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c":
            return
        if self.is_error:
            self.bad[self.row, self.column] = "".join(self.value or ["#"])
        elif self.formula is not None and not (self.value or self.has_empty_result):
            self.bad[self.row, self.column] = "=" + "".join(self.formula)

    @property
    def has_empty_result(self) -> bool:
        """The formula was calculated and gave an empty text."""
        return self.is_text and self.value is not None


def place(reference: str) -> Place:
    """«B7» -> (6, 1). Raises ValueError for what is no reference."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(reference)
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
