"""What schools write into cells is understood; what cannot be, is said in words."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.dates import full_months
from common.spreadsheets import BadCell
from teachers.models import Position
from teachers.models.qualification import CategoryKind
from teachers.staff_import.columns import LABELS, Column, column_of
from teachers.staff_import.values.categories import Stated, assignment_of, categories_of, with_days
from teachers.staff_import.values.courses import hours_in, hours_of
from teachers.staff_import.values.dates import Birth, birth_of, day_of, days_in
from teachers.staff_import.values.education import Education, education_of
from teachers.staff_import.values.emails import email_of
from teachers.staff_import.values.experience import Experience, experience_in_words, experience_of
from teachers.staff_import.values.names import FullName, name_from, name_of
from teachers.staff_import.values.posts import PostBook
from teachers.staff_import.values.text import BadValue, folded, shown, something_in, words

TODAY = dt.date(2026, 9, 1)
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2040, 1, 1))
F, H, S = CategoryKind.FIRST, CategoryKind.HIGHEST, CategoryKind.SUITABLE
METHODIST, MENTOR = CategoryKind.TEACHER_METHODIST, CategoryKind.TEACHER_MENTOR


def reason(parse: Any, *cells: Any, **more: Any) -> str:
    with translation.override("ru"), pytest.raises(BadValue) as refused:
        parse(*cells, **more)
    return str(refused.value)


# --- Text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  Зорина\u00a0 Вера\n", "Зорина Вера"),
        ("Зо\u00adрина\u200b\x00", "Зорина"),
        (12, "12"),
        (1.5, "1.5"),
        (dt.date(2026, 9, 1), "01.09.2026"),
        (dt.datetime.fromisoformat("2026-09-01T00:00"), "01.09.2026"),
        (dt.time(9, 30), "09:30:00"),
        (BadCell("#REF!"), "#REF!"),
    ],
)
def test_a_cell_is_shown_as_a_person_reads_it(cell: Any, text: str) -> None:
    assert shown(cell) == text


@pytest.mark.parametrize("cell", ["-", " — ", "нет", "Нет данных", "н/д", "", None])
def test_a_dash_says_nothing(cell: Any) -> None:
    assert something_in(cell) == ""


@pytest.mark.parametrize("cell", [BadCell("=A1"), BadCell("#REF!")])
def test_a_broken_cell_is_no_empty_cell(cell: BadCell) -> None:
    assert "Впишите само значение" in reason(something_in, cell)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert (folded(folded(text)), words(words(text))) == (folded(text), words(text))


# --- Days -----------------------------------------------------------------------------------------------------------


@given(DAYS)
def test_a_day_is_read_in_every_usual_spelling(day: dt.date) -> None:
    months = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
    spellings: list[Any] = [
        day,
        dt.datetime.combine(day, dt.time.min),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year} г.",
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day.day} {months[day.month - 1]} {day.year} года",  # «сен» is enough of «сентября»
    ]

    assert {day_of(spelling) for spelling in spellings} == {day}


def test_a_bare_number_is_a_day_of_excels_calendar() -> None:
    assert day_of(46266) == dt.date(2026, 9, 1)


@pytest.mark.parametrize(("text", "day"), [("09.08.74", dt.date(1974, 8, 9)), ("09.08.24", dt.date(2024, 8, 9))])
def test_two_digits_of_a_year_are_enough(text: str, day: dt.date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("text", ["31.02.1985", "00.01.2020", "32.12.2020", "2020-13-01", "5 мур 2020"])
def test_a_day_that_never_was_is_named(text: str) -> None:
    assert reason(day_of, text) == f"Такого дня нет: {text}."


@pytest.mark.parametrize("text", ["вчера", "2024", "1234567", "01.02.2020 и 03.04.2021"])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert reason(day_of, text) == "Это не дата. Напишите так: 31.08.2024."


def test_a_day_to_come_is_refused_where_facts_are_asked() -> None:
    assert reason(day_of, "02.09.2026", not_after=TODAY) == "Этот день ещё не наступил."


def test_days_are_found_in_running_text() -> None:
    text = "Сведения на 1 сентября 2026 г. (приказ от 28.08.2026, 31.02.2020)"

    assert days_in(text) == [dt.date(2026, 9, 1), dt.date(2026, 8, 28)]


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("09.05.1979", Birth(1979, dt.date(1979, 5, 9))),
        (dt.date(1979, 5, 9), Birth(1979, dt.date(1979, 5, 9))),
        (1979, Birth(1979)),
        ("1979 г.р.", Birth(1979)),
        ("—", None),
    ],
)
def test_a_year_of_birth_is_enough(cell: Any, birth: Birth | None) -> None:
    assert birth_of(cell, as_of=TODAY) == birth


@pytest.mark.parametrize("cell", ["01.01.2031", 2031, "01.01.2015", 2015, 1900, "01.01.1900"])
def test_an_impossible_birth_is_refused(cell: Any) -> None:
    assert reason(birth_of, cell, as_of=TODAY).startswith("По этой дате")


# --- Names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Светлова Елена Викторовна", FullName("Светлова", "Елена", "Викторовна")),
        ("  СВЕТЛОВА  ЕЛЕНА ", FullName("Светлова", "Елена")),
        ("ким ли", FullName("Ким", "Ли")),
        ("Римская-Корсакова Анна Ивановна", FullName("Римская-Корсакова", "Анна", "Ивановна")),
        ("О'Нил Мэри-Энн", FullName("О'Нил", "Мэри-Энн")),
        ("Алиев Рашид Мамед оглы", FullName("Алиев", "Рашид", "Мамед оглы")),
        ("Салтыкова Щедрина Анна Ивановна", FullName("Салтыкова Щедрина", "Анна", "Ивановна")),
    ],
)
def test_a_whole_name_is_taken_apart(text: str, name: FullName) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "words_of_reason"),
    [
        ("Светлова", "Напишите фамилию и имя"),
        ("Светлова Е. В.", "только инициалы"),
        ("Светлова Е В", "только инициалы"),
        ("=HYPERLINK(1) Анна", "Имя состоит из букв"),
        ("Светлова Елена2", "Имя состоит из букв"),
        ("Мария Анна Луиза Кристина", "Неясно, где кончается фамилия"),
    ],
)
def test_a_name_that_is_none_is_explained(text: str, words_of_reason: str) -> None:
    assert words_of_reason in reason(name_of, text)


def test_three_cells_make_a_name() -> None:
    assert name_from("ЗОРИНА", "Вера", None) == FullName("Зорина", "Вера")
    assert name_from(None, "", "-") is None
    assert "Напишите фамилию и имя" in reason(name_from, "Зорина", None, "Ивановна")
    assert "только инициалы" in reason(name_from, "Зорина", "В.", None)


def test_names_are_compared_as_people_compare_them() -> None:
    name = FullName("Ковалёва", "Анна", "Ивановна")

    assert name.is_same_as(FullName("КОВАЛЕВА", "анна"))
    assert not name.is_same_as(FullName("Ковалёва", "Анна", "Петровна"))


# --- Experience -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "experience"),
    [
        (12, Experience(12)),
        ("12", Experience(12)),
        (12.5, Experience(12, 6)),
        ("0,25", Experience(0, 3)),
        (1.99, Experience(2, 0)),
        ("12 лет", Experience(12)),
        ("1 год", Experience(1)),
        ("12 лет 3 мес.", Experience(12, 3)),
        ("12л.3м.", Experience(12, 3)),
        ("12 г. 3 м. 5 дн.", Experience(12, 3)),
        ("5 лет и 11 месяцев", Experience(5, 11)),
        ("3 мес", Experience(0, 3)),
        ("18 месяцев", Experience(1, 6)),
        ("менее года", Experience(0)),
        ("б/с", Experience(0)),
        (0, Experience(0)),
        ("-", None),
        (None, None),
    ],
)
def test_experience_is_read_as_people_say_it(cell: Any, experience: Experience | None) -> None:
    assert experience_of(cell) == experience


@pytest.mark.parametrize(
    "cell", ["-4", -4, "−1", "семь", "12 лет 3 попугая", 2010, "лет", dt.date(2012, 3, 1), "5 дней"]
)
def test_what_is_no_experience_is_explained(cell: Any) -> None:
    assert reason(experience_of, cell)


@given(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 11)), DAYS.filter(lambda day: day.year > 1995))
def test_work_began_so_that_experience_comes_out(years: int, months: int | None, as_of: dt.date) -> None:
    experience = Experience(years, months)

    began = experience.began_on(as_of)

    assert experience.agrees_with(began, as_of)
    assert full_months(began, as_of) == years * 12 + (months or 0)


def test_twelve_years_agree_with_twelve_years_and_a_half() -> None:
    assert Experience(12).agrees_with(dt.date(2014, 3, 1), TODAY)
    assert not Experience(12, 0).agrees_with(dt.date(2014, 3, 1), TODAY)
    assert not Experience(0).agrees_with(None, TODAY)
    assert not Experience(0).agrees_with(dt.date(2026, 9, 2), TODAY)


def test_experience_is_said_in_right_plural_forms() -> None:
    with translation.override("ru"):
        said = [experience_in_words(day, TODAY) for day in (dt.date(2005, 6, 1), dt.date(2026, 9, 1), None)]

    assert said == ["21 год 3 месяца", "0 лет", ""]


# --- Categories -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        *[(t, [F]) for t in ("первая", "1 кк", "1кк", "I", "I кв. категория", "1-я", "Первая категория", "1 к/к")],
        *[
            (t, [H])
            for t in ("высшая", "ВКК", "вк", "в/к", "В КК", "высшая кв. кат.", "Высшая квалификационная категория")
        ],
        *[(t, [S]) for t in ("СЗД", "соответствие занимаемой должности", "соответствие", "соотв. зан. должн.")],
        *[
            (t, [])
            for t in ("б/к", "без категории", "Без кв. категории", "нет", "не имеет", "не аттестована", "-", None)
        ],
        *[(t, [METHODIST]) for t in ("педагог-методист", "Педагог методист")],
        ("педагог-наставник", [MENTOR]),
        ("высшая, педагог-методист", [H, METHODIST]),
        ("высшая / педагог-наставник", [H, MENTOR]),
        ("первая и первая", [F]),
    ],
)
def test_categories_are_read_as_schools_write_them(text: Any, kinds: list[CategoryKind]) -> None:
    assert [stated.kind for stated in categories_of(text)] == kinds


def test_a_day_and_an_order_beside_the_category_are_its_own() -> None:
    assert categories_of("1 кк, приказ № 123-к от 12.03.2024 г.") == [Stated(F, dt.date(2024, 3, 12), "123-к")]


@pytest.mark.parametrize("text", ["наивысшая", "вторая", "2 кк", "высшая третья", "есть"])
def test_a_word_that_is_no_category_is_named(text: str) -> None:
    assert reason(categories_of, text).startswith("Категории «")


@pytest.mark.parametrize(
    ("cell", "assignment"),
    [
        (dt.date(2024, 3, 12), ([dt.date(2024, 3, 12)], "")),
        ("12.03.2024, № 123", ([dt.date(2024, 3, 12)], "123")),
        ("приказ № 77-лс", ([], "77-лс")),
        ("12.03.2020; 15.10.2025", ([dt.date(2020, 3, 12), dt.date(2025, 10, 15)], "")),
        (None, ([], "")),
    ],
)
def test_a_day_of_assignment_may_bring_its_order(cell: Any, assignment: tuple[list[dt.date], str]) -> None:
    assert assignment_of(cell, not_after=TODAY) == assignment


def test_an_assignment_to_come_and_one_that_is_none_are_refused() -> None:
    assert reason(assignment_of, "02.09.2026", not_after=TODAY) == "Этот день ещё не наступил."
    assert reason(assignment_of, "весной", not_after=TODAY) == "Это не дата. Напишите так: 31.08.2024."


def test_days_are_shared_out_among_categories() -> None:
    day, later = dt.date(2020, 3, 12), dt.date(2025, 10, 15)
    both = [Stated(H), Stated(METHODIST)]

    assert with_days(both, [day, later], "7") == [Stated(H, day), Stated(METHODIST, later, "7")]
    assert with_days(both, [later], "") == [Stated(H), Stated(METHODIST, later)]
    assert with_days([], [later], "7") == []


# --- The rest -------------------------------------------------------------------------------------------------------

E = Education


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("высшее педагогическое", E("higher_pedagogical")),
        ("высшее дошкольное", E("higher_preschool")),
        ("Высшее", E("higher_other")),
        ("высшее (непедагогическое)", E("higher_other")),
        ("среднее профессиональное", E("secondary")),
        ("ср.-спец.", E("secondary", "ср.-спец.")),
        ("среднее специальное педагогическое", E("secondary_pedagogical")),
        ("СПО", E("secondary")),
        ("Высшее, КГПУ, 2005", E("higher_other", "Высшее, КГПУ, 2005")),
        ("педагогический колледж", E("secondary_pedagogical", "педагогический колледж")),
        ("студентка 3 курса", E("student", "студентка 3 курса")),
        ("кандидат наук", E("", "кандидат наук")),
        ("-", None),
    ],
)
def test_education_is_understood_and_its_words_are_kept(text: str, education: Education | None) -> None:
    assert education_of(text) == education


def test_posts_are_found_by_name_and_by_synonym() -> None:
    educator = Position(pk=1, name="Воспитатель", synonyms="восп.")
    musician = Position(pk=2, name="Музыкальный руководитель")
    therapist = Position(pk=3, name="Учитель-логопед", synonyms="логопед\nучитель логопед")
    book = PostBook([educator, musician, therapist])

    assert book.posts_in("ВОСПИТАТЕЛЬ") == [educator]
    assert book.posts_in("Восп") == [educator]
    assert book.posts_in("учитель логопед (0,5 ставки)") == [therapist]
    assert book.posts_in("воспитатель / музыкальный руководитель и логопед") == [educator, musician, therapist]
    assert book.posts_in("воспитатель, воспитатель") == [educator]
    assert book.posts_in(" — ") == []
    assert reason(book.posts_in, "Вастипатель") == "Должности «Вастипатель» нет. Может быть, «Воспитатель»?"
    assert reason(book.posts_in, "Космонавт").startswith("Должности «Космонавт» нет. Напишите её так")


@pytest.mark.parametrize(("cell", "hours"), [(72, 72), ("72", 72), ("72 ч.", 72), ("16 часов", 16), ("-", None)])
def test_hours_are_read(cell: Any, hours: int | None) -> None:
    assert hours_of(cell) == hours


@pytest.mark.parametrize("cell", ["семьдесят два", 0, 2001, 1.5, -72])
def test_what_is_no_number_of_hours_is_refused(cell: Any) -> None:
    assert reason(hours_of, cell)


def test_hours_are_found_beside_the_topic() -> None:
    assert [hours_in(text) for text in ("Первая помощь, 72 ч.", "16 часов", "Проекты 2024", "9999 ч")] == [
        72,
        16,
        None,
        None,
    ]


@pytest.mark.parametrize(("cell", "address"), [(" Anna@Example.COM ", "anna@example.com"), ("mailto:a@b.ru", "a@b.ru")])
def test_addresses_are_in_small_letters(cell: str, address: str) -> None:
    assert (email_of(cell), email_of("нет")) == (address, "")


@pytest.mark.parametrize("cell", ["не помню", "a@b", "рedagog@example.com", "a@b.ru, c@d.ru", 79001234567])
def test_what_is_no_address_is_refused(cell: Any) -> None:
    assert reason(email_of, cell).startswith("Это не адрес")


# --- Columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Ф.И.О. педагога", Column.FULL_NAME),
        ("Фамилия, имя, отчество", Column.FULL_NAME),
        ("Педагог", Column.FULL_NAME),
        ("Фамилия", Column.LAST_NAME),
        ("Отчество (при наличии)", Column.PATRONYMIC),
        ("Занимаемая должность", Column.POST),
        ("Педагогический стаж, лет", Column.EXPERIENCE),
        ("Общий стаж", None),
        ("Стаж в должности", None),
        ("Категория / СЗД", Column.CATEGORY),
        ("Планируемая категория", None),
        ("Дата присвоения квалификационной категории", Column.CATEGORY_DAY),
        ("Дата и № приказа", Column.CATEGORY_DAY),
        ("№ приказа", Column.CATEGORY_ORDER),
        ("Курсы ПК: тема", Column.COURSE),
        ("Повышение квалификации (последнее)", Column.COURSE),
        ("Кол-во часов", Column.COURSE_HOURS),
        ("Дата окончания курсов", Column.COURSE_DAY),
        ("Эл. почта", Column.EMAIL),
        ("Год рождения", Column.BIRTH),
        ("Дата приёма на работу", Column.HIRED),
        ("Образование, специальность", Column.EDUCATION),
        ("Телефон", None),
        ("Группа", None),
        ("", None),
    ],
)
def test_columns_are_known_by_what_schools_call_them(header: str, column: Column | None) -> None:
    assert column_of(header) == column


@pytest.mark.parametrize("language", ["ru", "en"])
def test_our_own_names_of_columns_are_understood(language: str) -> None:
    with translation.override(language):
        assert {column_of(str(label)): column for column, label in LABELS.items()} == {c: c for c in Column}
