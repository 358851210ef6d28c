"""Two versions of a plan side by side, in words."""

import datetime as dt

import pytest

from teachers.models import User
from tests.factories import make_trajectory
from trajectories.actions import editing
from trajectories.differences import Comparison, read, side_by_side
from trajectories.models import Stage, Step, Trajectory
from trajectories.plan import Plan, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(teacher: User) -> Trajectory:
    """Two stages of two steps."""
    return make_trajectory(teacher, stages=2, steps=2)


@pytest.fixture
def before(draft: Trajectory) -> Plan:
    return plan_now(draft)


def plan_now(draft: Trajectory) -> Plan:
    return plan_of(Trajectory.objects.prefetch_related("stages__steps__event").get(pk=draft.pk))


def compared(before: Plan, draft: Trajectory) -> Comparison:
    return side_by_side(before, plan_now(draft))


def step(title: str) -> Step:
    return Step.objects.select_related("stage__trajectory").get(title=title)


def statuses(comparison: Comparison) -> dict[str, str]:
    """{title of the step: what became of it}, only where something did."""
    lines = [line for stage in comparison.stages for line in stage.steps]
    return {(line.after or line.before).title: line.status for line in lines if line.status != "same"}  # type: ignore[union-attr]


def changes(comparison: Comparison) -> list[str]:
    return [change for stage in comparison.stages for line in stage.steps for change in line.changes]


def test_the_same_plan_has_not_changed(before: Plan, draft: Trajectory) -> None:
    comparison = compared(before, draft)

    assert (comparison.is_empty, comparison.summary) == (True, "ничего не изменилось")


def test_added_changed_and_removed_steps_are_counted_in_words(before: Plan, draft: Trajectory, teacher: User) -> None:
    editing.save_step(Step(stage=draft.stages.all()[0], title="Новый"), by=teacher)
    Step.objects.filter(title="Шаг 2.1").update(details="Иначе")
    editing.remove_step(step("Шаг 1.1"), by=teacher)

    comparison = compared(before, draft)

    assert statuses(comparison) == {"Новый": "added", "Шаг 2.1": "changed", "Шаг 1.1": "removed"}
    assert comparison.summary == "добавлен 1 шаг, изменён 1 шаг, убран 1 шаг"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "Иначе", "Что сделать: Шаг 1.1 → Иначе"),
        ("due_on", dt.date(2026, 10, 15), "Срок: — → 15 октября"),
        ("kind", "practice", "Вид: своё → практика с подтверждением"),
        ("expected_result", "Памятка", "Ожидаемый результат: — → Памятка"),
        ("details", "Подробнее", "Подробности изменены."),
        ("is_required", False, "Теперь шаг по желанию."),
    ],
)
def test_a_change_is_said_in_words(before: Plan, draft: Trajectory, field: str, value: object, words: str) -> None:
    Step.objects.filter(title="Шаг 1.1").update(**{field: value})

    assert changes(compared(before, draft)) == [words]


def test_a_renamed_step_is_still_the_same_step(before: Plan, draft: Trajectory) -> None:
    Step.objects.filter(title="Шаг 1.1").update(title="Иначе")

    assert statuses(compared(before, draft)) == {"Иначе": "changed"}


def test_a_step_brought_from_another_stage_says_where_from(before: Plan, draft: Trajectory, teacher: User) -> None:
    moved = step("Шаг 1.1")
    moved.stage = draft.stages.all()[1]
    editing.save_step(moved, by=teacher)

    comparison = compared(before, draft)

    assert (statuses(comparison), changes(comparison)) == (
        {"Шаг 1.1": "changed"},
        ["перенесён сюда из этапа «Этап 1»"],
    )


def test_another_order_is_said_at_the_stage(before: Plan, draft: Trajectory, teacher: User) -> None:
    editing.shift_step(step("Шаг 1.1"), editing.DOWN, by=teacher)

    comparison = compared(before, draft)

    assert [stage.changes for stage in comparison.stages] == [["Изменён порядок шагов."], []]
    assert (comparison.is_empty, comparison.summary) == (False, "изменён порядок шагов")


def test_another_order_of_stages_is_said_beside_what_else_changed(
    before: Plan, draft: Trajectory, teacher: User
) -> None:
    editing.shift_stage(draft.stages.all()[0], editing.DOWN, by=teacher)
    assert not compared(before, draft).is_empty
    editing.save_step(Step(stage=draft.stages.all()[0], title="Новый"), by=teacher)

    comparison = compared(before, draft)

    assert comparison.changes == ["Изменён порядок этапов."]
    assert comparison.summary == "добавлен 1 шаг, изменён порядок этапов"


def test_a_new_title_alone_is_said_as_such(before: Plan, draft: Trajectory) -> None:
    Stage.objects.filter(title="Этап 1").update(title="Начало")

    assert compared(before, draft).summary == "изменены названия"


def test_a_stage_that_comes_or_goes_is_no_other_order(before: Plan, draft: Trajectory, teacher: User) -> None:
    editing.remove_stage(draft.stages.all()[0], by=teacher)
    editing.save_stage(Stage(trajectory=draft, title="Проба"), by=teacher)

    assert not compared(before, draft).is_reordered


def test_stages_come_and_go(before: Plan, draft: Trajectory, teacher: User) -> None:
    editing.save_stage(Stage(trajectory=draft, title="Проба"), by=teacher)
    editing.remove_stage(draft.stages.all()[0], by=teacher)

    comparison = compared(before, draft)

    assert [(stage.title, stage.status) for stage in comparison.stages] == [
        ("Этап 2", "same"),
        ("Проба", "added"),
        ("Этап 1", "removed"),
    ]
    assert statuses(comparison) == {"Шаг 1.1": "removed", "Шаг 1.2": "removed"}


def test_a_new_goal_is_said_first(before: Plan, draft: Trajectory) -> None:
    Trajectory.objects.update(goal="Видеть каждого")

    assert compared(before, draft).changes == ["Цель: Слышать детей → Видеть каждого"]


def test_a_plan_read_for_the_first_time_has_nothing_new(draft: Trajectory) -> None:
    assert read(plan_now(draft)).is_empty
