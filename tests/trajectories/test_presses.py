"""What each press on the pages of a trajectory does, and where it leads."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teachers.models import Kindergarten, Membership, User
from tests.factories import make_launch_case, make_trajectory, make_user
from trajectories.actions import review, sending
from trajectories.models import Stage, Step, Trajectory

SignIn = Callable[[User], Client]
State = Trajectory.State


@pytest.fixture
def mine(teacher: User, sign_in: SignIn) -> Client:
    """The author's own window."""
    return sign_in(teacher)


@pytest.fixture
def draft(teacher: User) -> Trajectory:
    return make_trajectory(teacher, stages=2, steps=1)


def address(name: str, row: Trajectory | Stage | Step) -> str:
    return reverse(f"trajectories:{name}", args=[row.pk])


def press(mine: Client, name: str, row: Trajectory | Stage | Step, **typed: str) -> tuple[str, list[str]]:
    """Where it leads, and what is said there."""
    response = mine.post(address(name, row), typed)
    return response["Location"], [str(message) for message in get_messages(response.wsgi_request)]


def now(trajectory: Trajectory) -> Trajectory:
    return Trajectory.objects.get(pk=trajectory.pk)


def sent(draft: Trajectory) -> Trajectory:
    return sending.submit(draft, by=draft.teacher)


def agreed(draft: Trajectory, methodist: User) -> None:
    review.agree(sent(draft), version=draft.version, comment="", remarks={}, by=methodist)


# --- The way of a plan ----------------------------------------------------------------------------------------------


def test_a_ready_case_becomes_a_draft_of_ones_own(teacher: User, kindergarten: Kindergarten, mine: Client) -> None:
    case = make_launch_case(kindergarten)

    response = mine.post(reverse("trajectories:case", args=[case.pk]))

    begun = Trajectory.objects.get(teacher=teacher)
    assert response["Location"] == address("plan", begun)
    assert (begun.launch_case, begun.state, begun.is_private) == (case, State.DRAFT, True)


def test_one_who_belongs_nowhere_begins_nothing(kindergarten: Kindergarten, sign_in: SignIn) -> None:
    stranger, case = make_user(), make_launch_case(None)

    assert sign_in(stranger).post(reverse("trajectories:case", args=[case.pk])).status_code == 403
    assert Trajectory.objects.count() == 0


def test_taking_back_leads_to_the_plan(draft: Trajectory, mine: Client) -> None:
    sent(draft)

    leads, said = press(mine, "recall", draft)

    assert (leads, now(draft).state) == (address("plan", draft), State.DRAFT)
    assert said == ["План снова у Вас. Правки видите только Вы."]


def test_an_agreed_plan_is_opened_for_a_change(draft: Trajectory, methodist: User, mine: Client) -> None:
    agreed(draft, methodist)

    leads, _said = press(mine, "reopen", draft)

    assert (leads, now(draft).state) == (address("plan", draft), State.DRAFT)


def test_sending_an_unchanged_plan_again_says_that_it_is_agreed_as_before(
    draft: Trajectory, methodist: User, mine: Client
) -> None:
    agreed(draft, methodist)
    press(mine, "reopen", draft)

    leads, said = press(mine, "submit", draft)

    assert (leads, now(draft).state) == (address("detail", draft), State.AGREED)
    assert said[-1] == "План не изменился и остаётся согласованным."


@pytest.mark.parametrize(
    ("button", "state", "name"), [({}, State.AGREED, "detail"), ({"adapt": "1"}, State.DRAFT, "plan")]
)
def test_a_proposal_is_taken_as_it_is_or_to_change_it(
    teacher: User, methodist: User, mine: Client, button: dict[str, str], state: str, name: str
) -> None:
    proposal = make_trajectory(teacher, state=State.PROPOSED, assigned_by=methodist)

    leads, _said = press(mine, "accept", proposal, **button)

    assert (leads, now(proposal).state) == (address(name, proposal), state)


def test_declining_asks_first_and_leads_to_the_list(teacher: User, methodist: User, mine: Client) -> None:
    proposal = make_trajectory(teacher, state=State.PROPOSED, assigned_by=methodist)

    assert mine.get(address("decline", proposal)).status_code == 200
    assert now(proposal).state == State.PROPOSED
    leads, said = press(mine, "decline", proposal)

    assert (leads, now(proposal).state) == (reverse("trajectories:list"), State.DECLINED)
    assert len(said) == 1


def test_a_press_on_what_was_taken_away_meanwhile_changes_nothing(
    draft: Trajectory, teacher: User, mine: Client
) -> None:
    """Two tabs: what the first one has done, the second one cannot do again."""
    sent(draft)
    press(mine, "recall", draft)

    assert mine.post(address("recall", draft)).status_code == 403
    assert now(draft).state == State.DRAFT


# --- Stages and steps -----------------------------------------------------------------------------------------------


def test_a_new_stage_is_written_and_found_at_its_place(draft: Trajectory, mine: Client) -> None:
    leads, _said = press(mine, "add-stage", draft, title="Проба", kind="practice")

    stage = draft.stages.get(title="Проба")
    assert leads == f"{address('plan', draft)}#stage-{stage.pk}"


def test_a_stage_gets_another_name(draft: Trajectory, mine: Client) -> None:
    stage = draft.stages.all()[0]

    assert "Этап 1" in mine.get(address("edit-stage", stage)).content.decode()
    press(mine, "edit-stage", stage, title="Начало", kind=stage.kind)

    assert draft.stages.all()[0].title == "Начало"


def test_a_stage_without_a_name_is_explained_beside_the_field(draft: Trajectory, mine: Client) -> None:
    response = mine.post(address("add-stage", draft), {"title": "", "kind": "practice"})

    assert list(response.context["form"].errors) == ["title"]
    assert draft.stages.count() == 2


def test_a_step_is_taken_away_after_a_question(draft: Trajectory, mine: Client) -> None:
    step = Step.objects.get(title="Шаг 1.1")

    assert "Шаг 1.1" in mine.get(address("remove-step", step)).content.decode()
    assert Step.objects.filter(pk=step.pk).exists()
    leads, _said = press(mine, "remove-step", step)

    assert leads == f"{address('plan', draft)}#stage-{step.stage_id}"
    assert not Step.objects.filter(pk=step.pk).exists()


@pytest.mark.parametrize("name", ["edit-stage", "shift-stage", "remove-stage", "add-step"])
def test_a_colleague_finds_no_stage_of_anothers_draft(
    draft: Trajectory, colleague: User, sign_in: SignIn, name: str
) -> None:
    assert sign_in(colleague).post(address(name, draft.stages.all()[0]), {"title": "Чужое"}).status_code == 404


@pytest.mark.parametrize("name", ["edit-stage", "remove-stage", "add-step"])
def test_a_stage_of_a_plan_that_is_being_read_is_not_written(draft: Trajectory, mine: Client, name: str) -> None:
    sent(draft)

    assert mine.post(address(name, draft.stages.all()[0]), {"title": "Иначе"}).status_code == 403


# --- Reflection -----------------------------------------------------------------------------------------------------


def test_a_reflection_too_long_is_explained_and_not_lost(draft: Trajectory, methodist: User, mine: Client) -> None:
    agreed(draft, methodist)
    words = "Долго " * 1000

    page = mine.post(address("reflect", draft.stages.all()[0]), {"reflection": words})

    assert (list(page.context["reflection_form"].errors), words.strip() in page.content.decode()) == (
        ["reflection"],
        True,
    )
    assert draft.stages.all()[0].reflection == ""


# --- Whose plan a methodist reads -----------------------------------------------------------------------------------


def test_a_methodist_is_led_from_the_path_to_the_page_of_reading(
    draft: Trajectory, methodist: User, sign_in: SignIn
) -> None:
    sent(draft)

    response = sign_in(methodist).get(address("detail", draft))

    assert response["Location"] == reverse("admin:trajectories_trajectory_review", args=[draft.pk])


def test_what_was_never_sent_has_no_page_of_reading(draft: Trajectory, methodist: User, sign_in: SignIn) -> None:
    Trajectory.objects.update(state=State.RETURNED, submitted_at=timezone.now())

    page = sign_in(methodist).get(reverse("admin:trajectories_trajectory_review", args=[draft.pk]))

    assert page.status_code == 404


def test_a_role_that_ended_closes_the_queue(draft: Trajectory, methodist: User, sign_in: SignIn) -> None:
    sent(draft)
    desk = sign_in(methodist)
    assert desk.get("/admin/trajectories/trajectory/").context["cl"].result_count == 1

    Membership.objects.filter(role="methodist").delete()

    assert desk.get("/admin/trajectories/trajectory/").status_code == 302
