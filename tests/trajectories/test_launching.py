"""Ways into a trajectory: a launch case, a blank plan, and a proposal to accept, adapt or decline."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from notifications.models import Message
from teachers.models import Kindergarten, User
from tests.factories import make_launch_case, make_trajectory, make_user
from trajectories.actions import answering, launching
from trajectories.models import Decision, Step, Trajectory

SignIn = Callable[[User], Client]
State = Trajectory.State
MONDAY = dt.date(2026, 10, 5)


def propose(kindergarten: Kindergarten, teacher: User, *, by: User) -> Trajectory:
    case = make_launch_case(kindergarten)
    return launching.propose(case, [teacher], starts_on=MONDAY, by=by).made[0]


# --- By oneself -----------------------------------------------------------------------------------------------------


def test_a_blank_plan_has_the_four_usual_stages(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/trajectories/start/", {"title": "Слышать детей", "goal": "Спокойные утра"})

    mine = Trajectory.objects.get(teacher=teacher)
    assert [stage.kind for stage in mine.stages.all()] == ["diagnostic", "design", "practice", "reflection"]
    assert (mine.state, mine.is_private, mine.kindergarten) == (State.DRAFT, True, teacher.kindergarten)


def test_a_launch_case_is_copied_with_days_for_weeks(kindergarten: Kindergarten, teacher: User) -> None:
    case = make_launch_case(kindergarten, stages=1, steps=2)

    mine = launching.start_from_case(case, starts_on=MONDAY, by=teacher)

    copied = Step.objects.filter(stage__trajectory=mine).values_list("title", "due_on")
    assert list(copied) == [("Шаг 1.1", dt.date(2026, 10, 12)), ("Шаг 1.2", dt.date(2026, 10, 19))]


def test_a_copied_plan_no_longer_follows_its_case(kindergarten: Kindergarten, teacher: User) -> None:
    case = make_launch_case(kindergarten)
    mine = launching.start_from_case(case, starts_on=MONDAY, by=teacher)

    case.delete()

    mine.refresh_from_db()
    assert (mine.launch_case, mine.stages.count()) == (None, 2)


def test_cases_meant_for_a_person_come_first(kindergarten: Kindergarten, teacher: User, sign_in: SignIn) -> None:
    teacher.profile.work_began_on = timezone.localdate() - dt.timedelta(days=400)
    teacher.profile.save()
    veteran = make_launch_case(kindergarten, title="А для опытных", experience_from=10)
    beginner = make_launch_case(kindergarten, title="Б для начинающих", experience_below=3)

    assert sign_in(teacher).get("/trajectories/start/").context["cases"] == [beginner, veteran]


def test_a_case_of_another_kindergarten_and_an_unpublished_one_are_not_there(
    kindergarten: Kindergarten, other_kindergarten: Kindergarten, teacher: User, sign_in: SignIn
) -> None:
    foreign = make_launch_case(other_kindergarten)
    draft = make_launch_case(kindergarten, is_published=False)
    ours = sign_in(teacher)

    assert ours.get("/trajectories/start/").context["cases"] == []
    assert [ours.get(case.get_absolute_url()).status_code for case in (foreign, draft)] == [404, 404]


def test_a_slip_loses_nothing(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post("/trajectories/start/", {"title": "Слышать детей", "goal": ""})

    assert (list(response.context["form"].errors), Trajectory.objects.count()) == (["goal"], 0)
    assert 'value="Слышать детей"' in response.content.decode()


# --- Proposed by a methodist ----------------------------------------------------------------------------------------


def test_a_proposal_enrols_nobody(kindergarten: Kindergarten, teacher: User, methodist: User) -> None:
    proposal = propose(kindergarten, teacher, by=methodist)

    assert (proposal.state, proposal.assigned_by, proposal.agreed_version) == (State.PROPOSED, methodist, None)
    assert list(Message.objects.values_list("kind", "recipient")) == [("trajectory_proposed", teacher.pk)]


def test_proposing_twice_changes_nothing(kindergarten: Kindergarten, teacher: User, methodist: User) -> None:
    case = make_launch_case(kindergarten)

    results = [launching.propose(case, [teacher], starts_on=MONDAY, by=methodist) for _ in range(2)]

    assert [(len(result.made), result.already) for result in results] == [(1, []), (0, [teacher])]
    assert Trajectory.objects.count() == 1


def test_one_who_declined_may_be_asked_again(kindergarten: Kindergarten, teacher: User, methodist: User) -> None:
    first = propose(kindergarten, teacher, by=methodist)
    answering.decline(first, comment="", by=teacher)

    again = launching.propose(first.launch_case, [teacher], starts_on=MONDAY, by=methodist)  # type: ignore[arg-type]

    assert len(again.made) == 1


def test_a_private_draft_from_the_same_case_is_not_betrayed(
    kindergarten: Kindergarten, teacher: User, methodist: User
) -> None:
    case = make_launch_case(kindergarten)
    launching.start_from_case(case, starts_on=MONDAY, by=teacher)

    result = launching.propose(case, [teacher], starts_on=MONDAY, by=methodist)

    assert (len(result.made), result.already) == (1, [])


def test_people_out_of_reach_get_nothing_and_neither_does_anybody_else(
    kindergarten: Kindergarten, teacher: User, outsider: User, methodist: User
) -> None:
    case = make_launch_case(kindergarten)

    for others in ([teacher, outsider], [teacher, methodist]):
        with pytest.raises(PermissionDenied):
            launching.propose(case, others, starts_on=MONDAY, by=methodist)

    assert Trajectory.objects.count() == 0


def test_a_methodist_elsewhere_proposes_neither_our_case_nor_to_us(
    kindergarten: Kindergarten, teacher: User, outsider: User, other_methodist: User
) -> None:
    ours, network = make_launch_case(kindergarten), make_launch_case(None)

    for case, person in ((ours, outsider), (network, teacher)):
        with pytest.raises(PermissionDenied):
            launching.propose(case, [person], starts_on=MONDAY, by=other_methodist)


def test_a_network_case_lives_where_its_teacher_works(outsider: User, other_methodist: User) -> None:
    proposal = launching.propose(make_launch_case(None), [outsider], starts_on=MONDAY, by=other_methodist).made[0]

    assert proposal.kindergarten == outsider.kindergarten


def test_a_head_is_not_among_those_to_whom_it_is_proposed(
    kindergarten: Kindergarten, head: User, methodist: User
) -> None:
    with pytest.raises(PermissionDenied):
        launching.propose(make_launch_case(kindergarten), [head], starts_on=MONDAY, by=methodist)


# --- The answer -----------------------------------------------------------------------------------------------------


def test_taken_as_it_is_it_is_agreed_at_once(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    proposal = propose(kindergarten, teacher, by=methodist)

    sign_in(teacher).post(f"/trajectories/{proposal.pk}/accept/")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.agreed_version) == (State.AGREED, proposal.version)


def test_adapted_it_becomes_a_draft_to_send(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    proposal = propose(kindergarten, teacher, by=methodist)

    response = sign_in(teacher).post(f"/trajectories/{proposal.pk}/accept/", {"adapt": "1"})

    proposal.refresh_from_db()
    assert (response["Location"], proposal.state) == (f"/trajectories/{proposal.pk}/plan/", State.DRAFT)
    assert proposal.agreed_version is None


def test_declined_with_a_word_or_without_one(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    proposal = propose(kindergarten, teacher, by=methodist)

    sign_in(teacher).post(f"/trajectories/{proposal.pk}/decline/", {"comment": "Не в этом году"})

    said = proposal.decisions.values_list("kind", "comment", "by")
    assert list(said)[-1] == (Decision.Kind.DECLINED, "Не в этом году", teacher.pk)


@pytest.mark.parametrize("state", [State.DRAFT, State.AGREED, State.DECLINED])
def test_only_a_proposal_is_answered(teacher: User, state: str) -> None:
    trajectory = make_trajectory(teacher, state=state)

    for answer in (answering.accept, answering.adapt):
        with pytest.raises(PermissionDenied):
            answer(trajectory, by=teacher)


def test_nobody_answers_for_another(
    kindergarten: Kindergarten, teacher: User, methodist: User, colleague: User
) -> None:
    proposal = propose(kindergarten, teacher, by=methodist)

    for person in (methodist, colleague, make_user(kindergarten, "head")):
        with pytest.raises(PermissionDenied):
            answering.accept(proposal, by=person)
