"""Loading a staff list: who is new, what changes, and that the same file twice changes nothing."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils import timezone, translation

from teachers.actions.staff import ListChanged, WrongRows, import_staff
from teachers.models import (
    CategoryRecord,
    Course,
    Employment,
    Kindergarten,
    Membership,
    Position,
    Profile,
    User,
)
from teachers.staff_import.columns import Column
from teachers.staff_import.plan import State
from teachers.staff_import.planning import make_plan
from teachers.staff_import.reading import open_staff_table
from tests.factories import make_kindergarten, make_user
from tests.teachers.staff_lists import FIRST_ROW, load, numbers, person, plan, staff_table
from tests.workbooks import real_list

AS_OF = dt.date(2026, 9, 1)
WRITTEN: list[type[Model]] = [User, Profile, Membership, Employment, CategoryRecord, Course]


@pytest.fixture(autouse=True)
def _in_russian() -> Any:
    with translation.override("ru"):
        yield


def rows_in_database() -> list[int]:
    return [model._default_manager.count() for model in WRITTEN]


def only_error(kindergarten: Kindergarten, *people: dict[str, Any], by: User | None = None) -> tuple[int, Column, str]:
    """Row, column and reason of the only thing that is wrong."""
    (row,) = plan(kindergarten, *people, by=by).wrong_rows
    ((column, reason),) = row.errors.items()
    return row.number, column, reason


# --- The real lists -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first", "again"),
    [
        ("staff_solnyshko.xlsx", (24, 0, 0, 0), (0, 0, 24, 0)),
        ("staff_rodnichok.csv", (18, 0, 0, 0), (0, 0, 18, 0)),
        ("staff_broken.xlsx", (2, 0, 0, 10), (0, 0, 2, 10)),
    ],
)
def test_a_real_list_is_loaded_whole_and_twice_changes_nothing(
    kindergarten: Kindergarten, name: str, first: tuple[int, ...], again: tuple[int, ...]
) -> None:
    staff = open_staff_table(real_list(name).read_bytes())

    loaded = import_staff(staff, kindergarten, by=None, skip_wrong=True)
    kept = rows_in_database()

    assert numbers(loaded) == first
    assert numbers(import_staff(staff, kindergarten, by=None, skip_wrong=True)) == again
    assert rows_in_database() == kept


def test_the_same_list_weeks_later_changes_nothing(kindergarten: Kindergarten, time_machine: Any) -> None:
    time_machine.move_to("2026-09-10 12:00")
    content = real_list("staff_rodnichok.csv").read_bytes()
    import_staff(open_staff_table(content), kindergarten, by=None)

    time_machine.move_to("2026-12-20 12:00")

    assert numbers(make_plan(open_staff_table(content), kindergarten, by=None)) == (0, 0, 18, 0)


# --- New people -----------------------------------------------------------------------------------------------------


def test_a_new_person_gets_everything_the_row_says(kindergarten: Kindergarten) -> None:
    row = person(
        post="Воспитатель, логопед",
        birth="09.05.1979",
        education="высшее, КГПУ",
        experience="12 лет 3 мес.",
        category="высшая",
        category_day="12.03.2024",
        order="123-к",
        course="Речевое развитие",
        hours=72,
        course_day=2023,
        hired="01.08.2015",
    )

    load(kindergarten, row)

    user = User.objects.get(email="zorina@example.com")
    assert (user.get_full_name(), user.has_usable_password()) == ("Зорина Вера Ивановна", False)
    assert (user.profile.birth_year, user.profile.birth_date) == (1979, None)
    assert (user.profile.education, user.profile.education_details) == ("higher_other", "высшее, КГПУ")
    assert user.profile.work_began_on == dt.date(2014, 6, 1)
    assert [m.role for m in user.memberships.all()] == ["teacher"]
    assert [(str(e.position), e.started_on) for e in user.employments.all()] == [
        ("Воспитатель", dt.date(2015, 8, 1)),
        ("Учитель-логопед", dt.date(2015, 8, 1)),
    ]
    assert list(user.category_records.values_list("kind", "assigned_on", "order_number", "position")) == [
        ("highest", dt.date(2024, 3, 12), "123-к", None)
    ]
    assert list(user.courses.values_list("title", "hours", "finished_on")) == [
        ("Речевое развитие", 72, dt.date(2023, 12, 31))
    ]


def test_a_full_date_of_birth_is_kept_only_where_the_kindergarten_wants_it(kindergarten: Kindergarten) -> None:
    kindergarten.keeps_birth_dates = True
    kindergarten.save()

    load(kindergarten, person(birth="09.05.1979"))

    assert Profile.objects.get().birth_date == dt.date(1979, 5, 9)


def test_a_category_belongs_to_the_only_post(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(category="СЗД"))

    assert CategoryRecord.objects.get().position == Position.objects.get(name="Воспитатель")


def test_an_address_is_not_needed(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(email=None), person(name="Ким Ли", email="-"))

    assert list(User.objects.values_list("last_name", "email")) == [("Зорина", None), ("Ким", None)]


def test_the_cost_in_queries_does_not_grow_with_the_rows(
    kindergarten: Kindergarten, django_assert_num_queries: Any
) -> None:
    def people(number: int, first: int) -> list[dict[str, Any]]:
        cells = {"category": "СЗД", "course": "Речь", "hours": 8}
        return [
            person(name=f"Зорин{'а' * n} Вера", email=f"p{n}@example.com", **cells)
            for n in range(first, first + number)
        ]

    load(kindergarten, *people(1, 0))
    with django_assert_num_queries(15):
        load(kindergarten, *people(1, 1))
    with django_assert_num_queries(15):
        load(kindergarten, *people(3, 2))


# --- Known people ---------------------------------------------------------------------------------------------------


def test_a_known_person_is_found_by_address_and_changed(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(experience=12, education="СПО"))

    (row,) = load(kindergarten, person(name="Яснова Вера Ивановна", experience=13, education="высшее")).rows

    assert row.state == State.CHANGED
    assert {column: (change.old, change.new) for column, change in row.changes.items()} == {
        Column.FULL_NAME: ("Зорина Вера Ивановна", "Яснова Вера Ивановна"),
        Column.EDUCATION: ("среднее профессиональное", "высшее, другое"),
        Column.EXPERIENCE: ("12 лет", "13 лет"),
    }
    assert User.objects.get().last_name == "Яснова"


def test_a_known_person_is_found_by_name_within_the_kindergarten(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(name="Ковалёва Вера Ивановна", email=None))

    changed = load(kindergarten, person(name="КОВАЛЕВА ВЕРА", email="k@example.com"))

    assert numbers(changed) == (0, 1, 0, 0)
    assert list(User.objects.values_list("last_name", "patronymic", "email")) == [
        ("Ковалёва", "Ивановна", "k@example.com")
    ]


def test_a_methodists_list_does_not_rename_a_network_administrator(
    kindergarten: Kindergarten, methodist: User, network_admin: User
) -> None:
    Membership.objects.create(user=network_admin, kindergarten=kindergarten)
    row = person(name="Взломова Майя", email=network_admin.email)

    load(kindergarten, row, by=methodist)
    network_admin.refresh_from_db()
    assert network_admin.last_name == "Сетевая"

    load(kindergarten, row, by=network_admin)
    network_admin.refresh_from_db()
    assert network_admin.last_name == "Взломова"


def test_a_namesake_in_another_kindergarten_is_another_person(kindergarten: Kindergarten) -> None:
    load(make_kindergarten("teremok"), person(email=None))

    assert numbers(load(kindergarten, person(email=None))) == (1, 0, 0, 0)


def test_empty_cells_take_nothing_away(kindergarten: Kindergarten) -> None:
    full = person(birth=1979, education="высшее", experience=5, category="первая", course="Речь", hours=72)
    load(kindergarten, full)

    assert numbers(load(kindergarten, {**dict.fromkeys(full), **person(email=None)})) == (0, 0, 1, 0)


def test_people_whom_the_list_does_not_name_are_left_alone(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())
    kept = rows_in_database()

    load(kindergarten, person(name="Ким Ли", email="kim@example.com"))

    assert [after - before for before, after in zip(kept, rows_in_database(), strict=True)] == [1, 1, 1, 1, 0, 0]


def test_experience_that_ages_by_itself_is_no_change(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(experience=12), title="на 01.09.2024")

    assert numbers(plan(kindergarten, person(experience=13), title="на 01.10.2025")) == (0, 0, 1, 0)
    assert numbers(plan(kindergarten, person(experience="12 лет 3 мес."), title="на 05.12.2024")) == (0, 0, 1, 0)
    assert numbers(plan(kindergarten, person(experience="12 лет 5 мес."), title="на 05.12.2024")) == (0, 1, 0, 0)


def test_a_day_found_later_completes_a_category_and_a_new_one_stands_beside_the_old(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(category="первая"))
    load(kindergarten, person(category="первая", category_day="12.03.2021", order="7"))
    load(kindergarten, person(category="высшая", category_day="12.03.2024"))

    assert list(CategoryRecord.objects.values_list("kind", "assigned_on", "order_number")) == [
        ("highest", dt.date(2024, 3, 12), ""),
        ("first", dt.date(2021, 3, 12), "7"),
    ]


def test_no_category_in_the_list_removes_none_and_is_said(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(category="первая"))

    (row,) = plan(kindergarten, person(category="б/к")).rows

    assert row.state == State.UNCHANGED
    assert row.notes == ["В списке категории нет, а здесь записано: первая категория. Ничего не удаляется."]


def test_a_course_is_completed_and_never_doubled(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(course="Речь", hours=72))
    load(kindergarten, person(course="РЕЧЬ", hours=36, course_day="01.02.2024"))
    load(kindergarten, person(course="Речь", hours=36))

    assert list(Course.objects.values_list("title", "hours", "finished_on")) == [("Речь", 36, dt.date(2024, 2, 1))]


def test_a_verified_course_stays_as_it_is(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(course="Речь", hours=72))
    Course.objects.update(verified_at=timezone.now())

    (row,) = load(kindergarten, person(course="Речь", hours=16)).rows

    assert (row.notes, Course.objects.get().hours) == (["Курсы «Речь» проверены и остаются как есть."], 72)


# --- Posts and roles ------------------------------------------------------------------------------------------------


def posts() -> list[tuple[str, dt.date | None, dt.date | None]]:
    return [(str(e.position), e.started_on, e.ended_on) for e in Employment.objects.select_related("position")]


def test_another_post_begins_on_the_day_of_the_list_and_the_old_one_ends_before_it(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(hired="01.08.2015"))

    load(kindergarten, person(post="Методист", hired="01.08.2015"))

    expected = [("Воспитатель", dt.date(2015, 8, 1), dt.date(2026, 8, 31)), ("Методист", AS_OF, None)]
    assert posts() == expected
    assert numbers(load(kindergarten, person(post="Методист", hired="01.08.2015"))) == (0, 0, 1, 0)
    assert posts() == expected


def test_a_second_post_joins_the_first(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())

    (row,) = load(kindergarten, person(post="Воспитатель + тьютор")).rows

    assert (row.changes[Column.POST].old, row.changes[Column.POST].new) == ("Воспитатель", "Воспитатель, Тьютор")
    assert posts() == [("Воспитатель", None, None), ("Тьютор", AS_OF, None)]


def test_a_post_mended_the_same_day_leaves_no_trace(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())
    load(kindergarten, person(post="Тьютор"))
    load(kindergarten, person(post="Методист"))

    assert [(name, began) for name, began, _ended in posts()] == [("Воспитатель", None), ("Методист", AS_OF)]


def test_an_old_list_does_not_end_a_newer_post(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())
    load(kindergarten, person(post="Методист"), title="на 01.10.2026")

    load(kindergarten, person(), title="на 01.09.2026")

    assert ("Методист", dt.date(2026, 10, 1), None) in posts()


def test_a_wrong_day_of_coming_is_mended(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())
    load(kindergarten, person(hired="01.08.2015"))
    load(kindergarten, person(hired="01.08.2016"))

    assert posts() == [("Воспитатель", dt.date(2016, 8, 1), None)]


def roles(email: str | None = "zorina@example.com") -> set[str]:
    return set(Membership.objects.current().filter(user__email=email).values_list("role", flat=True))


@pytest.mark.parametrize("post", ["Старший воспитатель", "Методист", "Зам. зав. по ВМР"])
def test_no_list_makes_a_methodist(kindergarten: Kindergarten, post: str) -> None:
    (row,) = load(kindergarten, person(post=post)).rows

    assert roles() == {"teacher"}
    assert row.notes == ["С этой должностью обычно дают роль методиста. Её дают на странице человека."]


def test_the_head_reads_reports_while_the_post_is_theirs(kindergarten: Kindergarten, methodist: User) -> None:
    (row,) = load(kindergarten, person(post="Заведующий"), by=methodist).rows
    assert (roles(), row.notes) == ({"head"}, ["Получит роль заведующего: доступ к отчётам."])
    Membership.objects.filter(role="head").update(since=dt.date(2020, 1, 1))

    load(kindergarten, person(), by=methodist, title="на 02.09.2026")

    assert roles() == {"teacher"}


def test_a_head_of_today_only_leaves_no_role_behind(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(post="Заведующая"))
    load(kindergarten, person(post="Тьютор"))

    assert list(Membership.objects.values_list("role", flat=True)) == ["teacher"]


def test_nobody_makes_themselves_a_head(kindergarten: Kindergarten, methodist: User) -> None:
    mine = person(name="Лугова Ольга Петровна", email=methodist.email, post="Заведующий, старший воспитатель")

    (row,) = load(kindergarten, mine, by=methodist).rows

    assert "head" not in roles(methodist.email)
    assert "Роль заведующего не дают себе; попросите администратора сети." in row.notes


def test_a_person_who_comes_back_belongs_again(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())
    Membership.objects.update(since=dt.date(2020, 1, 1), until=dt.date(2025, 1, 1))

    assert numbers(load(kindergarten, person())) == (0, 1, 0, 0)
    assert roles() == {"teacher"}


# --- People of other kindergartens ----------------------------------------------------------------------------------


@pytest.fixture
def stranger() -> User:
    there = make_kindergarten("teremok")
    return make_user(there, email="zorina@example.com", last_name="Зорина", first_name="Вера", patronymic="Ивановна")


def test_a_methodist_cannot_reach_for_people_of_others(
    kindergarten: Kindergarten, methodist: User, stranger: User
) -> None:
    row, column, reason = only_error(kindergarten, person(), by=methodist)

    assert (row, column) == (FIRST_ROW, Column.EMAIL)
    assert reason == "Этот адрес занят. Если человек работает и в другом детском саду, его добавит администратор сети."


def test_the_name_behind_an_address_elsewhere_is_not_told(
    kindergarten: Kindergarten, methodist: User, stranger: User
) -> None:
    guesses = [person(), person(name="Чужая Анна")]

    assert len({only_error(kindergarten, guess, by=methodist) for guess in guesses}) == 1


@pytest.mark.parametrize("who", ["network administrator", "console"])
def test_whoever_runs_the_network_lets_a_person_work_in_two_places(
    kindergarten: Kindergarten, network_admin: User, stranger: User, who: str
) -> None:
    loaded = load(kindergarten, person(), by=network_admin if who != "console" else None)

    assert numbers(loaded) == (1, 0, 0, 0)
    assert {str(m.kindergarten.slug) for m in stranger.memberships.select_related("kindergarten")} == {
        "teremok",
        "solnyshko",
    }
    assert numbers(load(kindergarten, person())) == (0, 0, 1, 0)


def test_even_they_do_not_join_another_name_to_an_address(kindergarten: Kindergarten, stranger: User) -> None:
    assert only_error(kindergarten, person(name="Чужая Анна"))[1] == Column.EMAIL


def test_a_person_who_left_for_another_kindergarten_is_no_longer_ours(
    kindergarten: Kindergarten, methodist: User, stranger: User
) -> None:
    since, until = dt.date(2019, 1, 1), dt.date(2020, 1, 1)
    Membership.objects.create(user=stranger, kindergarten=kindergarten, since=since, until=until)

    assert only_error(kindergarten, person(), by=methodist)[1] == Column.EMAIL
    assert numbers(plan(kindergarten, person(email=None), by=methodist)) == (1, 0, 0, 0)


# --- Wrong rows -----------------------------------------------------------------------------------------------------


def test_an_address_of_another_person_here_is_refused(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())

    assert only_error(kindergarten, person(name="Чужая Анна")) == (
        FIRST_ROW,
        Column.EMAIL,
        "Этот адрес у другого человека: Зорина Вера Ивановна.",
    )


def test_the_address_one_signs_in_with_is_not_changed_by_a_list(kindergarten: Kindergarten, teacher: User) -> None:
    theirs = person(name="Светлова Елена Викторовна", email="another@example.com")

    row, column, reason = only_error(kindergarten, theirs)

    assert (row, column, "входит с другим адресом" in reason) == (FIRST_ROW, Column.EMAIL, True)


def test_the_same_address_twice_is_wrong_in_the_second_row(kindergarten: Kindergarten) -> None:
    assert only_error(kindergarten, person(), person(name="Ким Ли")) == (
        FIRST_ROW + 1,
        Column.EMAIL,
        f"Такой же адрес стоит в строке {FIRST_ROW}.",
    )


@pytest.mark.parametrize("second", [{"email": None}, {"email": None, "name": "ЗОРИНА ВЕРА"}])
def test_the_same_person_twice_is_wrong_in_the_second_row(kindergarten: Kindergarten, second: dict[str, Any]) -> None:
    row, column, reason = only_error(kindergarten, person(), person(**second))

    assert (row, column) == (FIRST_ROW + 1, Column.FULL_NAME)
    assert reason.startswith(f"Этот человек уже есть в строке {FIRST_ROW}.")


def test_a_known_person_named_without_the_address_is_not_doubled(kindergarten: Kindergarten) -> None:
    load(kindergarten, person())

    for people in ([person(email=None), person()], [person(), person(email=None)]):
        assert only_error(kindergarten, *people)[:2] == (FIRST_ROW + 1, Column.FULL_NAME)


def test_two_new_namesakes_with_addresses_of_their_own_are_two_people(kindergarten: Kindergarten) -> None:
    people = [person(), person(email="another@example.com")]

    assert numbers(load(kindergarten, *people)) == (2, 0, 0, 0)
    assert numbers(load(kindergarten, *people)) == (0, 0, 2, 0)


def test_between_namesakes_only_an_address_tells(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(), person(email="another@example.com"))

    assert only_error(kindergarten, person(email=None))[2] == "Здесь несколько человек с таким именем. Укажите e-mail."


def test_what_the_database_would_refuse_is_said_at_the_cell(kindergarten: Kindergarten) -> None:
    errors = only_error(kindergarten, person(course="я" * 301, hours=8))

    assert errors[:2] == (FIRST_ROW, Column.COURSE)


def test_a_row_says_everything_that_is_wrong_with_it(kindergarten: Kindergarten) -> None:
    (row,) = plan(kindergarten, person(post="Космонавт", birth="31.02.1985", experience=-1, hours="много")).rows

    assert set(row.errors) == {Column.POST, Column.BIRTH, Column.EXPERIENCE, Column.COURSE_HOURS}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"post": None}, Column.POST),
        ({"name": None}, Column.FULL_NAME),
        ({"birth": 2000, "experience": 20}, Column.EXPERIENCE),
        ({"category": "первая", "category_day": "01.01.2040"}, Column.CATEGORY_DAY),
        ({"category": "первая 01.01.2040"}, Column.CATEGORY),
        ({"course": "Речь", "hours": None, "course_day": "01.02.2024"}, Column.COURSE_HOURS),
        ({"course": None, "hours": 72}, Column.COURSE),
        ({"name": "=1+1"}, Column.FULL_NAME),
    ],
)
def test_each_slip_is_said_at_its_cell(kindergarten: Kindergarten, cells: dict[str, Any], column: Column) -> None:
    assert only_error(kindergarten, person(**cells))[1] == column


def test_wrong_rows_stop_the_whole_list(kindergarten: Kindergarten) -> None:
    kept = rows_in_database()

    with pytest.raises(WrongRows) as wrong:
        load(kindergarten, person(), person(name=None, email="x@example.com"))

    assert (numbers(wrong.value.plan), rows_in_database()) == ((1, 0, 0, 1), kept)


def test_wrong_rows_can_be_left_out(kindergarten: Kindergarten) -> None:
    load(kindergarten, person(), person(name=None, email="x@example.com"), skip_wrong=True)

    assert User.objects.count() == 1


def test_a_plan_writes_nothing_and_says_what_loading_says(kindergarten: Kindergarten) -> None:
    people = [
        person(experience=3),
        person(name=None, email="x@example.com"),
        person(name="Ким Ли", email="kim@example.com"),
    ]
    kept = rows_in_database()

    planned = plan(kindergarten, *people)

    assert rows_in_database() == kept
    assert planned.fingerprint == load(kindergarten, *people, skip_wrong=True).fingerprint


# --- Safety ---------------------------------------------------------------------------------------------------------


def test_only_a_methodist_of_the_kindergarten_loads(
    kindergarten: Kindergarten, teacher: User, head: User, other_methodist: User
) -> None:
    for by in (teacher, head, other_methodist):
        with pytest.raises(PermissionDenied):
            load(kindergarten, person(), by=by)


def test_what_changed_since_the_list_was_shown_stops_it(kindergarten: Kindergarten, methodist: User) -> None:
    shown = plan(kindergarten, person(), by=methodist)
    make_user(kindergarten, email="zorina@example.com", last_name="Зорина", first_name="Вера")

    with pytest.raises(ListChanged):
        import_staff(staff_table(person()), kindergarten, by=methodist, expected=shown.fingerprint)


def test_an_address_taken_at_the_last_moment_leaves_nothing_half_written(
    kindergarten: Kindergarten, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(kindergarten, person(), person(name="Ким Ли", email="kim@example.com"))
    make_user(None, email="kim@example.com")
    monkeypatch.setattr("teachers.actions.staff.make_plan", lambda *args, **kwargs: planned)
    kept = rows_in_database()

    with pytest.raises(ListChanged):
        import_staff(staff_table(person()), kindergarten, by=None)

    assert rows_in_database() == kept


def test_nothing_beyond_the_named_fields_is_written(kindergarten: Kindergarten, teacher: User) -> None:
    teacher.is_superuser = True
    teacher.save()

    load(kindergarten, person(name="Светлова Елена Викторовна", email=teacher.email, experience=4))

    teacher.refresh_from_db()
    assert (teacher.is_superuser, teacher.check_password("secret")) == (True, True)
