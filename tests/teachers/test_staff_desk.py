"""Loading a staff list at the desk: choose, look, load what was looked at, mend, invite."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.spreadsheets import MAX_BYTES
from teachers.models import Invitation, Kindergarten, Membership, StaffList, User
from teachers.models.staff_lists import KEPT_FOR
from teachers.staff_import.reading import open_staff_table
from teachers.tasks import forget_staff_files
from tests.factories import make_newcomer, make_user
from tests.teachers.staff_lists import person, staff_file
from tests.workbooks import real_list, text_table, workbook

SignIn = Callable[[User], Client]
CHOOSE = "/admin/teachers/stafflist/add/"
WRONG = person(name="Ким Ли", email="не помню")


@pytest.fixture
def desk(methodist: User, sign_in: SignIn) -> Client:
    return sign_in(methodist)


def choose(desk: Client, kindergarten: Kindergarten, content: bytes, name: str = "список.xlsx", **typed: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return desk.post(CHOOSE, {"kindergarten": kindergarten.pk, "file": file, "as_of": ""} | typed)


def uploaded(desk: Client, kindergarten: Kindergarten, *people: dict[str, Any]) -> StaffList:
    choose(desk, kindergarten, staff_file(*people))
    return StaffList.objects.latest("pk")


def address(name: str, staff_list: StaffList) -> str:
    return reverse(f"admin:teachers_stafflist_{name}", args=[staff_list.pk])


def look(desk: Client, staff_list: StaffList, query: str = "") -> Any:
    return desk.get(address("change", staff_list) + query)


def load(desk: Client, staff_list: StaffList, **typed: str) -> list[str]:
    """Presses the button of the page that is looked at; what is then said."""
    fingerprint = look(desk, staff_list).context["plan"].fingerprint
    response = desk.post(address("load", staff_list), {"fingerprint": fingerprint} | typed)
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- Choosing -------------------------------------------------------------------------------------------------------


def test_the_way_to_a_list_is_on_the_page_of_people_and_of_the_kindergarten(
    desk: Client, kindergarten: Kindergarten
) -> None:
    people = desk.get("/admin/teachers/user/").content.decode()
    own = desk.get(reverse("admin:teachers_kindergarten_change", args=[kindergarten.pk])).content.decode()

    assert (f'href="{CHOOSE}"' in people, f'href="{CHOOSE}?kindergarten={kindergarten.pk}"' in own) == (True, True)


def test_what_is_taken_is_said_before_a_file_is_chosen(desk: Client) -> None:
    assert "Книга .xlsx или файл .csv, до 5 МБ." in desk.get(CHOOSE).content.decode()


def test_a_chosen_file_waits_in_the_database_and_nothing_else_is_written(
    desk: Client, kindergarten: Kindergarten, methodist: User
) -> None:
    response = choose(desk, kindergarten, staff_file(person()))

    staff_list = StaffList.objects.get()
    assert response["Location"] == address("change", staff_list)
    assert (staff_list.uploaded_by, staff_list.file_name) == (methodist, "список.xlsx")
    assert staff_list.as_of == dt.date(2026, 9, 1)
    assert list(User.objects.all()) == [methodist]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Отправленный файл пуст."),
        (b"%PDF-1.7", "Это PDF. Нужна книга .xlsx или файл .csv."),
        (workbook(["ФИО", "Должность"])[:-50], "Файл повреждён"),
        (workbook(["а", "б"]), "Строка с названиями столбцов не нашлась."),
        (text_table(["ФИО", "Должность"], ["Зорина Вера", "Тьютор"], ["ФИО", "Должность"]), "Названия столбцов стоят"),
        (b"x" * (MAX_BYTES + 1), "Файл больше 5 МБ."),
        (b"x" * 20_000_000, "Файл больше 5 МБ."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_wrong_file_is_refused_beside_the_field(
    desk: Client, kindergarten: Kindergarten, content: bytes, words: str
) -> None:
    response = choose(desk, kindergarten, content, as_of="01.09.2026")

    form = response.context["adminform"].form
    assert (response.status_code, list(form.errors)) == (200, ["file"])
    assert form.errors["file"][0].startswith(words)
    assert (form["as_of"].value(), StaffList.objects.count()) == ("01.09.2026", 0)


def test_a_file_at_which_reading_was_stopped_is_too_large_and_not_missing(
    desk: Client, kindergarten: Kindergarten, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.upload_limits.MAX_REQUEST_BYTES", 1000)

    response = choose(desk, kindergarten, b"x" * 2000)

    form = response.context["adminform"].form
    assert form.errors["file"][0].startswith("Файл больше 5 МБ.")
    assert form["kindergarten"].value() == str(kindergarten.pk)


def test_a_day_to_come_is_no_day_of_a_list(desk: Client, kindergarten: Kindergarten) -> None:
    response = choose(desk, kindergarten, staff_file(person()), as_of="01.09.2099")

    assert response.context["adminform"].form.errors["as_of"] == ["Этот день ещё не наступил."]


def test_a_list_cannot_be_chosen_for_another_kindergarten(desk: Client, other_kindergarten: Kindergarten) -> None:
    response = choose(desk, other_kindergarten, staff_file(person()))

    assert list(response.context["adminform"].form.errors) == ["kindergarten"]
    assert other_kindergarten.name not in desk.get(f"{CHOOSE}?kindergarten={other_kindergarten.pk}").content.decode()


# --- Looking --------------------------------------------------------------------------------------------------------


def test_a_real_list_is_shown_with_its_reasons_at_the_cells(desk: Client, kindergarten: Kindergarten) -> None:
    choose(desk, kindergarten, real_list("staff_broken.xlsx").read_bytes())

    context = look(desk, StaffList.objects.get()).context

    assert [(state.value, number) for state, number in context["states"]] == [
        ("new", 2),
        ("changed", 0),
        ("unchanged", 0),
        ("wrong", 10),
    ]
    assert context["plan"].unread == ["Телефон", "Группа"]
    wrong = {row.number: [(c.label, c.said) for c in row.cells if c.reason] for row in context["rows"]}
    assert (wrong[4], wrong[6], wrong[7]) == (
        [],
        [("Дата рождения", "31.02.1985")],
        [("Должность", "Вастипатель")],
    )


def test_a_change_is_shown_as_old_and_new(desk: Client, kindergarten: Kindergarten) -> None:
    load(desk, uploaded(desk, kindergarten, person(experience=12)))

    (row,) = look(desk, uploaded(desk, kindergarten, person(experience=13))).context["rows"]

    assert [(c.label, c.old, c.new) for c in row.cells if c.new] == [("Педагогический стаж, лет", "12 лет", "13 лет")]


def test_the_reason_stands_where_reading_begins(desk: Client, kindergarten: Kindergarten) -> None:
    (row,) = look(desk, uploaded(desk, kindergarten, WRONG)).context["rows"]

    assert row.reasons == ["E-mail: Это не адрес электронной почты. Если адреса нет, оставьте ячейку пустой."]


@pytest.mark.parametrize(("keeps", "shown"), [(False, "1979"), (True, "09.05.1979")])
def test_a_day_of_birth_is_shown_only_where_it_will_be_kept(
    desk: Client, kindergarten: Kindergarten, keeps: bool, shown: str
) -> None:
    Kindergarten.objects.update(keeps_birth_dates=keeps)

    page = look(desk, uploaded(desk, kindergarten, person(birth=dt.date(1979, 5, 9))))

    assert [cell.said for cell in page.context["rows"][0].cells if cell.label == "Дата рождения"] == [shown]
    assert ("загрузится один год" in page.content.decode(), "09.05.1979" in page.content.decode()) == (not keeps, keeps)


def test_a_list_that_was_only_looked_at_is_not_said_to_have_come_to_nothing(
    desk: Client, kindergarten: Kindergarten
) -> None:
    load(desk, uploaded(desk, kindergarten, person()))
    uploaded(desk, kindergarten, person())

    rows = desk.get("/admin/teachers/stafflist/").context["results"]

    assert [re.findall('(?<=outcome">).+?(?=<)', "".join(row))[0] for row in rows] == [
        "не загружен",
        "Новых — 1, изменённых — 0, без изменений — 0, с ошибками — 0.",
    ]


def test_rows_are_filtered_by_state(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person(), WRONG)

    assert [row.number for row in look(desk, staff_list, "?show=wrong").context["rows"]] == [5]
    assert [row.number for row in look(desk, staff_list, "?show=new").context["rows"]] == [4]
    assert look(desk, staff_list, "?show=changed").context["rows"] == []


def test_what_a_file_says_is_text_on_the_page(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person(post="<script>alert(1)</script>"))

    page = look(desk, staff_list).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_looking_costs_the_same_whatever_the_rows(
    desk: Client, kindergarten: Kindergarten, django_assert_num_queries: Any, number: int
) -> None:
    people = [person(name=f"Зорин{'а' * n} Вера", email=f"p{n}@example.com", category="СЗД") for n in range(number)]
    load(desk, uploaded(desk, kindergarten, *people))
    staff_list = uploaded(desk, kindergarten, *people)

    with django_assert_num_queries(12):
        assert look(desk, staff_list).context["plan"].count("unchanged") == number


# --- Loading --------------------------------------------------------------------------------------------------------


def test_what_was_looked_at_is_loaded_and_the_file_is_gone(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person(), person(name="Ким Ли", email="kim@example.com"))

    said = load(desk, staff_list)

    staff_list.refresh_from_db()
    assert said == ["Загружено: новых — 2, изменённых — 0."]
    assert (staff_list.new, staff_list.wrong, bytes(staff_list.content)) == (2, 0, b"")
    assert User.objects.filter(email__in=["zorina@example.com", "kim@example.com"]).count() == 2


def test_pressing_twice_loads_once(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person(), WRONG)
    fingerprint = look(desk, staff_list).context["plan"].fingerprint

    for said in ("Загружено: новых — 1, изменённых — 0.", "Этот список уже загружен."):
        response = desk.post(address("load", staff_list), {"fingerprint": fingerprint, "skip_wrong": "on"})
        assert str(list(get_messages(response.wsgi_request))[-1]) == said

    assert User.objects.filter(email="zorina@example.com").count() == 1


def test_wrong_rows_stop_the_list_until_they_are_left_out(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person(), WRONG)

    assert load(desk, staff_list) == ["Есть строки с ошибками. Ничего не загружено."]
    assert not User.objects.filter(email="zorina@example.com").exists()
    assert load(desk, staff_list, skip_wrong="on")[-1] == "Загружено: новых — 1, изменённых — 0."


@pytest.mark.parametrize("fingerprint", ["", "0" * 32, None])
def test_nothing_is_loaded_that_was_not_looked_at(
    desk: Client, kindergarten: Kindergarten, fingerprint: str | None
) -> None:
    staff_list = uploaded(desk, kindergarten, person())

    desk.post(address("load", staff_list), {"fingerprint": fingerprint} if fingerprint is not None else {})

    assert not User.objects.filter(email="zorina@example.com").exists()


def test_people_changed_since_are_looked_at_again(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person())
    fingerprint = look(desk, staff_list).context["plan"].fingerprint
    make_user(kindergarten, email="zorina@example.com", last_name="Зорина", first_name="Вера")

    response = desk.post(address("load", staff_list), {"fingerprint": fingerprint})

    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "С тех пор как Вы смотрели, что-то изменилось. Ничего не загружено: посмотрите ещё раз."
    ]
    assert response["Location"] == address("change", staff_list)


def test_another_web_process_goes_on_with_the_file(
    methodist: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    """Nothing is kept between requests but the row in the database."""
    staff_list = uploaded(sign_in(methodist), kindergarten, person())

    assert load(sign_in(methodist), staff_list) == ["Загружено: новых — 1, изменённых — 0."]


# --- Mending --------------------------------------------------------------------------------------------------------


def wrong_rows(desk: Client, staff_list: StaffList) -> bytes:
    return b"".join(desk.get(address("wrong", staff_list)).streaming_content)  # type: ignore[attr-defined]


def test_wrong_rows_come_as_a_workbook_with_the_reason_beside_each(desk: Client, kindergarten: Kindergarten) -> None:
    content = wrong_rows(desk, uploaded(desk, kindergarten, person(), WRONG | {"birth": dt.date(1979, 5, 9)}))

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    header, row = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=4)]
    assert header == ["Строка в файле", "Что исправить", "ФИО", "Должность", "E-mail", "Дата рождения"]
    assert row == [
        5,
        "E-mail: Это не адрес электронной почты. Если адреса нет, оставьте ячейку пустой.",
        "Ким Ли",
        "Воспитатель",
        "не помню",
        "09.05.1979",
    ]


def test_mended_rows_are_loaded_as_they_are(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person(), WRONG | {"experience": 7})
    load(desk, staff_list, skip_wrong="on")
    book = openpyxl.load_workbook(io.BytesIO(wrong_rows(desk, staff_list)))
    assert book.active is not None
    book.active["E4"] = "kim@example.com"
    mended = io.BytesIO()
    book.save(mended)

    assert open_staff_table(mended.getvalue()).as_of == dt.date(2026, 9, 1)
    choose(desk, kindergarten, mended.getvalue())
    load(desk, StaffList.objects.latest("pk"))

    assert User.objects.get(email="kim@example.com").profile.work_began_on == dt.date(2019, 9, 1)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+7 900", "-2+3", "@SUM(A1)", "\tтабуляция"])
def test_formulas_come_back_as_text(desk: Client, kindergarten: Kindergarten, name: str) -> None:
    choose(desk, kindergarten, text_table(["ФИО", "Должность", "E-mail"], [name, "Тьютор", "a@b.ru"]))

    sheet = openpyxl.load_workbook(io.BytesIO(wrong_rows(desk, StaffList.objects.get()))).active

    assert sheet is not None
    assert (sheet["C4"].value, sheet["C4"].data_type, sheet["C4"].quotePrefix) == (name, "s", True)


# --- Inviting -------------------------------------------------------------------------------------------------------


def loaded_beside_an_earlier_newcomer(desk: Client, kindergarten: Kindergarten) -> StaffList:
    make_newcomer(kindergarten, email=None)
    make_newcomer(kindergarten, email="early@example.com")
    staff_list = uploaded(desk, kindergarten, person(), person(name="Ким Ли", email="kim@example.com"))
    load(desk, staff_list)
    return staff_list


def numbers_to_invite(desk: Client, staff_list: StaffList) -> tuple[int, int]:
    """Of the list, and of the whole kindergarten."""
    context = look(desk, staff_list).context
    return context["of_the_list"], context["of_the_kindergarten"]


def test_the_next_step_is_inviting_those_who_have_never_come(
    desk: Client, kindergarten: Kindergarten, teacher: User, outsider: User
) -> None:
    staff_list = loaded_beside_an_earlier_newcomer(desk, kindergarten)
    assert numbers_to_invite(desk, staff_list) == (2, 3)

    asked = desk.get(address("invite", staff_list)).content.decode()
    assert ("уйдут 2 письма с приглашениями" in asked, "kim@example.com" in asked, "early@" in asked) == (
        True,
        True,
        False,
    )
    response = desk.post(address("invite", staff_list))

    assert response["Location"] == reverse("admin:teachers_invitation_changelist")
    assert set(Invitation.objects.values_list("user__email", flat=True)) == {"zorina@example.com", "kim@example.com"}
    assert numbers_to_invite(desk, staff_list) == (0, 1)


def test_everybody_of_the_kindergarten_is_invited_when_asked_for_in_so_many_words(
    desk: Client, kindergarten: Kindergarten
) -> None:
    staff_list = loaded_beside_an_earlier_newcomer(desk, kindergarten)
    everybody = address("invite", staff_list) + "?everybody"

    assert (desk.get(everybody).status_code, Invitation.objects.count()) == (200, 0)
    desk.post(everybody)

    assert (Invitation.objects.count(), numbers_to_invite(desk, staff_list)) == (3, (0, 0))
    assert "Приглашать больше некого." in desk.get(everybody).content.decode()


# --- Whose list it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "method"),
    [("change", "get"), ("load", "post"), ("wrong", "get"), ("invite", "get"), ("invite", "post")],
)
def test_a_list_is_nobody_elses(
    desk: Client,
    kindergarten: Kindergarten,
    other_methodist: User,
    teacher: User,
    head: User,
    sign_in: SignIn,
    name: str,
    method: str,
) -> None:
    staff_list = uploaded(desk, kindergarten, person(name="Канарейка Анна"), WRONG)
    fingerprint = look(desk, staff_list).context["plan"].fingerprint
    for stranger in (other_methodist, teacher, head):
        response = getattr(sign_in(stranger), method)(
            address(name, staff_list), {"fingerprint": fingerprint, "skip_wrong": "on"}
        )
        assert response.status_code == (404 if stranger == other_methodist and name != "change" else 302)
        assert "Канарейка" not in response.content.decode()

    assert sign_in(other_methodist).get("/admin/teachers/stafflist/").context["cl"].result_count == 0
    assert (User.objects.filter(last_name="Канарейка").count(), Invitation.objects.count()) == (0, 0)


def test_the_steps_are_taken_by_pressing_and_not_by_following_a_link(desk: Client, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person())

    assert desk.get(address("load", staff_list)).status_code == 405
    assert (desk.get(address("invite", staff_list)).status_code, Invitation.objects.count()) == (200, 0)
    assert desk.post(address("change", staff_list), {}).status_code == 405


def test_a_demoted_methodist_loads_nothing(desk: Client, methodist: User, kindergarten: Kindergarten) -> None:
    staff_list = uploaded(desk, kindergarten, person())
    fingerprint = look(desk, staff_list).context["plan"].fingerprint
    Membership.objects.filter(role="methodist").update(until=timezone.localdate() - dt.timedelta(days=1))

    assert desk.post(address("load", staff_list), {"fingerprint": fingerprint}).status_code == 302
    assert not User.objects.filter(email="zorina@example.com").exists()


def test_a_loaded_list_stays_on_record_and_another_can_be_thrown_away(desk: Client, kindergarten: Kindergarten) -> None:
    loaded, waiting = uploaded(desk, kindergarten, person()), uploaded(desk, kindergarten, WRONG)
    load(desk, loaded)

    assert [desk.get(address("delete", one)).status_code for one in (loaded, waiting)] == [403, 200]


def test_files_are_not_kept_for_longer_than_a_day(desk: Client, kindergarten: Kindergarten) -> None:
    loaded = uploaded(desk, kindergarten, person(), WRONG)
    load(desk, loaded, skip_wrong="on")
    uploaded(desk, kindergarten, WRONG)
    StaffList.objects.update(uploaded_at=timezone.now() - KEPT_FOR - dt.timedelta(minutes=1))
    fresh = uploaded(desk, kindergarten, WRONG)

    forget_staff_files()

    assert [(one.pk, bool(one.content)) for one in StaffList.objects.order_by("pk")] == [
        (loaded.pk, False),
        (fresh.pk, True),
    ]
    assert desk.get(address("wrong", loaded)).status_code == 404
    assert look(desk, loaded).status_code == 200
