"""The portfolio on paper: complete, in Russian and in English, whatever people typed."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pypdf
import pytest
from django.test import Client

from portfolio.document import portfolio_pdf
from portfolio.models import Item, Section
from teachers.models import CategoryRecord, Course, User
from tests.common.test_documents import fonts_of, text_of
from tests.factories import make_evidence, make_item, make_past_event, make_registration

SignIn = Callable[[User], Client]
DAY = dt.date(2026, 3, 8)


def test_it_says_who_the_teacher_is(teacher: User) -> None:
    teacher.profile.education = "higher_pedagogical"
    teacher.profile.work_began_on = dt.date(2005, 1, 1)
    teacher.profile.save()
    CategoryRecord.objects.create(user=teacher, kind="highest", assigned_on=dt.date(2024, 4, 1), order_number="45-к")
    Course.objects.create(user=teacher, title="Речь и игра", hours=72, finished_on=DAY, provider="Институт развития")

    text = text_of(portfolio_pdf(teacher))

    for words in (
        "Детский сад «Солнышко»",
        "Портфолио педагога",
        "Светлова Елена Викторовна",
        "Воспитатель",
        "высшее педагогическое",
        "высшая категория, с 01.04.2024, приказ № 45-к",
        "Речь и игра Институт развития 08.03.2026 72",
    ):
        assert words in text


def test_items_stand_in_the_order_of_sections(teacher: User) -> None:
    make_item(teacher, title="Мой год", section=Section.objects.get(title="Самоанализ"), happened_on=DAY)
    make_item(teacher, title="Картотека", level="municipal", description="Двенадцать игр", happened_on=DAY)

    text = text_of(portfolio_pdf(teacher))

    places = [
        text.index(words)
        for words in ("1. Личный вклад", "08.03.2026 Картотека", "муниципальный", "Двенадцать игр", "2. Самоанализ")
    ]
    assert places == sorted(places)


def test_hours_of_events_are_counted_apart(teacher: User, colleague: User) -> None:
    attended, held = make_past_event(colleague, title="Гостиная"), make_past_event(teacher, title="Мастерская")
    make_registration(attended, teacher, "attended", hours="1.50")
    make_registration(held, colleague, "attended", hours="1.00")
    for event in (attended, held):
        make_item(teacher, event=event, title=event.title)

    text = text_of(portfolio_pdf(teacher))

    assert "участие в 1 событии, 1,5 ч; проведено 1 событие, 1 ч" in text
    assert "участник, мастер-класс, 1,5 ч" in text


def test_an_event_without_its_attendance_gives_no_hours(teacher: User, colleague: User) -> None:
    event = make_past_event(colleague)
    make_registration(event, teacher, "absent")
    make_item(teacher, event=event, title=event.title)

    text = text_of(portfolio_pdf(teacher))
    assert (event.title in text, " ч" in text, "участник" in text) == (True, False, False)


def test_only_what_was_kept_and_only_ones_own(teacher: User, colleague: User) -> None:
    make_item(teacher, title="Канарейка-ждёт", is_kept=None)
    make_item(teacher, title="Канарейка-убрана", is_kept=False)
    make_item(colleague, title="Канарейка-чужая", visibility=Item.Visibility.KINDERGARTEN)

    text = text_of(portfolio_pdf(teacher))

    assert ("Канарейка" in text, "За этот период записей нет." in text) == (False, True)


def test_a_period_takes_its_days_and_no_others(teacher: User) -> None:
    for day in (7, 8, 9, 10):
        make_item(teacher, title=f"День {day}", happened_on=DAY.replace(day=day))

    text = text_of(portfolio_pdf(teacher, since=DAY, until=DAY.replace(day=9)))

    assert [f"День {day}" in text for day in (7, 8, 9, 10)] == [False, True, True, False]
    assert "08.03.2026 – 09.03.2026" in text


def test_pictures_go_in_small_and_other_files_by_name(teacher: User) -> None:
    item = make_item(teacher)
    for _ in range(4):
        make_evidence(item)
    make_evidence(item, original_name="Грамота.pdf", content_type="application/pdf", preview="")

    pdf = portfolio_pdf(teacher)

    pictures = [picture for page in pypdf.PdfReader(BytesIO(pdf)).pages for picture in page.images]
    assert len(pictures) == 3
    assert "Файлы: Фото.jpg; Грамота.pdf" in text_of(pdf)


def test_a_picture_that_the_storage_lost_spoils_nothing(teacher: User) -> None:
    file = make_evidence(make_item(teacher, title="Уголок воды"))
    file.preview.storage.delete(str(file.preview.name))

    assert "Уголок воды" in text_of(portfolio_pdf(teacher))


def test_what_people_type_is_never_markup(teacher: User) -> None:
    words = 'A & B <x> #[$ *_` #eval("1") @a \\ 50% ~'
    make_item(teacher, title=words, description=f"{words}\n= Не заголовок")

    text = text_of(portfolio_pdf(teacher))

    assert (text.count(words), "= Не заголовок" in text) == (2, True)


@pytest.mark.parametrize("words", ["Ъ" * 200, "Очень длинное название " * 8, "Иероглиф 漢"])
def test_a_strange_title_is_printed(teacher: User, words: str) -> None:
    make_item(teacher, title=words[:200])

    assert words[:5] in text_of(portfolio_pdf(teacher)).replace("\u200b", "")


@pytest.mark.parametrize("number", [0, 1, 60])
def test_it_is_of_one_font_and_says_its_pages(teacher: User, number: int) -> None:
    for place in range(number):
        make_item(teacher, description="Что изменилось в группе. " * (place % 9))

    pdf = portfolio_pdf(teacher)

    pages = len(pypdf.PdfReader(BytesIO(pdf)).pages)
    assert fonts_of(pdf) == {"PTSerif-Regular", "PTSerif-Bold"}
    assert (f"{pages} / {pages}" in text_of(pdf), pages > 3) == (True, number == 60)


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_whatever_the_items(
    teacher: User, colleague: User, django_assert_max_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        make_evidence(make_item(teacher))
        make_item(teacher, event=make_past_event(colleague))

    with django_assert_max_num_queries(10):
        portfolio_pdf(teacher)


def test_ones_own_is_downloaded_under_a_russian_name(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).get("/portfolio/pdf/")

    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    name = unquote(response["Content-Disposition"].partition("''")[2])
    assert name.replace("\xa0", " ") == "Портфолио Светлова Е. В.pdf"


def test_it_speaks_the_readers_language(teacher: User, sign_in: SignIn) -> None:
    client = sign_in(teacher)
    client.cookies["django_language"] = "en"

    pdf = client.get("/portfolio/pdf/").content

    assert "Teacher's portfolio" in text_of(pdf)
    assert pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_a_period_that_ends_before_it_begins_is_explained(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).get("/portfolio/pdf/?since=2026-03-08&until=2026-03-01")

    assert list(response.context["period"].errors) == ["until"]
