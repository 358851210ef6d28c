"""Documents, tables and presentations: kept as they came where they are taken, and only when they are sound."""

import zipfile
from io import BytesIO

import docx
import openpyxl
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from common import office
from common.uploads import CheckedDocumentsField, CheckedFile, check, limits_in_words
from tests.common.test_uploads import pdf
from tests.factories import picture
from tests.office import document


def checked(name: str, content: bytes) -> CheckedFile:
    return check(SimpleUploadedFile(name, content), takes_office=True)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        checked(name, content)
    return str(refused.value.message)


def written_by_word() -> bytes:
    out = BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def written_by_excel() -> bytes:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (written_by_word(), ".docx"),
        (written_by_excel(), ".xlsx"),
        (document("pptx"), ".pptx"),
        (document("docx"), ".docx"),
    ],
)
def test_a_document_is_kept_as_it_came(content: bytes, suffix: str) -> None:
    file = checked(f"Конспект{suffix}", content)

    assert (file.suffix, file.is_image, file.content.read()) == (suffix, False, content)


@pytest.mark.parametrize("name", ["план.pdf", "план.xlsx", "план", "План на 12.05"])
def test_a_document_under_another_name_is_what_it_is(name: str) -> None:
    assert checked(name, document("docx")).suffix == ".docx"


@pytest.mark.parametrize(("content", "suffix"), [(pdf(), ".pdf"), (picture(), ".webp")])
def test_another_file_called_a_document_is_what_it_is(content: bytes, suffix: str) -> None:
    assert checked("план.docx", content).suffix == suffix


MACROS, DAMAGED, OLD = "содержит макросы", "файл повреждён или дошёл не целиком", "старого вида"
NEITHER = "не фото (JPEG, PNG, WEBP), не PDF и не документ"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("план.docm", document("docm"), MACROS),
        ("план.docx", document("docm"), MACROS),
        ("план.docx", document("docx", **{"word__vbaProject.bin": b"x"}), MACROS),
        ("план.docx", document("docx")[:-40], DAMAGED),
        ("план.docx", document("docx")[:200], DAMAGED),
        ("план.docx", document("docx", **{"..__..__etc__passwd": b"x"}), DAMAGED),
        ("план.doc", office.OLD_OR_LOCKED + b"\0" * 600, OLD),
        ("план.docx", office.OLD_OR_LOCKED + b"\0" * 600, OLD),
        ("план.docx.exe", document("docx"), NEITHER),
        ("план.docx", b"", NEITHER),
        ("план.docx", b"<html>", NEITHER),
    ],
)
def test_a_wrong_document_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    assert words in refusal(name, content)


def test_an_archive_that_is_no_document_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("play.exe", "MZ")

    assert NEITHER in refusal("план.docx", out.getvalue())


def test_a_document_of_two_natures_is_refused() -> None:
    types = b'ContentType="application/vnd.openxmlformats-officedocument.%b.main+xml"'
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", types % b"wordprocessingml.document" + types % b"spreadsheetml.sheet")

    assert NEITHER in refusal("план.docx", out.getvalue())


def test_a_damaged_part_is_noticed() -> None:
    content = document("docx", big=b"0123456789" * 500)
    spot = content.index(b"big") + 10

    assert DAMAGED in refusal("план.docx", content[:spot] + b"\xff\xff" + content[spot + 2 :])


def test_a_bomb_is_refused_by_what_it_announces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_UNPACKED", 100_000)

    assert DAMAGED in refusal("план.docx", document("docx", big=b"0" * 200_000))


def test_a_bomb_that_announces_little_is_refused_by_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both places of an archive where a size is told are made to lie."""
    size, lie = (200_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    content = document("docx", big=b"0" * 200_000).replace(size, lie)
    monkeypatch.setattr(office, "MAX_UNPACKED", 100_000)

    assert DAMAGED in refusal("план.docx", content)


def test_a_document_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_PARTS", 3)

    assert DAMAGED in refusal("план.docx", document("docx", a=b"", b=b""))


def test_where_documents_are_not_taken_they_are_advised_to_be_saved_as_pdf() -> None:
    with pytest.raises(ValidationError) as refused:
        check(SimpleUploadedFile("план.docx", written_by_word()))

    assert "Сохраните его как PDF" in refused.value.message


class Form(forms.Form):
    sent = CheckedDocumentsField()


def test_a_form_takes_documents_beside_pictures() -> None:
    sent: list[UploadedFile] = [SimpleUploadedFile("а.docx", document()), SimpleUploadedFile("б.jpg", picture())]
    form = Form({}, MultiValueDict({"sent": sent}))

    assert form.is_valid()
    assert [file.suffix for file in form.cleaned_data["sent"]] == [".docx", ".webp"]


def test_what_is_taken_is_said_and_offered() -> None:
    assert ".docx,.pptx,.xlsx" in str(Form()["sent"])
    assert limits_in_words(with_office=True).startswith("JPEG, PNG, WEBP, PDF, DOCX, XLSX или PPTX, каждый до 15,0")
