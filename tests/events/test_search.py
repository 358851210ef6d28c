"""Search among events: the same words find the same events on both databases."""

import pytest
from django.db import connection

from events.models import Event, EventForm
from events.tasks import reindex
from teachers.models import User
from tests.factories import make_event

TITLES = {
    "circle": "Утренний круг без спешки",
    "child": "Детский вопрос как начало проекта",
    "tree": "Ёлка в группе: игры и звёзды",
    "kit": "Ребёнок с ОВЗ в обычной группе",
    "theatre": "Театр «Из ничего» (часть 2)",
    "round": "Круглый стол № 15",
}


@pytest.fixture
def events(teacher: User) -> dict[int, str]:
    """{id: its name above}"""
    return {make_event(teacher, title=title).pk: name for name, title in TITLES.items()}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("круг", {"circle", "round"}),
        ("круга утренние", {"circle"}),
        ("утренние круги", {"circle"}),
        ("ЁЛКИ", {"tree"}),
        ("елку", {"tree"}),
        ("звезда", {"tree"}),
        ("группа", {"tree", "kit"}),
        ("овз", {"kit"}),
        ("проект", {"child"}),
        ("вопросы детский", {"child"}),
        ("теат", {"theatre"}),
        ("театр 2", {"theatre"}),
        ("15", {"round"}),
        ("5", set()),
        ("мастер-класс", set(TITLES)),
        ("светловой", set(TITLES)),
        ("игры в группе", {"tree"}),
        ("рыба", set()),
    ],
)
def test_words_are_found_in_any_form(events: dict[int, str], words: str, found: set[str]) -> None:
    assert {events[event.pk] for event in Event.objects.mentioning(words)} == found


@pytest.mark.parametrize("words", ["", " ", "%", "_", "'", "''", "\\", "' OR 1=1 --", "круг' & !'", ":*", "\0", "🙂"])
def test_odd_input_is_only_text(events: dict[int, str], words: str) -> None:
    assert {events[event.pk] for event in Event.objects.mentioning(words)} <= {"circle", "round"}


def test_a_very_long_query_is_answered(events: dict[int, str]) -> None:
    assert list(Event.objects.mentioning("круг " * 2000 + "я" * 10_000)) == []


def test_what_is_saved_is_found_by_its_new_words(teacher: User) -> None:
    event = make_event(teacher, title="Театр из ничего")
    event.title = "Музыка для перехода"
    event.save(update_fields=["title"])

    assert [Event.objects.mentioning(words).exists() for words in ("театр", "музыка")] == [False, True]


def test_saving_something_else_reads_neither_host_nor_form(
    teacher: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    event = Event.objects.get(pk=make_event(teacher).pk)

    with django_assert_num_queries(1):  # type: ignore[operator]
        event.save(update_fields=["capacity"])


def test_rows_written_in_bulk_are_indexed_when_told(teacher: User) -> None:
    Event.objects.filter(pk=make_event(teacher).pk).update(title="Музыка для перехода")

    assert (Event.objects.reindex(), Event.objects.reindex()) == (1, 0)
    assert Event.objects.mentioning("музыки").exists()


def test_a_new_surname_and_a_new_name_of_the_form_are_found_overnight(teacher: User) -> None:
    event = make_event(teacher)
    User.objects.filter(pk=teacher.pk).update(last_name="Журавлёва")
    EventForm.objects.filter(pk=event.form_id).update(name="Ярмарка")

    reindex()

    assert list(Event.objects.mentioning("журавлева ярмарки")) == [event]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has the index")
def test_postgresql_answers_from_the_index(events: dict[int, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "events_by_words" in Event.objects.mentioning("круги").explain()
