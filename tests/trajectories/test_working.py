"""Walking the path: marks, events, words at steps, and stages closed with a reflection."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from events.models import Event
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_past_event, make_place, make_registration, make_trajectory
from trajectories.actions import working
from trajectories.models import Stage, Step, StepComment, Trajectory
from trajectories.progress import next_step_for

SignIn = Callable[[User], Client]
State = Trajectory.State


@pytest.fixture
def agreed(teacher: User) -> Trajectory:
    """Under way: two stages of two steps."""
    return make_trajectory(
        teacher, stages=2, steps=2, state=State.AGREED, agreed_version=1, submitted_at=timezone.now()
    )


def step(title: str = "Шаг 1.1") -> Step:
    return Step.objects.select_related("stage__trajectory").get(title=title)


def done() -> list[str]:
    return [step.title for step in Step.objects.with_done() if step.done]  # type: ignore[attr-defined]


# --- Marks ----------------------------------------------------------------------------------------------------------


def test_a_step_is_marked_and_the_mark_taken_back(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    mine, address = sign_in(teacher), f"/trajectories/steps/{step().pk}/mark/"

    mine.post(address, {"done": "1"})
    assert done() == ["Шаг 1.1"]

    mine.post(address)
    assert done() == []


def test_attendance_makes_a_step_done(agreed: Trajectory, teacher: User, colleague: User) -> None:
    event = make_past_event(colleague)
    Step.objects.filter(title="Шаг 1.1").update(event=event)
    registration = make_registration(event, teacher)
    assert done() == []

    registration.state = "attended"
    registration.save()

    assert done() == ["Шаг 1.1"]


def test_anothers_attendance_does_not(agreed: Trajectory, colleague: User, methodist: User) -> None:
    event = make_past_event(methodist)
    Step.objects.filter(title="Шаг 1.1").update(event=event)
    make_registration(event, colleague, state="attended")

    assert done() == []


def test_attendance_never_overrides_a_persons_word(agreed: Trajectory, teacher: User, colleague: User) -> None:
    event = make_past_event(colleague)
    Step.objects.filter(title="Шаг 1.1").update(event=event)
    make_registration(event, teacher, state="attended")

    working.mark_step(step(), False, by=teacher)

    assert done() == []


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.SUBMITTED])
def test_nothing_is_marked_before_the_plan_was_agreed(teacher: User, state: str) -> None:
    make_trajectory(teacher, state=state)

    with pytest.raises(PermissionDenied):
        working.mark_step(step(), True, by=teacher)


def test_marks_go_on_while_a_change_waits(agreed: Trajectory, teacher: User) -> None:
    Trajectory.objects.update(state=State.SUBMITTED, version=2)

    working.mark_step(step(), True, by=teacher)

    assert (done(), Trajectory.objects.get().version) == (["Шаг 1.1"], 2)


# --- The next step --------------------------------------------------------------------------------------------------


def test_the_next_step_is_the_first_not_done_of_the_first_open_stage(agreed: Trajectory, teacher: User) -> None:
    Stage.objects.filter(title="Этап 1").update(closed_at=timezone.now())
    Step.objects.filter(title="Шаг 2.1").update(marked_done=True)

    assert next_step_for(teacher) == step("Шаг 2.2")


@pytest.mark.parametrize("state", [State.LEFT, State.COMPLETED])
def test_what_has_ended_has_no_next_step(agreed: Trajectory, teacher: User, state: str) -> None:
    Trajectory.objects.update(state=state)

    assert next_step_for(teacher) is None


def test_the_next_step_costs_one_query(agreed: Trajectory, teacher: User, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        found = next_step_for(teacher)

    assert found is not None
    assert found.stage.trajectory == agreed


def test_the_next_step_of_another_is_not_mine(agreed: Trajectory, colleague: User) -> None:
    assert next_step_for(colleague) is None


# --- Events ---------------------------------------------------------------------------------------------------------


def test_an_event_is_chosen_among_those_ahead(
    agreed: Trajectory, teacher: User, colleague: User, outsider: User, sign_in: SignIn
) -> None:
    ahead, address = make_event(colleague), f"/trajectories/steps/{step().pk}/event/"
    make_past_event(colleague)
    make_event(outsider)
    mine = sign_in(teacher)

    assert list(mine.get(address).context["page"]) == [ahead]
    mine.post(address, {"event": ahead.pk})

    assert (step().event, Trajectory.objects.get().version) == (ahead, 1)


def test_an_event_of_another_kindergarten_is_not_there(
    agreed: Trajectory, teacher: User, outsider: User, sign_in: SignIn
) -> None:
    response = sign_in(teacher).post(f"/trajectories/steps/{step().pk}/event/", {"event": make_event(outsider).pk})

    assert (response.status_code, step().event) == (404, None)


def test_a_step_can_be_untied(agreed: Trajectory, teacher: User, colleague: User, sign_in: SignIn) -> None:
    Step.objects.update(event=make_event(colleague))

    sign_in(teacher).post(f"/trajectories/steps/{step().pk}/event/", {"event": ""})

    assert step().event is None


def test_in_a_plan_being_written_the_choice_is_an_edit(teacher: User, colleague: User, sign_in: SignIn) -> None:
    make_trajectory(teacher)

    response = sign_in(teacher).post(f"/trajectories/steps/{step().pk}/event/", {"event": make_event(colleague).pk})

    assert (response["Location"].endswith("/plan/"), Trajectory.objects.get().version) == (True, 2)


def test_events_are_searched_for(agreed: Trajectory, teacher: User, colleague: User, sign_in: SignIn) -> None:
    circle = make_event(colleague, title="Утренний круг")
    make_event(colleague, title="Театр из ничего")

    page = sign_in(teacher).get(f"/trajectories/steps/{step().pk}/event/?q=КРУГ").context["page"]

    assert list(page) == [circle]


def test_a_cancelled_event_cannot_be_chosen(
    agreed: Trajectory, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    event = make_event(colleague, state=Event.State.CANCELLED)

    response = sign_in(teacher).post(f"/trajectories/steps/{step().pk}/event/", {"event": event.pk})

    assert response.status_code == 404


# --- Words and stages -----------------------------------------------------------------------------------------------


def test_the_author_answers_at_a_step(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post(f"/trajectories/steps/{step().pk}/comment/", {"text": "Спасибо, переделаю"})

    assert StepComment.objects.values_list("step", "author", "text").get() == (
        step().pk,
        teacher.pk,
        "Спасибо, переделаю",
    )


def test_an_answer_too_long_is_not_lost(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    words = "слово " * 400

    response = sign_in(teacher).post(f"/trajectories/steps/{step().pk}/comment/", {"text": words})

    assert (StepComment.objects.count(), words.strip() in response.content.decode()) == (0, True)


def reflect(client: Client, title: str = "Этап 1", **data: str) -> None:
    stage = Stage.objects.get(title=title)
    client.post(f"/trajectories/stages/{stage.pk}/reflect/", {"reflection": "Стало тише", **data})


def test_a_stage_closes_when_its_steps_are_done_and_its_reflection_written(
    agreed: Trajectory, teacher: User, sign_in: SignIn
) -> None:
    Step.objects.filter(stage__title="Этап 1").update(marked_done=True)

    reflect(sign_in(teacher), close="1")

    assert list(Stage.objects.exclude(closed_at=None).values_list("title", "reflection")) == [("Этап 1", "Стало тише")]


def test_a_step_that_the_stage_does_not_need_does_not_hold_it(
    agreed: Trajectory, teacher: User, sign_in: SignIn
) -> None:
    Step.objects.filter(title="Шаг 1.1").update(marked_done=True)
    Step.objects.filter(title="Шаг 1.2").update(is_required=False)

    reflect(sign_in(teacher), close="1")

    assert Stage.objects.exclude(closed_at=None).count() == 1


def test_closing_too_early_keeps_the_words(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    reflect(sign_in(teacher), close="1")

    stage = Stage.objects.get(title="Этап 1")
    assert (stage.reflection, stage.closed_at) == ("Стало тише", None)


def test_without_a_reflection_a_stage_does_not_close(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    Step.objects.update(marked_done=True)

    reflect(sign_in(teacher), reflection=" ", close="1")

    assert Stage.objects.exclude(closed_at=None).count() == 0


def test_a_closed_stage_can_be_opened_again(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    Stage.objects.update(closed_at=timezone.now())
    stage = Stage.objects.get(title="Этап 1")

    sign_in(teacher).post(f"/trajectories/stages/{stage.pk}/reopen/")

    assert list(Stage.objects.filter(closed_at=None)) == [stage]


# --- The page -------------------------------------------------------------------------------------------------------


def test_a_date_that_has_passed_is_moved_and_never_red(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    Step.objects.filter(title="Шаг 1.1").update(due_on=timezone.localdate() - dt.timedelta(days=3))

    page = sign_in(teacher).get(agreed.get_absolute_url()).content.decode()

    assert ("перенесён" in page, "state--lost" in page) == (True, False)


def test_the_current_stage_is_open_and_the_rest_folded(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    Stage.objects.filter(title="Этап 1").update(closed_at=timezone.now())

    path = sign_in(teacher).get(agreed.get_absolute_url()).context["path"]

    assert [milestone.is_current for milestone in path.milestones] == [False, True]
    assert path.next_step == step("Шаг 2.1")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", ["/trajectories/", "/trajectories/{}/", "/trajectories/{}/plan/"])
def test_a_page_costs_the_same_whatever_the_plan(
    teacher: User, colleague: User, sign_in: SignIn, django_assert_max_num_queries: Callable, number: int, address: str
) -> None:
    trajectory = make_trajectory(
        teacher, stages=number, steps=number, state=State.RETURNED, agreed_version=1, submitted_at=timezone.now()
    )
    Step.objects.update(event=make_event(colleague))
    for each in Step.objects.all():
        StepComment.objects.create(step=each, author=colleague, text="Слово")
    mine = sign_in(teacher)

    with django_assert_max_num_queries(8):
        response = mine.get(address.format(trajectory.pk))

    assert response.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_choosing_an_event_costs_the_same_whatever_is_ahead(
    agreed: Trajectory,
    kindergarten: Kindergarten,
    teacher: User,
    colleague: User,
    methodist: User,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable,
    number: int,
) -> None:
    for host in [colleague, methodist, colleague][:number]:
        make_event(host, place=make_place(kindergarten, capacity=8))
    mine, address = sign_in(teacher), f"/trajectories/steps/{step().pk}/event/"

    with django_assert_max_num_queries(8):
        page = mine.get(address).content.decode()

    assert page.count("осталось 8 мест") == number
