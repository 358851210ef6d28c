"""What people may send: told apart by what is inside, refused in words."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from pypdf.actions import JavaScript

from common.upload_limits import MAX_BYTES, OversizeFile
from common.uploads import CheckedFile, CheckedFilesField, check, limits_in_words
from tests.factories import picture


def pdf(password: str = "", script: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        writer.add_open_action(JavaScript(script))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def word_document() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("../../word/document.xml", "<x/>")
    return out.getvalue()


def checked(name: str, content: bytes) -> CheckedFile:
    return check(SimpleUploadedFile(name, content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        checked(name, content)
    return str(refused.value.message)


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
NEITHER = "не фото (JPEG, PNG, WEBP) и не PDF"
DAMAGED = "файл повреждён или дошёл не целиком"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("вирус.jpg", b"MZ" + b"\0" * 300, NEITHER),
        ("текст.pdf", "Просто текст".encode(), NEITHER),
        ("страница.png", b"<html><script>alert(1)</script>", NEITHER),
        ("рисунок.svg", SVG, NEITHER),
        ("рисунок.png", SVG, NEITHER),
        ("фото.jpg.exe", picture(), NEITHER),
        ("грамота.pdf.html", pdf(), NEITHER),
        ("картинка.gif", picture("GIF"), NEITHER),
        ("пусто.jpg", b"", NEITHER),
        ("план.pdf", word_document(), "офисный документ"),
        ("IMG_0001.jpg", HEIC, "Наиболее совместимый"),
        ("фото.jpg", picture(size=(400, 300))[:9000], DAMAGED),
        ("фото.png", picture("PNG")[:40], DAMAGED),
        ("грамота.pdf", pdf()[:300], DAMAGED),
        ("грамота.pdf", pdf() + b"\0" * 3000, DAMAGED),
        ("грамота.pdf", b"%PDF-1.7\nstartxref\n999999\n%%EOF", DAMAGED),
        ("грамота.pdf", b"<script>1</script>\n" + pdf(), ""),
        ("грамота.pdf", pdf(password="1234"), "защищён паролем"),
    ],
)
def test_a_wrong_file_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    sentence = refusal(name, content)

    assert (f"«{name}»" in sentence, words in sentence) == (True, True)


def test_a_file_too_large_names_the_limit() -> None:
    with pytest.raises(ValidationError) as refused:
        check(OversizeFile("видео.jpg", MAX_BYTES + 1))

    assert "больше 15,0\xa0МБ" in refused.value.message


@pytest.mark.parametrize("name", ["фото.jpg", "ФОТО.JPEG", "фото.jfif", "image:1234", "Прогулка 12.05", "фото.php.jpg"])
def test_a_photo_is_kept_under_any_honest_name(name: str) -> None:
    file = checked(name, picture())

    assert (file.name, file.suffix, file.content_type, file.is_image) == (name, ".webp", "image/webp", True)


@pytest.mark.parametrize("content", [pdf(), pdf(script="app.alert(1)")])
def test_a_pdf_is_kept_as_it_came(content: bytes) -> None:
    file = checked("грамота.pdf", content)

    assert (file.content_type, file.is_image, file.content.read()) == ("application/pdf", False, content)


def test_a_very_long_name_is_shortened_in_its_middle() -> None:
    name = checked("Г" * 300 + ".jpg", picture()).name

    assert (len(name), name.endswith(".jpg")) == (120, True)


class Form(forms.Form):
    sent = CheckedFilesField()


def sent(*files: Any) -> Form:
    return Form({}, MultiValueDict({"sent": list(files)}))


def names(files: Sequence[CheckedFile]) -> list[str]:
    return [file.name for file in files]


def test_several_files_come_at_once() -> None:
    form = sent(SimpleUploadedFile("а.jpg", picture()), SimpleUploadedFile("б.pdf", pdf()))

    assert form.is_valid()
    assert names(form.cleaned_data["sent"]) == ["а.jpg", "б.pdf"]


def test_one_refusal_refuses_all_and_names_each() -> None:
    form = sent(SimpleUploadedFile("а.jpg", b"x"), SimpleUploadedFile("б.jpg", picture()), OversizeFile("в.jpg", 10**9))

    assert [str(sentence).split("»")[0] for sentence in form.errors["sent"]] == ["«а.jpg", "«в.jpg"]


def test_files_have_a_number_limit() -> None:
    form = sent(*(SimpleUploadedFile(f"{n}.pdf", pdf()) for n in range(11)))

    assert form.errors["sent"] == ["Выберите за один раз не больше 10 файлов."]


def test_no_file_at_all_is_said() -> None:
    assert sent().errors["sent"] == ["Заполните это поле."]


def test_the_limits_are_said_before_the_upload() -> None:
    assert limits_in_words() == "JPEG, PNG, WEBP или PDF, каждый до 15,0\xa0МБ, не больше 10 файлов."


def test_the_browser_is_told_what_to_offer() -> None:
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in str(Form()["sent"])
    assert f'data-max-bytes="{MAX_BYTES}"' in str(Form()["sent"])
