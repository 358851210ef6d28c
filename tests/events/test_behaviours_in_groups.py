"""Case study: sub-groups, their solutions, the vote."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from events.actions import groups, notes
from events.actions.groups import SolutionsAreThere, how_many_groups
from events.actions.notes import Owner, Words
from events.behaviours.case_study import CaseStudy
from events.models import Event, Group, Note, Registration, Vote
from teachers.models import Kindergarten, User
from tests.factories import make_group, make_note, make_past_event, make_registration, make_user

SignIn = Callable[[User], Client]


@pytest.fixture
def case(teacher: User) -> Event:
    return make_past_event(teacher, form_code="case-study")


@pytest.fixture
def nine(case: Event, kindergarten: Kindergarten) -> list[Registration]:
    return [make_registration(case, make_user(kindergarten)) for _ in range(9)]


def sizes(event: Event) -> list[int]:
    return [group.members.count() for group in event.groups.order_by("pk")]


# --- Groups ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "size", "number"), [(0, 4, 0), (1, 4, 1), (5, 4, 1), (6, 4, 2), (9, 4, 2), (10, 4, 3), (20, 4, 5)]
)
def test_groups_are_about_as_large_as_was_asked(people: int, size: int, number: int) -> None:
    assert how_many_groups(people, size) == number


def test_people_are_dealt_out_evenly(case: Event, nine: list[Registration], teacher: User) -> None:
    groups.split(case, 4, by=teacher)

    assert sizes(case) == [5, 4]


def test_whoever_left_is_in_no_group(case: Event, nine: list[Registration], teacher: User) -> None:
    Registration.objects.filter(pk=nine[0].pk).update(state="left")

    groups.split(case, 4, by=teacher)

    assert sizes(case) == [4, 4]


def test_dividing_anew_leaves_no_empty_groups(case: Event, nine: list[Registration], teacher: User) -> None:
    groups.split(case, 2, by=teacher)
    groups.split(case, 4, by=teacher)

    assert (sizes(case), Group.objects.count()) == ([5, 4], 2)


def test_nobody_is_dealt_out_anew_once_a_group_has_written(
    case: Event, nine: list[Registration], teacher: User
) -> None:
    groups.split(case, 4, by=teacher)
    make_note(case, "solution", nine[0].teacher, group=case.groups.first())

    with pytest.raises(SolutionsAreThere):
        groups.split(case, 3, by=teacher)


def test_people_are_moved_by_hand(case: Event, nine: list[Registration], teacher: User, sign_in: SignIn) -> None:
    chosen = {f"person-{row.pk}": str(1 + number // 3) for number, row in enumerate(nine)}

    sign_in(teacher).post(reverse("events:groups", args=[case.pk]), chosen | {f"person-{nine[8].pk}": "0"})

    assert sizes(case) == [3, 3, 2]
    sign_in(teacher).post(reverse("events:groups", args=[case.pk]), chosen)
    assert sizes(case) == [3, 3, 3]


def test_a_group_with_a_solution_stays_when_it_is_emptied(case: Event, nine: list[Registration], teacher: User) -> None:
    group = make_group(case, nine[0])
    make_note(case, "solution", nine[0].teacher, group=group)

    groups.arrange(case, {nine[0].pk: 0}, by=teacher)

    assert (list(Group.objects.all()), sizes(case)) == ([group], [0])


def test_people_of_another_event_are_not_put_into_groups(case: Event, teacher: User, colleague: User) -> None:
    stranger = make_registration(make_past_event(teacher), colleague)

    groups.arrange(case, {stranger.pk: 1}, by=teacher)

    assert sizes(case) == []


def test_a_group_size_that_makes_no_sense_is_said_beside_the_field(
    case: Event, nine: list[Registration], teacher: User, sign_in: SignIn
) -> None:
    response = sign_in(teacher).post(reverse("events:groups", args=[case.pk]), {"split": "1", "size": "1"})

    assert (list(response.context["form"].errors), sizes(case)) == (["size"], [])


# --- The vote -------------------------------------------------------------------------------------------------------


@pytest.fixture
def solved(case: Event, nine: list[Registration], teacher: User) -> list[Note]:
    """Two groups, each with its solution; the vote goes on."""
    groups.split(case, 4, by=teacher)
    solutions = [
        make_note(case, "solution", group.members.all()[0].teacher, f"Решение {group.name}", group=group)
        for group in case.groups.order_by("pk")
    ]
    groups.let_vote(case, by=teacher)
    return solutions


def voices(event: Event) -> list[int]:
    return [note.votes.count() for note in event.notes.filter(kind="solution").order_by("pk")]


def test_each_participant_has_one_voice(case: Event, nine: list[Registration], solved: list[Note]) -> None:
    for _ in range(2):
        groups.vote(solved[1], by=nine[0].teacher)

    assert voices(case) == [0, 1]


def test_nobody_votes_for_their_own_group(nine: list[Registration], solved: list[Note]) -> None:
    with pytest.raises(PermissionDenied):
        groups.vote(solved[0], by=nine[0].teacher)


def test_a_voice_moves_until_the_vote_is_over(case: Event, colleague: User, teacher: User, solved: list[Note]) -> None:
    make_registration(case, colleague)
    for solution in solved:
        groups.vote(solution, by=colleague)
    groups.end_vote(case, by=teacher)

    with pytest.raises(PermissionDenied):
        groups.vote(solved[0], by=colleague)
    assert voices(case) == [0, 1]


def test_hosts_and_passers_by_do_not_vote(teacher: User, head: User, solved: list[Note]) -> None:
    for person in (teacher, head):
        with pytest.raises(PermissionDenied):
            groups.vote(solved[0], by=person)


def test_the_vote_needs_two_solutions(case: Event, nine: list[Registration], teacher: User) -> None:
    group = make_group(case, nine[0])
    make_note(case, "solution", nine[0].teacher, group=group)

    with pytest.raises(PermissionDenied):
        groups.let_vote(case, by=teacher)


def test_solutions_stay_as_they_are_once_people_vote(nine: list[Registration], solved: list[Note]) -> None:
    with pytest.raises(PermissionDenied):
        notes.mend(solved[0], Words("Подправлю"), seen=notes.stamp_of(solved[0]), by=nine[0].teacher)


def test_a_member_mends_what_another_member_wrote(case: Event, nine: list[Registration], teacher: User) -> None:
    group, part = make_group(case, *nine[:2]), CaseStudy.parts[1]
    note = notes.write(case, part, Words("Первый шаг"), by=nine[0].teacher, owner=Owner(group=group))

    notes.mend(note, Words("Первый и второй шаг"), seen=notes.stamp_of(note), by=nine[1].teacher)

    assert Note.objects.get().text == "Первый и второй шаг"


def test_voices_are_shown_once_the_vote_is_over(
    case: Event, nine: list[Registration], teacher: User, solved: list[Note], sign_in: SignIn
) -> None:
    groups.vote(solved[1], by=nine[0].teacher)
    address = reverse("events:work", args=[case.pk])
    readers = [sign_in(teacher), sign_in(nine[0].teacher)]

    during = ["1 голос" in reader.get(address).content.decode() for reader in readers]
    groups.end_vote(case, by=teacher)
    after = ["1 голос" in reader.get(address).content.decode() for reader in readers]

    assert (during, after) == ([False, False], [True, True])


def test_the_whole_vote_runs_on_the_pages(
    case: Event, nine: list[Registration], teacher: User, solved: list[Note], sign_in: SignIn
) -> None:
    sign_in(nine[0].teacher).post(reverse("events:vote", args=[case.pk, solved[1].pk]))
    page = sign_in(nine[0].teacher).get(reverse("events:work", args=[case.pk])).content.decode()
    sign_in(teacher).post(reverse("events:voting", args=[case.pk]))

    assert "Ваш голос здесь" in page
    assert (Vote.objects.count(), case.notes.get(kind="voting").is_done) == (1, True)


def test_somebody_who_takes_no_part_finds_no_solution_to_vote_for(
    case: Event, head: User, solved: list[Note], sign_in: SignIn
) -> None:
    assert sign_in(head).post(reverse("events:vote", args=[case.pk, solved[0].pk])).status_code == 404
