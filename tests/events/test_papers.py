"""Papers of an event that is over: what stands in them, in both kinds of file, and who may take them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from docx.oxml.ns import qn

from events.models import AgendaItem, CoHost, Event, Registration
from events.papers.certificate import certificate_docx, certificate_pdf
from events.papers.summary import summary_docx, summary_pdf
from teachers.models import Kindergarten, Membership, User
from tests.common.test_documents import fonts_of, text_of
from tests.factories import (
    make_event,
    make_material,
    make_meeting,
    make_past_event,
    make_place,
    make_registration,
    make_user,
)

SignIn = Callable[[User], Client]
NASTY = "Чай & <b>сахар</b> {{ 7 * 7 }} {% raw %} #[eval] *звёзды*"


def text_of_docx(content: bytes) -> str:
    """All the words of a document, its tables among them, in their order."""
    body = docx.Document(BytesIO(content)).element.body
    return " ".join("".join(part.text or "" for part in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))).strip()


SUMMARIES = [
    pytest.param(lambda event: text_of(summary_pdf(event)), id="pdf"),
    pytest.param(lambda event: text_of_docx(summary_docx(event)), id="docx"),
]
CERTIFICATES = [
    pytest.param(lambda row: text_of(certificate_pdf(row)), id="pdf"),
    pytest.param(lambda row: text_of_docx(certificate_docx(row)), id="docx"),
]
Read = Callable[[Any], str]


@pytest.fixture
def event(teacher: User, head: User) -> Event:
    """On 24 November 2026 at 13:00 in Moscow."""
    return make_event(
        teacher,
        title="Гостиная",
        starts_at=dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC),
        state="closed",
        summary="Договорились о трёх правилах.\nПопробуем в декабре.",
        place=make_place(Kindergarten.objects.get(slug="solnyshko"), "Музыкальный зал"),
    )


@pytest.fixture
def registration(event: Event, colleague: User) -> Registration:
    return make_registration(event, colleague, state="attended", hours=Decimal("1.50"))


# --- The summary ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", SUMMARIES)
def test_the_summary_says_what_it_was_and_what_came_out(event: Event, registration: Registration, read: Read) -> None:
    AgendaItem.objects.create(event=event, title="Знакомство", minutes=15, role="ведущий")
    make_material(event, title="Памятка", is_product=True)

    words = read(event)

    for said in (
        "Детский сад «Солнышко»",
        "СПРАВКА О СОБЫТИИ",
        "Гостиная",
        "24.11.2026, 13:00–14:00",
        "Музыкальный зал",
        "Светлова Елена Викторовна",
        "Знакомство ведущий 15",
        "Зорина Вера Воспитатель 1,5",
        "Договорились о трёх правилах.",
        "Попробуем в декабре.",
        "Продукт: Памятка",
        "Морозова\xa0Н.".replace("\xa0", " "),
    ):
        assert said in words.replace("\xa0", " ")


@pytest.mark.parametrize("read", SUMMARIES)
def test_the_summary_names_those_who_were_there_and_nobody_else(
    event: Event, registration: Registration, methodist: User, kindergarten: Kindergarten, read: Read
) -> None:
    make_registration(event, methodist, state="absent")
    make_registration(event, make_user(kindergarten, last_name="Частичная"), state="partly", hours=Decimal("0.75"))

    words = read(event)
    assert ("Лугова" in words, "Частичная" in words, "2 человека" in words) == (False, True, True)


@pytest.mark.parametrize("read", SUMMARIES)
def test_an_event_nobody_came_to_has_its_paper_too(event: Event, read: Read) -> None:
    Event.objects.update(summary="", place=None)
    event.refresh_from_db()

    words = read(event)
    assert ("Участников не было." in words, "Ведущий пока не написал об этом." in words) == (True, True)
    assert "Программа" not in words


@pytest.mark.parametrize("read", SUMMARIES)
def test_a_guest_is_told_by_their_kindergarten(
    event: Event, outsider: User, other_kindergarten: Kindergarten, read: Read
) -> None:
    make_registration(event, outsider, state="attended", hours=Decimal(1), kindergarten=other_kindergarten)

    assert "Воспитатель, Детский сад «Теремок»" in " ".join(read(event).split())


@pytest.mark.parametrize("read", SUMMARIES)
def test_what_people_typed_is_text_on_paper(event: Event, registration: Registration, read: Read) -> None:
    """A page of a browser, a template of ours and a template of typst would each do something with it."""
    Event.objects.update(title=NASTY, summary=f"{NASTY}\x0b\x00\nВторая".replace("\x00", ""))
    event.refresh_from_db()

    words = read(event)
    assert words.count(NASTY) >= 2


@pytest.mark.parametrize("read", SUMMARIES)
def test_every_meeting_and_both_hosts_are_named(event: Event, methodist: User, read: Read) -> None:
    later = event.starts_at + dt.timedelta(days=7)
    make_meeting(event, starts_at=later, ends_at=later + dt.timedelta(hours=2))
    CoHost.objects.create(event=event, person=methodist, state="agreed")

    words = " ".join(read(event).split())
    assert "24.11.2026, 13:00–14:00; 01.12.2026, 13:00–15:00" in words
    assert "Светлова Елена Викторовна, Лугова Ольга Петровна" in words


@pytest.mark.parametrize("read", SUMMARIES)
def test_times_are_those_of_the_kindergarten(event: Event, read: Read) -> None:
    Kindergarten.objects.update(time_zone="Asia/Yekaterinburg")
    event.kindergarten.refresh_from_db()

    assert "15:00–16:00" in read(event)


@pytest.mark.parametrize("read", SUMMARIES)
def test_a_summary_in_english(event: Event, registration: Registration, read: Read) -> None:
    with translation.override("en"):
        words = read(event)

    assert ("SUMMARY OF AN EVENT" in words, "1 person" in words, "24.11.2026" in words) == (True, True, True)


@pytest.mark.parametrize("read", SUMMARIES)
def test_without_a_head_the_line_is_left_blank(event: Event, read: Read) -> None:
    Membership.objects.filter(role="head").delete()

    assert "Морозова" not in read(event)


def test_papers_are_set_in_our_own_font(event: Event, registration: Registration) -> None:
    assert fonts_of(summary_pdf(event)) | fonts_of(certificate_pdf(registration)) == {"PTSerif-Regular", "PTSerif-Bold"}


@pytest.mark.parametrize(
    "make", [lambda row: summary_docx(row.event), certificate_docx], ids=["summary", "certificate"]
)
def test_margins_of_a_document_are_those_of_an_official_paper(
    registration: Registration, make: Callable[[Registration], bytes]
) -> None:
    section = docx.Document(BytesIO(make(registration))).sections[0]

    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(side.mm) for side in margins if side is not None] == [20, 10, 20, 20]


# --- The certificate ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", CERTIFICATES)
def test_the_certificate_says_who_where_and_how_long(registration: Registration, read: Read) -> None:
    words = " ".join(read(registration).split())

    for said in ("СПРАВКА ОБ УЧАСТИИ", "Зорина Вера", "Воспитатель", "«Гостиная»", "24.11.2026, 13:00–14:00", "1,5 ч"):
        assert said in words


@pytest.mark.parametrize("read", CERTIFICATES)
def test_the_certificate_says_that_it_is_no_further_training(registration: Registration, read: Read) -> None:
    assert "не является документом о повышении квалификации" in " ".join(read(registration).split())


@pytest.mark.parametrize("read", CERTIFICATES)
def test_a_name_is_text_on_a_certificate(registration: Registration, read: Read) -> None:
    registration.teacher.last_name = NASTY

    assert NASTY in " ".join(read(registration).split())


# --- Who takes them -------------------------------------------------------------------------------------------------


def status(client: Client, name: str, pk: int) -> set[int]:
    return {client.get(reverse(f"events:{name}", args=[pk, kind])).status_code for kind in ("pdf", "docx")}


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ("colleague", 200),
        ("methodist", 200),
        ("teacher", 404),
        ("head", 404),
        ("outsider", 404),
        ("other_methodist", 404),
    ],
)
def test_a_certificate_is_taken_by_its_owner_and_the_methodist(
    request: pytest.FixtureRequest, sign_in: SignIn, registration: Registration, role: str, answer: int
) -> None:
    assert status(sign_in(request.getfixturevalue(role)), "certificate", registration.pk) == {answer}


@pytest.mark.parametrize("state", ["joined", "absent", "left"])
def test_who_was_not_there_gets_no_certificate(
    sign_in: SignIn, event: Event, colleague: User, methodist: User, state: str
) -> None:
    row = make_registration(event, colleague, state=state)

    assert [status(sign_in(person), "certificate", row.pk) for person in (colleague, methodist)] == [{404}, {404}]


def test_before_the_event_is_closed_there_are_no_papers(
    sign_in: SignIn, event: Event, registration: Registration, teacher: User, colleague: User
) -> None:
    Event.objects.update(state="published")

    assert status(sign_in(teacher), "summary", event.pk) == {403}
    assert status(sign_in(colleague), "certificate", registration.pk) == {404}


def test_a_guest_takes_their_certificate_of_another_kindergarten(sign_in: SignIn, event: Event, outsider: User) -> None:
    row = make_registration(event, outsider, state="attended", hours=Decimal(1))

    assert status(sign_in(outsider), "certificate", row.pk) == {200}


def test_a_paper_is_a_download_that_no_cache_keeps(
    sign_in: SignIn, registration: Registration, colleague: User
) -> None:
    answer = sign_in(colleague).get(reverse("events:certificate", args=[registration.pk, "docx"]))

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%A1%D0%BF%D1%80")


def test_the_page_offers_each_their_own_paper(
    sign_in: SignIn, event: Event, registration: Registration, teacher: User, colleague: User, methodist: User
) -> None:
    links = [
        reverse("events:summary", args=[event.pk, "pdf"]),
        reverse("events:certificate", args=[registration.pk, "pdf"]),
    ]

    def offered(person: User) -> list[bool]:
        page = sign_in(person).get(event.get_absolute_url()).content.decode()
        return [link in page for link in links]

    assert [offered(person) for person in (teacher, colleague)] == [[True, False], [False, True]]


# --- What came out of it --------------------------------------------------------------------------------------------


def write(client: Client, event: Event, text: str, seen: str = "") -> Any:
    return client.post(reverse("events:write_summary", args=[event.pk]), {"summary": text, "seen": seen})


def test_a_host_writes_what_came_out_and_colleagues_read_it(sign_in: SignIn, teacher: User, colleague: User) -> None:
    event = make_past_event(teacher)

    write(sign_in(teacher), event, "Договорились о трёх правилах.")

    assert "Договорились о трёх правилах." in sign_in(colleague).get(event.get_absolute_url()).content.decode()
    event.refresh_from_db()
    assert (event.changed_by, event.changed_at is not None and event.changed_at <= timezone.now()) == (teacher, True)


def test_before_it_begins_there_is_nothing_to_write(sign_in: SignIn, teacher: User) -> None:
    assert write(sign_in(teacher), make_event(teacher), "Рано").status_code == 403


def test_two_windows_do_not_overwrite_each_others_words(sign_in: SignIn, teacher: User) -> None:
    event = make_past_event(teacher, summary="Первая строка\nвторая")
    client = sign_in(teacher)
    write(client, event, "Из первого окна", seen="Первая строка\r\nвторая")

    answer = write(client, event, "Из второго окна", seen="Первая строка\r\nвторая")

    assert (answer.context["theirs"], answer.context["form"]["summary"].value()) == (
        "Из первого окна",
        "Из второго окна",
    )
    event.refresh_from_db()
    assert event.summary == "Из первого окна"
