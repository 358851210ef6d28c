"""manage.py create_kindergarten and manage.py import_staff: what they print, and how they end."""

import datetime as dt
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from common.spreadsheets import MAX_BYTES
from notifications.kinds import kind_named
from notifications.letters import Letter, compose
from notifications.models import Message
from teachers.models import Invitation, Kindergarten, Membership, Profile, User
from tests.factories import make_user
from tests.teachers.staff_lists import person, staff_file
from tests.workbooks import real_list, workbook

UNREAD = "Столбцы, которые не загружаются: Телефон, Группа."


def run(name: str, *arguments: str, **options: Any) -> tuple[list[str], int]:
    """The lines printed and the exit status."""
    out = io.StringIO()
    try:
        call_command(name, *arguments, stdout=out, **options)
    except SystemExit as end:
        return out.getvalue().splitlines(), int(end.code or 0)
    return out.getvalue().splitlines(), 0


def import_staff(path: Path, *options: str) -> tuple[list[str], int]:
    return run("import_staff", str(path), "--kindergarten", "solnyshko", *options)


@pytest.fixture
def staff(tmp_path: Path, kindergarten: Kindergarten) -> Path:
    """A list with one right row and one wrong."""
    path = tmp_path / "staff.xlsx"
    path.write_bytes(staff_file(person(), person(name="Ким Ли", email="не помню")))
    return path


def test_a_right_list_is_loaded(kindergarten: Kindergarten) -> None:
    counted = "Новых — 24, изменённых — 0, без изменений — 0, с ошибками — 0."
    senior = "строка 25: С этой должностью обычно дают роль методиста. Её дают на странице человека."

    assert import_staff(real_list("staff_solnyshko.xlsx")) == (
        ["new 24, changed 0, unchanged 0, wrong 0", counted, senior, UNREAD, "Список загружен."],
        0,
    )
    assert import_staff(real_list("staff_solnyshko.xlsx"))[0][0] == "new 0, changed 0, unchanged 24, wrong 0"


def test_wrong_rows_are_named_by_row_column_and_reason(kindergarten: Kindergarten) -> None:
    lines, status = import_staff(real_list("staff_broken.xlsx"))

    assert (lines[0], status, User.objects.count()) == ("new 2, changed 0, unchanged 0, wrong 10", 1, 0)
    assert lines[2:12] == [
        "строка 5, ФИО: Напишите фамилию и имя.",
        "строка 6, Дата рождения: Такого дня нет: 31.02.1985.",
        "строка 7, Должность: Должности «Вастипатель» нет. Может быть, «Воспитатель»?",
        "строка 8, E-mail: Такой же адрес стоит в строке 4.",
        "строка 9, Педагогический стаж, лет: Стаж не бывает отрицательным.",
        "строка 10, Дата рождения: По этой дате рождение ещё впереди.",
        "строка 11, Квалификационная категория: Категории «наивысшая» нет. "
        "Напишите «первая», «высшая», «СЗД», «педагог-методист» или «б/к».",
        "строка 12, E-mail: Это не адрес электронной почты. Если адреса нет, оставьте ячейку пустой.",
        "строка 13, ФИО: Здесь стоит формула, а её результата в файле нет. Впишите само значение.",
        "строка 14, Часы: Напишите часы числом, например 72.",
    ]


@pytest.mark.parametrize(
    ("options", "people", "last"),
    [
        ([], 0, "Ничего не записано: исправьте строки с ошибками или пропустите их: --skip-wrong."),
        (["--dry-run"], 0, "Это пробный прогон: ничего не записано."),
        (["--dry-run", "--skip-wrong"], 0, "Это пробный прогон: ничего не записано."),
        (["--skip-wrong"], 1, "Список загружен."),
    ],
)
def test_a_list_with_a_wrong_row_ends_with_one(staff: Path, options: list[str], people: int, last: str) -> None:
    lines, status = import_staff(staff, *options)

    assert (lines[0], lines[-1], status) == ("new 1, changed 0, unchanged 0, wrong 1", last, 1)
    assert User.objects.count() == people


def test_the_dry_run_says_what_loading_says(staff: Path) -> None:
    dry, wet = import_staff(staff, "--dry-run"), import_staff(staff)

    assert (dry[0][:-1], dry[1]) == (wet[0][:-1], wet[1])


def test_the_day_of_the_list_can_be_said(tmp_path: Path, kindergarten: Kindergarten) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(staff_file(person(experience=10), title="без даты"))

    import_staff(path, "--as-of", "2020-09-01")

    assert Profile.objects.get().work_began_on == dt.date(2010, 9, 1)


def test_what_deserves_a_look_is_said(tmp_path: Path, kindergarten: Kindergarten) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(staff_file(person(post="Методист")))

    assert import_staff(path)[0] == [
        "new 1, changed 0, unchanged 0, wrong 0",
        "Новых — 1, изменённых — 0, без изменений — 0, с ошибками — 0.",
        "строка 4: С этой должностью обычно дают роль методиста. Её дают на странице человека.",
        "Список загружен.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "Это PDF"),
        (b"x" * (MAX_BYTES + 1), "Файл больше 5 МБ"),
        (workbook(["а", "б"]), "Строка с названиями столбцов не нашлась"),
    ],
)
def test_a_wrong_file_is_refused_in_words(
    tmp_path: Path, kindergarten: Kindergarten, content: bytes, words: str
) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        import_staff(path)

    assert str(refused.value).startswith(words)


def test_a_missing_file_and_a_missing_kindergarten_are_said(staff: Path, kindergarten: Kindergarten) -> None:
    with pytest.raises(CommandError, match="Файл не открывается"):
        import_staff(staff.with_name("nothing.xlsx"))
    with pytest.raises(CommandError, match="Детского сада «nowhere» нет"):
        run("import_staff", str(staff), "--kindergarten", "nowhere")


# --- create_kindergarten --------------------------------------------------------------------------------------------


def create(*options: str, slug: str = "rodnichok") -> list[str]:
    return run("create_kindergarten", "--slug", slug, "--name", "Детский сад «Родничок»", *options)[0]


def test_a_kindergarten_is_opened_and_the_next_step_is_said(db: None) -> None:
    lines = create()

    assert Kindergarten.objects.get().name == "Детский сад «Родничок»"
    assert lines[-1] == "  manage.py import_staff PATH --kindergarten rodnichok --dry-run"


def test_its_first_methodist_comes_in_by_the_printed_link(db: None) -> None:
    lines = create("--methodist-email", "Lugova@example.com", "--methodist-name", "Лугова Ольга Петровна")
    link = lines[2].rpartition("http://localhost:8000")[2]

    assert lines[:2] == ["Создано: Детский сад «Родничок».", "Приглашение уходит на lugova@example.com."]
    assert "Здравствуйте, Ольга Петровна" in Client().get(link).content.decode()
    membership = Membership.objects.get()
    assert (membership.role, membership.user.email, membership.user.has_account) == (
        "methodist",
        "lugova@example.com",
        False,
    )


def test_the_methodist_is_invited_by_letter_too_and_not_told_of_a_profile_nobody_filled(db: None) -> None:
    create("--methodist-email", "lugova@example.com", "--methodist-name", "Лугова Ольга Петровна")
    letter = compose(Message.objects.get(), kind_named("invitation"))

    assert isinstance(letter, Letter)
    assert Invitation.objects.get().letter_code in letter.text
    assert "Ваш профиль уже заполнен" not in letter.text


def test_the_command_of_the_readme_works_as_it_stands(db: None) -> None:
    written = re.search(r"manage.py create_kindergarten (.+?)`", (settings.BASE_DIR / "README.md").read_text())
    assert written

    run("create_kindergarten", *shlex.split(written[1]))

    assert Message.objects.get(kind="invitation").recipient.email == "m@rosinka.example"


def test_a_person_who_signs_in_already_becomes_its_methodist_without_a_link(outsider: User) -> None:
    lines = create("--methodist-email", outsider.email or "")

    assert "Методист входит как обычно" in lines[1]
    assert outsider.memberships.get(role="methodist").kindergarten.slug == "rodnichok"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--slug", "solnyshko"], "Детский сад с таким адресом уже есть."),
        (["--slug", "Солнышко"], "Значение должно состоять только из латинских букв"),
        (["--time-zone", "Europe/Nowhere"], "Такого часового пояса нет"),
        (["--methodist-email", "new@example.com"], "Укажите и фамилию с именем методиста"),
        (["--methodist-email", "не помню", "--methodist-name", "Лугова Ольга"], "Введите правильный адрес"),
        (["--methodist-email", "new@example.com", "--methodist-name", "Лугова"], "Напишите фамилию и имя."),
    ],
)
def test_a_slip_is_explained_and_nothing_is_half_made(
    kindergarten: Kindergarten, options: list[str], words: str
) -> None:
    make_user(kindergarten)

    with pytest.raises(CommandError) as refused:
        create(*options)

    assert str(refused.value).startswith(words)
    assert (Kindergarten.objects.count(), User.objects.count()) == (1, 1)
