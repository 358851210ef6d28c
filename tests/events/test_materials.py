"""Files, links and the programme of an event: who adds them, who sees them, what becomes of the bytes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.uploads import check
from events.actions import materials
from events.models import AgendaItem, CoHost, Event, Material
from teachers.models import User
from tests.common.test_uploads import pdf
from tests.factories import make_event, make_material, make_meeting, make_registration, picture
from tests.office import document
from tests.queries import costs

SignIn = Callable[[User], Client]


@pytest.fixture
def event(teacher: User) -> Event:
    return make_event(teacher, title="Гостиная", audience="network")


def page(client: Client, event: Event) -> str:
    return client.get(event.get_absolute_url()).content.decode()


def send(client: Client, event: Event, *files: Any, **fields: Any) -> Any:
    data = {"sent": list(files), "visibility": "public"} | fields
    return client.post(reverse("events:materials", args=[event.pk]), data)


def errors(answer: Any) -> dict[str, Any]:
    return dict(answer.context["form"].errors)


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_a_host_adds_files_of_every_kind(sign_in: SignIn, teacher: User, event: Event) -> None:
    files = [
        SimpleUploadedFile("Памятка.pdf", pdf()),
        SimpleUploadedFile("Конспект.docx", document("docx")),
        SimpleUploadedFile("Таблица.xlsx", document("xlsx")),
        SimpleUploadedFile("Слайды.pptx", document("pptx")),
        SimpleUploadedFile("Фото.jpg", picture()),
    ]

    send(sign_in(teacher), event, *files, no_children="on")

    rows = list(event.materials.all())
    assert [row.title for row in rows] == ["Памятка", "Конспект", "Таблица", "Слайды", "Фото"]
    assert [row.kind for row in rows] == ["PDF", "DOCX", "XLSX", "PPTX", "WEBP"]
    assert {row.added_by for row in rows} == {teacher}


def test_one_file_bears_the_title_that_was_typed(sign_in: SignIn, teacher: User, event: Event) -> None:
    send(sign_in(teacher), event, SimpleUploadedFile("scan0001.pdf", pdf()), title="Памятка для родителей")

    assert event.materials.get().title == "Памятка для родителей"


def test_a_link_is_added(sign_in: SignIn, teacher: User, event: Event) -> None:
    send(sign_in(teacher), event, link="disk.example.org/a", title="Запись")

    assert event.materials.get().link == "https://disk.example.org/a"


LOOK = "Посмотрите на фото, поставьте эту отметку и выберите фото ещё раз."


@pytest.mark.parametrize(
    ("files", "fields", "refused"),
    [
        ([], {}, {"sent": ["Выберите файл или укажите ссылку."]}),
        ([], {"link": "https://a.example"}, {"title": ["Напишите, куда ведёт ссылка."]}),
        ([("а.pdf", pdf())], {"link": "https://a.example"}, {"link": ["Добавьте сначала файлы, потом ссылку."]}),
        (
            [("а.jpg", picture())],
            {},
            {"no_children": ["Посмотрите на фото, поставьте эту отметку и выберите фото ещё раз."]},
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    sign_in: SignIn, teacher: User, event: Event, files: list[Any], fields: Any, refused: Any
) -> None:
    answer = send(sign_in(teacher), event, *(SimpleUploadedFile(*file) for file in files), **fields)

    assert (errors(answer), event.materials.count()) == (refused, 0)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,1", "ftp://a.example/1"])
def test_a_link_leads_to_a_page_and_runs_nothing(sign_in: SignIn, teacher: User, event: Event, link: str) -> None:
    answer = send(sign_in(teacher), event, link=link, title="Запись")

    assert (list(errors(answer)), event.materials.count()) == (["link"], 0)


def test_a_document_with_macros_is_refused_and_nothing_is_kept(sign_in: SignIn, teacher: User, event: Event) -> None:
    files = [SimpleUploadedFile("а.pdf", pdf()), SimpleUploadedFile("план.docx", document("docm"))]

    answer = send(sign_in(teacher), event, *files)

    assert ("макросы" in errors(answer)["sent"][0], event.materials.count()) == (True, 0)


def test_a_second_host_and_a_methodist_add_too(sign_in: SignIn, colleague: User, methodist: User, event: Event) -> None:
    CoHost.objects.create(event=event, person=colleague, state=CoHost.State.AGREED)

    for person in (colleague, methodist):
        send(sign_in(person), event, link="https://a.example", title=person.last_name)

    assert [row.title for row in event.materials.all()] == ["Зорина", "Лугова"]


def test_an_event_holds_so_many_materials(
    sign_in: SignIn, teacher: User, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(materials, "MAX_MATERIALS", 2)
    make_material(event)

    answer = send(sign_in(teacher), event, *(SimpleUploadedFile(f"{n}.pdf", pdf()) for n in (1, 2)))

    assert (errors(answer), event.materials.count()) == ({"sent": ["У события может быть не больше 2 материалов."]}, 1)


def test_files_are_gone_when_their_rows_could_not_be_written(
    teacher: User, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = check(SimpleUploadedFile("а.pdf", pdf())), stored(event)
    monkeypatch.setattr(Material, "save", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        materials.add(Material(event=event), [file], by=teacher)

    assert stored(event) == before


def stored(event: Event) -> list[str]:
    folder = f"events/{event.pk}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


# --- The product ----------------------------------------------------------------------------------------------------


def test_one_material_is_the_product(sign_in: SignIn, teacher: User, event: Event) -> None:
    make_material(event, title="Прежний", is_product=True)

    send(sign_in(teacher), event, link="https://a.example", title="Новый", is_product="on")

    assert [row.title for row in event.materials.filter(is_product=True)] == ["Новый"]


def test_the_mark_of_the_product_is_moved(sign_in: SignIn, teacher: User, event: Event) -> None:
    make_material(event, is_product=True)
    other = make_material(event)
    data = {"title": "Памятка", "visibility": "participants", "is_product": "on"}

    sign_in(teacher).post(reverse("events:edit_material", args=[other.pk]), data)

    assert event.materials.get(is_product=True) == other
    assert event.materials.get(pk=other.pk).visibility == "participants"


# --- Who sees -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", {"teacher", "methodist", "colleague", "head", "outsider", "network_admin"}),
        ("participants", {"teacher", "methodist", "colleague", "network_admin"}),
        ("hosts", {"teacher", "methodist", "network_admin"}),
    ],
)
def test_each_material_is_seen_by_whom_it_is_meant_for(
    request: pytest.FixtureRequest, sign_in: SignIn, event: Event, colleague: User, visibility: str, readers: set[str]
) -> None:
    """The colleague has a seat."""
    material = make_material(event, visibility=visibility, title="Канарейка")
    make_registration(event, colleague)
    seen = set()
    for role in ("teacher", "methodist", "colleague", "head", "outsider", "network_admin"):
        client = sign_in(request.getfixturevalue(role))
        answer = client.get(material.get_absolute_url())
        assert ("Канарейка" in page(client, event)) == (answer.status_code == 200)
        if answer.status_code == 200:
            answer.getvalue()
            seen.add(role)

    assert seen == readers


@pytest.mark.parametrize("state", ["waiting", "asked", "left"])
def test_who_has_no_seat_does_not_see_what_is_for_participants(
    sign_in: SignIn, event: Event, colleague: User, state: str
) -> None:
    material = make_material(event, visibility="participants")
    make_registration(event, colleague, state=state, queue_number=1)

    assert sign_in(colleague).get(material.get_absolute_url()).status_code == 404


def test_a_material_of_an_event_that_one_may_not_see_is_not_there(
    sign_in: SignIn, teacher: User, outsider: User
) -> None:
    material = make_material(make_event(teacher))

    assert sign_in(outsider).get(material.get_absolute_url()).status_code == 404


# --- Bytes ----------------------------------------------------------------------------------------------------------


def test_a_document_leaves_as_an_attachment_under_the_senders_name(
    sign_in: SignIn, teacher: User, event: Event
) -> None:
    out = BytesIO()
    docx.Document().save(out)
    send(sign_in(teacher), event, SimpleUploadedFile("plan.pdf", out.getvalue()))

    answer = sign_in(teacher).get(event.materials.get().get_absolute_url())
    assert answer.getvalue() == out.getvalue()
    assert answer["Content-Disposition"] == 'attachment; filename="plan.docx"'
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)


def test_a_picture_opens_in_the_browser_made_anew(sign_in: SignIn, teacher: User, event: Event) -> None:
    send(sign_in(teacher), event, SimpleUploadedFile("a.jpg", picture()), no_children="on")

    answer = sign_in(teacher).get(event.materials.get().get_absolute_url())
    assert (answer["Content-Type"], answer.getvalue()[8:12]) == ("image/webp", b"WEBP")
    assert answer["Content-Disposition"] == 'inline; filename="a.webp"'


def test_a_link_has_no_bytes(sign_in: SignIn, teacher: User, event: Event) -> None:
    material = make_material(event, link="https://a.example")

    assert sign_in(teacher).get(reverse("events:material", args=[material.pk])).status_code == 404


def test_removing_removes_the_file_once_the_row_is_gone(
    sign_in: SignIn, teacher: User, event: Event, django_capture_on_commit_callbacks: Any
) -> None:
    material = make_material(event, file=ContentFile(b"x", "a.pdf"))
    name = str(material.file.name)

    with django_capture_on_commit_callbacks() as callbacks:
        sign_in(teacher).post(reverse("events:remove_material", args=[material.pk]))
    assert (event.materials.count(), default_storage.exists(name)) == (0, True)
    for callback in callbacks:
        callback()
    assert not default_storage.exists(name)


def test_materials_are_read_by_the_same_number_of_queries(sign_in: SignIn, teacher: User, event: Event) -> None:
    client = sign_in(teacher)

    one, three = costs(lambda: client.get(reverse("events:materials", args=[event.pk])), lambda: make_material(event))

    assert one == three


# --- The programme --------------------------------------------------------------------------------------------------


def write(client: Client, event: Event, *lines: tuple[Any, ...], **more: Any) -> Any:
    """Lines are (number, what, minutes, who)."""
    data = {"form-TOTAL_FORMS": len(lines), "form-INITIAL_FORMS": 0, "seen": more.pop("seen", "")} | more
    for n, line in enumerate(lines):
        data |= dict(zip((f"form-{n}-{name}" for name in ("number", "title", "minutes", "role")), line, strict=True))
    return client.post(reverse("events:agenda", args=[event.pk]), data)


def programme(event: Event) -> list[tuple[Any, ...]]:
    return list(event.agenda.values_list("title", "minutes", "role"))


def test_the_programme_is_written_in_the_order_of_its_numbers(sign_in: SignIn, teacher: User, event: Event) -> None:
    write(sign_in(teacher), event, (2, "Проба", 30, "мастер"), (1, "Знакомство", 10, ""), ("", "Вопросы", "", "все"))

    assert programme(event) == [("Знакомство", 10, ""), ("Проба", 30, "мастер"), ("Вопросы", None, "все")]


def test_an_emptied_line_is_taken_out(sign_in: SignIn, teacher: User, event: Event) -> None:
    line = AgendaItem.objects.create(event=event, title="Проба", minutes=5)
    data = {"form-INITIAL_FORMS": 1, "seen": str(line.pk)}

    write(sign_in(teacher), event, (1, "", 5, ""), (2, "Вопросы", "", ""), **data)

    assert programme(event) == [("Вопросы", None, "")]


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ((1, "Проба", 601, ""), {"minutes": ["От 1 до 600 минут."]}),
        ((1, "Проба", 0, ""), {"minutes": ["От 1 до 600 минут."]}),
        ((1, "", 10, ""), {"title": ["Напишите, что происходит."]}),
    ],
)
def test_a_wrong_line_is_explained_and_nothing_is_lost(
    sign_in: SignIn, teacher: User, event: Event, line: Any, refused: Any
) -> None:
    answer = write(sign_in(teacher), event, (2, "Вопросы", "", ""), line)

    lines = answer.context["lines"]
    assert (dict(lines.forms[1].errors), lines.forms[0]["title"].value(), programme(event)) == (refused, "Вопросы", [])


def test_two_windows_do_not_overwrite_each_other(sign_in: SignIn, teacher: User, event: Event) -> None:
    client = sign_in(teacher)
    write(client, event, (1, "Из первого окна", 10, ""))

    answer = write(client, event, (1, "Из второго окна", 10, ""))

    assert [line.title for line in answer.context["theirs"]] == ["Из первого окна"]
    assert 'value="Из второго окна"' in answer.content.decode()
    assert programme(event) == [("Из первого окна", 10, "")]
    write(client, event, (1, "Из второго окна", 10, ""), seen=answer.context["seen"])
    assert programme(event) == [("Из второго окна", 10, "")]


def test_readers_see_when_each_line_begins(sign_in: SignIn, head: User, event: Event) -> None:
    for order, (title, minutes) in enumerate([("Знакомство", 10), ("Проба", None), ("Вопросы", 5)]):
        AgendaItem.objects.create(event=event, title=title, minutes=minutes, order=order)

    lines = sign_in(head).get(event.get_absolute_url()).context["agenda"]

    since = [line.starts_at and (line.starts_at - event.starts_at).seconds // 60 for line in lines]
    assert since == [0, 10, None]


def test_an_event_of_several_meetings_tells_no_clock(sign_in: SignIn, head: User, event: Event) -> None:
    AgendaItem.objects.create(event=event, title="Знакомство", minutes=10)
    make_meeting(event)

    lines = sign_in(head).get(event.get_absolute_url()).context["agenda"]

    assert [line.starts_at for line in lines] == [None]
