"""Writing the plan: every change is one counted edit, made by its author while the plan is theirs to change."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from teachers.models import User
from tests.factories import make_trajectory
from trajectories.actions import editing
from trajectories.models import Stage, Step, Trajectory

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(teacher: User) -> Trajectory:
    """Two stages of two steps."""
    return make_trajectory(teacher, stages=2, steps=2)


def outline(trajectory: Trajectory) -> list[tuple[str, list[str]]]:
    """[(stage, [steps])] as they stand now."""
    stages = Stage.objects.filter(trajectory=trajectory).prefetch_related("steps")
    return [(stage.title, [step.title for step in stage.steps.all()]) for stage in stages]


def version_of(trajectory: Trajectory) -> int:
    return Trajectory.objects.get(pk=trajectory.pk).version


def step(title: str) -> Step:
    return Step.objects.select_related("stage__trajectory").get(title=title)


def typed(stage: Stage, **changes: Any) -> dict[str, Any]:
    """What a person types about a step."""
    return {"title": "Новый шаг", "kind": "practice", "stage": stage.pk, "is_required": "on"} | changes


def test_a_step_is_added_at_the_end_of_its_stage(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    stage = draft.stages.all()[0]

    response = sign_in(teacher).post(f"/trajectories/stages/{stage.pk}/steps/add/", typed(stage))

    assert outline(draft)[0] == ("Этап 1", ["Шаг 1.1", "Шаг 1.2", "Новый шаг"])
    assert response["Location"] == f"/trajectories/{draft.pk}/plan/#step-{step('Новый шаг').pk}"


def test_a_step_is_brought_into_another_stage(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    second = draft.stages.all()[1]

    sign_in(teacher).post(f"/trajectories/steps/{step('Шаг 1.1').pk}/", typed(second, title="Шаг 1.1"))

    assert outline(draft) == [("Этап 1", ["Шаг 1.2"]), ("Этап 2", ["Шаг 2.1", "Шаг 2.2", "Шаг 1.1"])]


def test_a_step_stays_in_its_place_when_it_is_changed(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    first = draft.stages.all()[0]

    sign_in(teacher).post(f"/trajectories/steps/{step('Шаг 1.1').pk}/", typed(first, title="Иначе"))

    assert outline(draft)[0] == ("Этап 1", ["Иначе", "Шаг 1.2"])


def test_stages_and_steps_change_places(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    mine, (first, _second) = sign_in(teacher), draft.stages.all()

    mine.post(f"/trajectories/stages/{first.pk}/shift/", {"down": "1"})
    mine.post(f"/trajectories/steps/{step('Шаг 2.2').pk}/shift/", {"up": "1"})

    assert outline(draft) == [("Этап 2", ["Шаг 2.2", "Шаг 2.1"]), ("Этап 1", ["Шаг 1.1", "Шаг 1.2"])]


def test_at_the_edge_it_stays(draft: Trajectory, teacher: User) -> None:
    editing.shift_step(step("Шаг 1.1"), editing.UP, by=teacher)

    assert outline(draft)[0] == ("Этап 1", ["Шаг 1.1", "Шаг 1.2"])


def test_rows_with_the_same_number_do_not_stick(draft: Trajectory, teacher: User) -> None:
    Step.objects.update(order=0)

    editing.shift_step(step("Шаг 1.1"), editing.DOWN, by=teacher)

    assert outline(draft)[0] == ("Этап 1", ["Шаг 1.2", "Шаг 1.1"])


def test_stages_are_added_and_taken_away(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    mine = sign_in(teacher)

    mine.post(f"/trajectories/stages/{draft.stages.all()[0].pk}/remove/")
    mine.post(f"/trajectories/{draft.pk}/stages/add/", {"title": "Проба", "kind": "practice"})

    assert outline(draft) == [("Этап 2", ["Шаг 2.1", "Шаг 2.2"]), ("Проба", [])]


def test_taking_away_asks_first(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    page = sign_in(teacher).get(f"/trajectories/stages/{draft.stages.all()[0].pk}/remove/")

    assert (page.context["steps"], draft.stages.count()) == (2, 2)


EDITS: list[Callable[[Trajectory, User], object]] = [
    lambda plan, by: editing.save_goal(plan, by=by),
    lambda plan, by: editing.save_stage(Stage(trajectory=plan, title="Ещё"), by=by),
    lambda plan, by: editing.save_stage(plan.stages.all()[0], by=by),
    lambda plan, by: editing.shift_stage(plan.stages.all()[0], editing.DOWN, by=by),
    lambda plan, by: editing.remove_stage(plan.stages.all()[0], by=by),
    lambda plan, by: editing.save_step(Step(stage=plan.stages.all()[0], title="Ещё"), by=by),
    lambda plan, by: editing.save_step(step("Шаг 1.1"), by=by),
    lambda plan, by: editing.shift_step(step("Шаг 1.1"), editing.DOWN, by=by),
    lambda plan, by: editing.remove_step(step("Шаг 1.1"), by=by),
]


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_counted(draft: Trajectory, teacher: User, edit: Callable[[Trajectory, User], object]) -> None:
    edit(draft, teacher)

    assert version_of(draft) == 2


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("state", ["proposed", "submitted", "in_review", "agreed", "completed", "left", "declined"])
def test_nothing_is_edited_while_it_is_not_the_authors_turn(
    draft: Trajectory, teacher: User, edit: Callable[[Trajectory, User], object], state: str
) -> None:
    Trajectory.objects.filter(pk=draft.pk).update(state=state)
    before = outline(draft)

    with pytest.raises(PermissionDenied):
        edit(draft, teacher)

    assert (version_of(draft), outline(draft)) == (1, before)


@pytest.mark.parametrize("edit", EDITS)
def test_nobody_edits_anothers_plan(
    draft: Trajectory, methodist: User, edit: Callable[[Trajectory, User], object]
) -> None:
    with pytest.raises(PermissionDenied):
        edit(draft, methodist)

    assert version_of(draft) == 1


def test_a_closed_stage_stays_as_it_was_walked(draft: Trajectory, teacher: User) -> None:
    Stage.objects.filter(title="Этап 1").update(closed_at=timezone.now())
    into_closed = step("Шаг 2.1")
    into_closed.stage = Stage.objects.select_related("trajectory").get(title="Этап 1")

    for edit in (
        lambda: editing.save_step(step("Шаг 1.1"), by=teacher),
        lambda: editing.remove_step(step("Шаг 1.1"), by=teacher),
        lambda: editing.save_step(into_closed, by=teacher),
        lambda: editing.remove_stage(draft.stages.all()[0], by=teacher),
    ):
        with pytest.raises(PermissionDenied):
            edit()

    assert outline(draft)[0] == ("Этап 1", ["Шаг 1.1", "Шаг 1.2"])


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("due_on", "1926-01-01"), ("due_on", "завтра"), ("kind", "exam")]
)
def test_a_slip_is_explained_beside_its_field(
    draft: Trajectory, teacher: User, sign_in: SignIn, field: str, value: str
) -> None:
    stage = draft.stages.all()[0]

    response = sign_in(teacher).post(
        f"/trajectories/stages/{stage.pk}/steps/add/", typed(stage, details="Долгий рассказ", **{field: value})
    )

    assert (list(response.context["form"].errors), version_of(draft)) == ([field], 1)
    assert "Долгий рассказ" in response.content.decode()


@pytest.mark.parametrize(
    ("years", "words"),
    [(-5, "Этот день прошёл больше трёх лет назад: выберите день поближе."), (5, "До этого дня больше трёх лет")],
)
def test_a_day_too_far_is_told_from_a_day_long_past(
    draft: Trajectory, teacher: User, sign_in: SignIn, years: int, words: str
) -> None:
    stage, day = draft.stages.all()[0], timezone.localdate() + dt.timedelta(days=366 * years)

    response = sign_in(teacher).post(f"/trajectories/stages/{stage.pk}/steps/add/", typed(stage, due_on=f"{day}"))

    assert response.context["form"].errors["due_on"][0].startswith(words)


def test_a_step_goes_into_no_stage_of_another_plan(
    draft: Trajectory, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    foreign = make_trajectory(colleague).stages.get()

    response = sign_in(teacher).post(f"/trajectories/steps/{step('Шаг 2.1').pk}/", typed(foreign))

    assert list(response.context["form"].errors) == ["stage"]


def test_a_shift_answers_htmx_with_the_plan_alone(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    htmx = {"HX-Request": "true"}

    response = sign_in(teacher).post(
        f"/trajectories/steps/{step('Шаг 1.1').pk}/shift/", {"down": "1"}, headers=htmx, follow=True
    )

    assert response.content.decode().lstrip().startswith('<div id="plan">')


def test_the_goal_is_changed_and_counted(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    typed_goal = {"title": "Слышать каждого", "goal": "Разговоры на прогулке", "starts_on": "2026-10-05"}

    sign_in(teacher).post(f"/trajectories/{draft.pk}/goal/", typed_goal)

    draft.refresh_from_db()
    assert (draft.title, draft.goal, f"{draft.starts_on}", draft.version) == (*typed_goal.values(), 2)


def test_state_version_and_author_cannot_be_posted(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    posted = {
        "title": "А",
        "goal": "Б",
        "starts_on": "2026-10-05",
        "state": "agreed",
        "version": 7,
        "agreed_version": 7,
    }

    sign_in(teacher).post(f"/trajectories/{draft.pk}/goal/", posted | {"teacher": 1, "kindergarten": 1})

    draft.refresh_from_db()
    assert (draft.state, draft.version, draft.agreed_version, draft.teacher) == ("draft", 2, None, teacher)


def test_a_mark_cannot_be_posted_with_a_step(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    stage = draft.stages.all()[0]

    sign_in(teacher).post(f"/trajectories/stages/{stage.pk}/steps/add/", typed(stage, marked_done="true", order=0))

    new = step("Новый шаг")
    assert (new.marked_done, new.order) == (None, 2)


def test_the_plan_is_written_only_while_it_is_the_authors_turn(teacher: User, sign_in: SignIn) -> None:
    sent = make_trajectory(teacher, state="submitted", submitted_at=timezone.now())

    pages = ["/trajectories/{}/plan/", "/trajectories/{}/goal/", "/trajectories/{}/stages/add/"]

    assert [sign_in(teacher).get(page.format(sent.pk)).status_code for page in pages] == [403, 403, 403]


def test_a_button_stands_at_everything_that_can_be_changed(draft: Trajectory, teacher: User, sign_in: SignIn) -> None:
    Stage.objects.filter(title="Этап 1").update(closed_at=timezone.now())
    opened, closed = step("Шаг 2.1"), step("Шаг 1.1")

    plan = sign_in(teacher).get(f"/trajectories/{draft.pk}/plan/").content.decode()

    links = [f'href="/trajectories/steps/{each.pk}/"' in plan for each in (opened, closed)]
    assert links == [True, False]
