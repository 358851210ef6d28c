"""Papers made with typst: our own fonts, data that is never markup, nothing of the machine."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import typst

from common.documents import render_pdf
from tests.factories import picture

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Бумага")
#set text(font: "PT Serif", lang: "ru")
#data.text
#if "image" in data { image(data.image, alt: "Фото", width: 1cm) }
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE)
    return path


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def fonts_of(pdf: bytes) -> set[str]:
    """Names of the fonts that the PDF carries, without the mark of a subset."""
    names = set()
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            names.add(font["/BaseFont"].partition("+")[2])
    return names


def test_cyrillic_is_set_in_our_own_font(template: Path) -> None:
    pdf = render_pdf(template, {"text": "Съешь ещё этих мягких французских булок, әҗңөүһқғұі № 7"})

    assert fonts_of(pdf) == {"PTSerif-Regular"}
    assert text_of(pdf) == "Съешь ещё этих мягких французских булок, әҗңөүһқғұі № 7"


def test_a_missing_font_would_be_noticed(template: Path) -> None:
    template.write_text(TEMPLATE.replace("PT Serif", "No Such Font"))

    assert fonts_of(render_pdf(template, {"text": "Текст"})) != {"PTSerif-Regular"}


def test_markup_in_the_data_stays_text(template: Path) -> None:
    text = 'A & B <x> #[$ *_` #eval("1+1") \\ @ref // /* "кавычки" #image("/etc/passwd")'

    assert text_of(render_pdf(template, {"text": text})) == text


def test_the_archive_standards_are_promised(template: Path) -> None:
    metadata = pypdf.PdfReader(BytesIO(render_pdf(template, {"text": "Текст"}))).xmp_metadata

    assert metadata is not None
    stream = metadata.stream.get_data()
    assert (b"pdfuaid:part" in stream, b"pdfaid:part" in stream) == (True, True)


def test_a_picture_goes_in(template: Path) -> None:
    pdf = render_pdf(template, {"text": "Фото", "image": "a.jpg"}, images={"a.jpg": picture()})

    assert len(pypdf.PdfReader(BytesIO(pdf)).pages[0].images) == 1


def test_an_emoji_is_left_out(template: Path) -> None:
    assert text_of(render_pdf(template, {"text": "Ура 😀👩‍🏫 ребята"})) == "Ура ребята"


def test_a_letter_that_no_font_has_loses_the_standard_and_not_the_paper(template: Path) -> None:
    pdf = render_pdf(template, {"text": "Иероглиф 漢 здесь"})

    assert b"pdfuaid" not in pdf
    assert text_of(pdf).startswith("Иероглиф")


def test_a_template_reaches_no_file_of_the_machine(template: Path) -> None:
    template.write_text('#read("../../../etc/passwd")')

    with pytest.raises(typst.TypstError):
        render_pdf(template, {})
