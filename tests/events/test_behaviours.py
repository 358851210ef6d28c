"""What forms can do beyond the usual: parts of notes, who writes them, who reads them, and when."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.actions import notes
from events.actions.notes import Owner, Words, WrittenMeanwhile, stamp_of
from events.behaviours import About, Behaviour, Opens, Part, Readers, Writers, all_behaviours, behaviour_of
from events.models import CoHost, Event, EventForm, Note, Registration
from events.note_rights import standing_of
from teachers.models import User
from tests.factories import make_event, make_group, make_note, make_past_event, make_registration
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]


class Circle(Behaviour):
    """A behaviour as somebody else would write it: one file, and nothing but this class in it."""

    code = "test_circle"
    name = "круг вопросов"
    title = "Круг вопросов"
    parts = (
        Part("question", "Вопросы", Writers.PARTICIPANTS, Readers.EVERYBODY, many=True, button="Задать вопрос"),
        Part("kitchen", "Кухня ведущих", Writers.HOSTS, Readers.HOSTS),
        Part("talk", "Разговор", Writers.PAIR, Readers.PAIR, About.PERSON, many=True, can_be_done=True),
        Part("notes", "Записи группы", Writers.MEMBERS, Readers.PARTICIPANTS, About.GROUP),
        Part("outlook", "Взгляд со стороны", Writers.EXPERT, Readers.EVERYBODY, opens=Opens.AT_END, outlives=True),
    )
    has_groups = True


@pytest.fixture(autouse=True)
def _registry() -> Iterator[None]:
    """The behaviour of this file is among all of them, and only while these tests run."""
    all_behaviours.cache_clear()
    yield
    all_behaviours.cache_clear()


@pytest.fixture
def circle(teacher: User) -> Event:
    form = EventForm.objects.create(code="circle", name="Круг вопросов", icon="people", behaviour="test_circle")
    return make_past_event(teacher, form=form, form_code="lounge")


@pytest.fixture
def mine(circle: Event, colleague: User) -> Registration:
    return make_registration(circle, colleague)


def part_of(event: Event, kind: str) -> Part:
    part = behaviour_of(event).part(kind)
    assert part is not None
    return part


def readers(event: Event, kind: str, people: dict[str, User], registration: Registration | None = None) -> set[str]:
    pk = registration.pk if registration else None
    part = part_of(event, kind)
    return {name for name, person in people.items() if standing_of(person, event).reads(part, registration_pk=pk)}


def writers(event: Event, kind: str, people: dict[str, User], **owner: object) -> set[str]:
    part = part_of(event, kind)
    return {name for name, person in people.items() if standing_of(person, event).writes(part, **owner)}  # type: ignore[arg-type]


@pytest.fixture
def people(teacher: User, colleague: User, head: User, methodist: User, network_admin: User) -> dict[str, User]:
    """`host`, `participant`, `passer` who has not joined, the methodist and the network's administrator."""
    return {
        "host": teacher,
        "participant": colleague,
        "passer": head,
        "methodist": methodist,
        "network": network_admin,
    }


# --- A file more is a behaviour more --------------------------------------------------------------------------------


def test_a_class_in_a_file_is_a_behaviour(circle: Event) -> None:
    assert type(behaviour_of(circle)) is Circle


def test_it_is_drawn_without_a_template_of_its_own(
    circle: Event, mine: Registration, colleague: User, sign_in: SignIn
) -> None:
    make_note(circle, "question", colleague, "Почему дети молчат?", registration=mine)

    page = sign_in(colleague).get(circle.get_absolute_url()).content.decode()

    shown = ["Круг вопросов", "Почему дети молчат?", "Задать вопрос", "Кухня ведущих"]
    assert [words in page for words in shown] == [True, True, True, False]


def test_the_ten_forms_name_behaviours_that_are_there(db: None) -> None:
    named = set(EventForm.objects.exclude(behaviour="").values_list("behaviour", flat=True))

    assert named == {"case_study", "laboratory", "consultation", "internship", "trial"}
    assert named < all_behaviours().keys()


def test_a_form_with_a_code_that_no_file_knows_behaves_plainly(teacher: User) -> None:
    event = make_event(teacher)
    event.form.behaviour = "gone"

    assert behaviour_of(event).code == ""


# --- Who reads ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("question", {"host", "participant", "passer", "methodist", "network"}),
        ("notes", {"host", "participant", "methodist", "network"}),
        ("kitchen", {"host"}),
        ("talk", {"host", "participant"}),
    ],
)
def test_each_kind_of_readers(
    circle: Event, mine: Registration, people: dict[str, User], kind: str, expected: set[str]
) -> None:
    assert readers(circle, kind, people, mine) == expected


def test_what_is_between_two_is_not_read_by_another_participant(
    circle: Event, mine: Registration, colleague: User, head: User, sign_in: SignIn
) -> None:
    make_registration(circle, head)
    note = make_note(circle, "talk", colleague, "Боюсь родителей", registration=mine)

    page = sign_in(head).get(reverse("events:work", args=[circle.pk])).content.decode()

    assert "Боюсь родителей" not in page
    assert sign_in(head).get(reverse("events:mend", args=[circle.pk, note.pk])).status_code == 404


def test_a_methodist_does_not_read_the_private_plan_of_a_consultation(
    teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_past_event(teacher, form_code="consultation")
    mine = make_registration(event, colleague)
    note = make_note(event, "step", teacher, "Написать одну страницу", registration=mine)
    pages = [event.get_absolute_url(), reverse("events:work", args=[event.pk])]

    read = {
        person.pk: ["Написать одну страницу" in sign_in(person).get(page).content.decode() for page in pages]
        for person in (teacher, colleague, methodist)
    }

    assert read == {teacher.pk: [True, True], colleague.pk: [True, True], methodist.pk: [False, False]}
    assert sign_in(methodist).get(reverse("events:mend", args=[event.pk, note.pk])).status_code == 404


def test_whoever_left_still_reads_what_they_wrote(circle: Event, mine: Registration, colleague: User) -> None:
    Registration.objects.filter(pk=mine.pk).update(state="left")

    assert readers(circle, "talk", {"gone": colleague}, mine) == {"gone"}
    assert writers(circle, "talk", {"gone": colleague}, registration=Registration.objects.get()) == set()


def test_a_second_host_reads_and_writes_like_the_first(circle: Event, mine: Registration, head: User) -> None:
    CoHost.objects.create(event=circle, person=head, state=CoHost.State.AGREED)

    assert readers(circle, "talk", {"second": head}, mine) == {"second"}
    assert writers(circle, "kitchen", {"second": head}) == {"second"}


def test_names_of_strangers_stand_only_as_they_allow(
    circle: Event, mine: Registration, outsider: User, colleague: User, teacher: User, sign_in: SignIn
) -> None:
    Event.objects.filter(pk=circle.pk).update(audience=Event.Audience.NETWORK)
    theirs = make_registration(circle, outsider)
    make_note(circle, "question", outsider, registration=theirs)

    pages = [sign_in(reader).get(circle.get_absolute_url()).content.decode() for reader in (colleague, teacher)]

    assert [outsider.last_name in page for page in pages] == [False, True]


# --- Who writes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("question", {"participant"}), ("kitchen", {"host"}), ("outlook", {"host"})],
)
def test_each_kind_of_writers(
    circle: Event, mine: Registration, people: dict[str, User], kind: str, expected: set[str]
) -> None:
    assert writers(circle, kind, people) == expected


def test_the_pair_writes_about_the_one(circle: Event, mine: Registration, people: dict[str, User], head: User) -> None:
    another = make_registration(circle, head)

    assert writers(circle, "talk", people, registration=mine) == {"host", "participant"}
    assert writers(circle, "talk", people, registration=another) == {"host", "passer"}


def test_only_members_write_for_their_group(circle: Event, mine: Registration, head: User, people: dict) -> None:
    ours, theirs = make_group(circle, mine), make_group(circle, make_registration(circle, head))

    assert writers(circle, "notes", people, group=ours) == {"participant"}
    assert writers(circle, "notes", people, group=theirs) == {"passer"}


def test_the_expert_is_the_second_host_where_there_is_one(circle: Event, teacher: User, head: User) -> None:
    CoHost.objects.create(event=circle, person=head, state=CoHost.State.AGREED)

    assert writers(circle, "outlook", {"host": teacher, "second": head}) == {"second"}


# --- When -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "starts_in_hours", "expected"),
    [
        ("draft", 48, {"kitchen"}),
        ("published", 48, {"question", "kitchen"}),
        ("published", -72, {"question", "kitchen", "outlook"}),
        ("closed", -72, {"outlook"}),
        ("cancelled", -72, set()),
    ],
)
def test_each_part_has_its_time(
    circle: Event, mine: Registration, people: dict[str, User], state: str, starts_in_hours: int, expected: set[str]
) -> None:
    begins = timezone.now() + dt.timedelta(hours=starts_in_hours)
    Event.objects.filter(pk=circle.pk).update(state=state, starts_at=begins, ends_at=begins + dt.timedelta(hours=1))
    circle.refresh_from_db()

    assert {kind for kind in ("question", "kitchen", "outlook") if writers(circle, kind, people)} == expected


# --- Writing, mending, taking away ----------------------------------------------------------------------------------


def test_a_note_is_written_from_the_page(
    circle: Event, mine: Registration, colleague: User, teacher: User, sign_in: SignIn
) -> None:
    address = f"{reverse('events:write', args=[circle.pk, 'talk'])}?participant={mine.pk}"

    response = sign_in(teacher).post(address, {"text": "С чего начать разговор"})

    note = Note.objects.get()
    assert (response.status_code, note.kind, note.registration, note.author) == (302, "talk", mine, teacher)


def test_an_empty_note_is_asked_for_beside_the_field(circle: Event, teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post(reverse("events:write", args=[circle.pk, "kitchen"]), {"text": "  "})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["text"])
    assert not Note.objects.exists()


def test_a_part_of_one_note_takes_no_second(circle: Event, teacher: User) -> None:
    part = part_of(circle, "kitchen")
    notes.write(circle, part, Words("Первая"), by=teacher, owner=Owner())

    with pytest.raises(WrittenMeanwhile):
        notes.write(circle, part, Words("Вторая"), by=teacher, owner=Owner())


def test_the_second_of_two_tabs_reads_what_the_first_saved(circle: Event, teacher: User, sign_in: SignIn) -> None:
    note = make_note(circle, "kitchen", teacher, "Как было")
    seen = stamp_of(note)
    notes.mend(note, Words("Первая вкладка"), seen=seen, by=teacher)
    address = reverse("events:mend", args=[circle.pk, note.pk])

    late = sign_in(teacher).post(address, {"text": "Вторая вкладка", "seen": seen})

    page = late.content.decode()
    assert (late.context["there"].text, late.context["form"]["text"].value()) == ("Первая вкладка", "Вторая вкладка")
    assert "Первая вкладка" in page
    sign_in(teacher).post(address, {"text": "Вторая вкладка", "seen": late.context["form"]["seen"].value()})
    assert Note.objects.get().text == "Вторая вкладка"


def test_two_who_begin_the_same_note_do_not_overwrite_one_another(
    circle: Event, teacher: User, sign_in: SignIn
) -> None:
    make_note(circle, "kitchen", teacher, "Уже есть")

    late = sign_in(teacher).post(reverse("events:write", args=[circle.pk, "kitchen"]), {"text": "Ещё одна"})

    mend = reverse("events:mend", args=[circle.pk, late.context["there"].pk])
    assert f'action="{mend}"' in late.content.decode()
    assert Note.objects.get().text == "Уже есть"


def test_an_entry_among_many_is_mended_by_its_author_alone(
    circle: Event, mine: Registration, colleague: User, head: User, sign_in: SignIn
) -> None:
    make_registration(circle, head)
    note = make_note(circle, "question", colleague, registration=mine)
    address = reverse("events:mend", args=[circle.pk, note.pk])

    statuses = [sign_in(person).get(address).status_code for person in (colleague, head)]

    assert statuses == [200, 403]


def test_an_entry_is_deleted_by_its_author_while_the_event_is_open(
    circle: Event, mine: Registration, colleague: User, sign_in: SignIn
) -> None:
    kept, gone = (make_note(circle, "question", colleague, registration=mine) for _ in range(2))
    address = "events:take_away"
    sign_in(colleague).post(reverse(address, args=[circle.pk, gone.pk]))
    Event.objects.update(state="closed")

    late = sign_in(colleague).post(reverse(address, args=[circle.pk, kept.pk]))

    assert (late.status_code, list(Note.objects.all())) == (403, [kept])


def test_a_note_of_another_event_is_not_found(circle: Event, colleague: User, teacher: User, sign_in: SignIn) -> None:
    note = make_note(circle, "kitchen", teacher)
    another = make_past_event(teacher, form=circle.form)

    assert sign_in(teacher).get(reverse("events:mend", args=[another.pk, note.pk])).status_code == 404


def test_a_participant_of_another_event_is_no_owner(
    circle: Event, mine: Registration, teacher: User, sign_in: SignIn
) -> None:
    another = make_past_event(teacher, form=circle.form)
    address = f"{reverse('events:write', args=[another.pk, 'talk'])}?participant={mine.pk}"

    assert sign_in(teacher).post(address, {"text": "Слова"}).status_code == 404
    with pytest.raises(PermissionDenied):
        notes.write(another, part_of(circle, "talk"), Words("Слова"), by=teacher, owner=Owner(registration=mine))


def test_steps_are_ticked_by_the_one_who_makes_them(
    circle: Event, mine: Registration, colleague: User, teacher: User, sign_in: SignIn
) -> None:
    step = make_note(circle, "talk", teacher, registration=mine)
    address = reverse("events:tick", args=[circle.pk, step.pk])

    statuses = [sign_in(person).post(address, {"done": "1"}).status_code for person in (teacher, colleague)]

    assert (statuses, Note.objects.get().is_done) == ([403, 302], True)


# --- What it costs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["detail", "work"])
@pytest.mark.parametrize("reader", ["host", "participant"])
def test_the_work_costs_the_same_whatever_was_written(
    circle: Event, mine: Registration, people: dict[str, User], sign_in: SignIn, which: str, reader: str
) -> None:
    browser, group = sign_in(people[reader]), make_group(circle, mine)

    def add_a_row() -> None:
        make_note(circle, "question", people["participant"], registration=mine)
        make_note(circle, "talk", people["host"], registration=mine)
        make_note(circle, "notes", people["participant"], group=group)

    one, three = costs(lambda: browser.get(reverse(f"events:{which}", args=[circle.pk])), add_a_row)

    assert one == three <= MOST


# --- Laboratory -----------------------------------------------------------------------------------------------------


@pytest.fixture
def laboratory(teacher: User) -> Event:
    return make_past_event(teacher, form_code="laboratory")


def test_each_researcher_adds_trials_with_their_day(laboratory: Event, colleague: User, sign_in: SignIn) -> None:
    make_registration(laboratory, colleague)
    day = timezone.localdate(laboratory.starts_at)

    sign_in(colleague).post(
        reverse("events:write", args=[laboratory.pk, "journal"]),
        {"text": "Песок вместо стола: молчали дольше", "happened_on": day.isoformat()},
    )

    note = Note.objects.get()
    assert (note.happened_on, note.registration, note.author) == (day, laboratory.registrations.get(), colleague)


@pytest.mark.parametrize(("days", "field"), [(1, "happened_on"), (-10, "happened_on")])
def test_a_trial_is_neither_of_tomorrow_nor_before_the_beginning(
    laboratory: Event, colleague: User, sign_in: SignIn, days: int, field: str
) -> None:
    make_registration(laboratory, colleague)
    day = timezone.localdate() + dt.timedelta(days=days)

    response = sign_in(colleague).post(
        reverse("events:write", args=[laboratory.pk, "journal"]), {"text": "Слова", "happened_on": day.isoformat()}
    )

    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["text"].value() == "Слова"


def test_the_journal_is_for_those_who_take_part(
    laboratory: Event, colleague: User, head: User, sign_in: SignIn
) -> None:
    mine = make_registration(laboratory, colleague)
    make_note(laboratory, "journal", colleague, "Видела впервые", registration=mine)
    make_note(laboratory, "hypothesis", laboratory.host, "Если тише, то слышнее")

    page = sign_in(head).get(reverse("events:work", args=[laboratory.pk])).content.decode()

    assert ("Если тише, то слышнее" in page, "Видела впервые" in page) == (True, False)


def test_a_laboratory_half_way_says_how_far_it_is(laboratory: Event, teacher: User, sign_in: SignIn) -> None:
    ahead = timezone.now() + dt.timedelta(days=30)
    laboratory.meetings.create(starts_at=ahead, ends_at=ahead + dt.timedelta(hours=1))
    make_note(laboratory, "journal", teacher)

    page = sign_in(teacher).get(laboratory.get_absolute_url()).content.decode()

    assert ("прошло встреч: 1 из 2" in page, "1 запись в журнале" in page) == (True, True)


# --- The behaviour's own hours --------------------------------------------------------------------------------------


def test_hours_of_a_consultation_are_the_length_of_its_time(teacher: User, colleague: User) -> None:
    event = make_event(teacher, form_code="consultation")
    begins = event.starts_at
    mine = make_registration(event, colleague, slot_starts_at=begins, slot_ends_at=begins + dt.timedelta(minutes=40))

    assert behaviour_of(event).hours_of(mine) == Decimal("0.75")


def test_hours_of_a_plain_form_are_those_of_its_meetings(teacher: User, colleague: User) -> None:
    event = make_event(teacher)

    assert behaviour_of(event).hours_of(make_registration(event, colleague)) is None
