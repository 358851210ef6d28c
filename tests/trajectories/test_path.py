"""The path down the page: where the plan is, in a sentence, and the one main action that follows."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.attendance import record_attendance
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_launch_case, make_past_event, make_registration, make_trajectory
from trajectories.actions import launching, review, sending, working
from trajectories.models import Stage, Step, Trajectory
from trajectories.progress import Path, path_of

SignIn = Callable[[User], Client]
State = Trajectory.State


def walked(teacher: User, **fields: object) -> Trajectory:
    """Two stages of two steps, under way."""
    under_way = {"state": State.AGREED, "agreed_version": 1, "submitted_at": timezone.now()}
    return make_trajectory(teacher, stages=2, steps=2, **(under_way | fields))


def path(trajectory: Trajectory) -> Path:
    return path_of(Trajectory.objects.with_path().get(pk=trajectory.pk))


def page(client: Client, trajectory: Trajectory) -> str:
    """What is read on the page, its many blanks made one."""
    return " ".join(client.get(trajectory.get_absolute_url()).content.decode().split())


# --- Milestones -----------------------------------------------------------------------------------------------------


def test_the_first_stage_that_is_not_closed_is_current(teacher: User) -> None:
    trajectory = walked(teacher)
    Stage.objects.filter(title="Этап 1").update(closed_at=timezone.now())

    milestones = path(trajectory).milestones

    assert [(each.number, each.stage.title, each.is_current) for each in milestones] == [
        (1, "Этап 1", False),
        (2, "Этап 2", True),
    ]


def test_done_steps_are_counted_in_each_stage_and_in_all(teacher: User) -> None:
    trajectory = walked(teacher)
    Step.objects.filter(title__in=["Шаг 1.1", "Шаг 2.2"]).update(marked_done=True)

    way = path(trajectory)

    assert ([each.done for each in way.milestones], way.done, way.steps) == ([1, 1], 2, 4)


@pytest.mark.parametrize(
    ("done", "needed", "is_walked"),
    [
        (["Шаг 1.1"], ["Шаг 1.1", "Шаг 1.2"], False),
        (["Шаг 1.1"], ["Шаг 1.1"], True),
        (["Шаг 1.1", "Шаг 1.2"], ["Шаг 1.1", "Шаг 1.2"], True),
        ([], [], True),
    ],
)
def test_a_stage_is_walked_when_what_it_needs_is_done(
    teacher: User, done: list[str], needed: list[str], is_walked: bool
) -> None:
    trajectory = walked(teacher)
    Step.objects.update(is_required=False)
    Step.objects.filter(title__in=needed).update(is_required=True)
    Step.objects.filter(title__in=done).update(marked_done=True)

    assert path(trajectory).milestones[0].is_walked == is_walked


def test_when_every_stage_is_closed_there_is_nothing_current(teacher: User) -> None:
    trajectory = walked(teacher)
    Stage.objects.update(closed_at=timezone.now())

    way = path(trajectory)

    assert (way.current, way.next_step, way.is_walked) == (None, None, True)


def test_a_plan_without_stages_is_not_walked(teacher: User) -> None:
    assert not path(make_trajectory(teacher, stages=0)).is_walked


def test_attendance_recorded_by_the_host_moves_the_path(teacher: User, colleague: User) -> None:
    event = make_past_event(colleague)
    registration = make_registration(event, teacher)
    trajectory = walked(teacher)
    Step.objects.filter(title="Шаг 1.1").update(event=event)

    record_attendance(event, {registration.pk: "partly"}, by=colleague)
    assert path(trajectory).done == 1

    record_attendance(event, {registration.pk: "absent"}, by=colleague)
    assert path(trajectory).done == 0


# --- Where it is, in a sentence -------------------------------------------------------------------------------------


def test_a_draft_says_that_it_is_private(teacher: User, sign_in: SignIn) -> None:
    assert "Черновик. Его видите только Вы." in page(sign_in(teacher), make_trajectory(teacher))


def test_a_proposal_says_whose_it_is_and_offers_three_answers(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    case = make_launch_case(kindergarten)
    proposal = launching.propose(case, [teacher], starts_on=timezone.localdate(), by=methodist).made[0]

    seen = page(sign_in(teacher), proposal)

    assert "Лугова Ольга Петровна предлагает Вам эту траекторию." in seen
    assert [words in seen for words in ("Принять как есть", "Изменить под себя", "Отклонить")] == [True] * 3


def test_a_sent_plan_says_when_and_can_be_taken_back(teacher: User, sign_in: SignIn) -> None:
    sent = sending.submit(make_trajectory(teacher), by=teacher)

    seen = page(sign_in(teacher), sent)

    assert ("читать ещё не начали" in seen, "Забрать план" in seen) == (True, True)


def test_a_plan_being_read_says_by_whom_and_stays(teacher: User, methodist: User, sign_in: SignIn) -> None:
    sent = sending.submit(make_trajectory(teacher), by=teacher)
    review.claim(sent, holder=None, by=methodist)

    seen = page(sign_in(teacher), sent)

    assert ("План читает Лугова" in seen, "Забрать план" in seen) == (True, False)


def test_a_returned_plan_opens_with_the_words_and_the_way_on(teacher: User, methodist: User, sign_in: SignIn) -> None:
    sent = sending.submit(make_trajectory(teacher), by=teacher)
    review.return_for_revision(sent, version=1, comment="Добавьте встречу с наставником", by=methodist)

    seen = page(sign_in(teacher), sent)

    assert ("Добавьте встречу с наставником" in seen, "Работать над планом" in seen) == (True, True)


def test_words_said_with_the_agreement_are_read(teacher: User, methodist: User, sign_in: SignIn) -> None:
    sent = sending.submit(make_trajectory(teacher), by=teacher)
    review.agree(sent, version=1, comment="Очень живой план", by=methodist)

    assert "Очень живой план" in page(sign_in(teacher), sent)


def test_a_walked_path_can_be_completed(teacher: User, sign_in: SignIn) -> None:
    trajectory, mine = walked(teacher), sign_in(teacher)
    before = page(mine, trajectory)
    Stage.objects.update(closed_at=timezone.now())

    offered = ["Завершить траекторию" in seen for seen in (before, page(mine, trajectory))]

    assert offered == [False, True]


@pytest.mark.parametrize("state", [State.COMPLETED, State.LEFT, State.DECLINED])
def test_what_has_ended_is_read_and_no_longer_changed(teacher: User, sign_in: SignIn, state: str) -> None:
    trajectory = walked(teacher, state=state)

    response = sign_in(teacher).get(trajectory.get_absolute_url())

    assert [name for name, allowed in response.context["can"].items() if allowed] == []


# --- Every step says its next action --------------------------------------------------------------------------------


def test_a_step_with_an_event_shows_the_way_to_it(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event, trajectory = make_event(colleague, title="Гостиная"), walked(teacher)
    Step.objects.filter(title="Шаг 1.1").update(kind="event", event=event)

    seen = page(sign_in(teacher), trajectory)

    assert f'href="{event.get_absolute_url()}">Гостиная</a>' in seen


def test_a_step_without_its_event_asks_to_choose_one(teacher: User, sign_in: SignIn) -> None:
    trajectory = walked(teacher)
    Step.objects.filter(title="Шаг 1.1").update(kind="event")
    step = Step.objects.get(title="Шаг 1.1")

    assert f'href="/trajectories/steps/{step.pk}/event/"' in page(sign_in(teacher), trajectory)


def test_a_done_step_can_be_undone(teacher: User, sign_in: SignIn) -> None:
    trajectory = walked(teacher)
    Step.objects.filter(title="Шаг 1.1").update(marked_done=True)

    assert page(sign_in(teacher), trajectory).count("Всё-таки ещё не сделано") == 1


def test_a_closed_stage_offers_no_marks(teacher: User, sign_in: SignIn) -> None:
    trajectory = walked(teacher)
    Stage.objects.update(closed_at=timezone.now())

    assert "Отметить сделанным" not in page(sign_in(teacher), trajectory)


def test_a_person_of_two_roles_walks_their_own_path(methodist: User, sign_in: SignIn) -> None:
    """A methodist's own trajectory opens as a path, not as a page of review."""
    assert sign_in(methodist).get(walked(methodist).get_absolute_url()).status_code == 200


# --- My trajectories ------------------------------------------------------------------------------------------------


def test_the_list_tells_what_goes_on_from_what_has_ended(teacher: User, colleague: User, sign_in: SignIn) -> None:
    going_on, ended = walked(teacher), walked(teacher, state=State.COMPLETED)
    walked(colleague)

    context = sign_in(teacher).get("/trajectories/").context

    assert [trajectory for trajectory, _path in context["going_on"]] == [going_on]
    assert list(context["ended"]) == [ended]


@pytest.mark.parametrize(
    ("state", "words"), [(State.PROPOSED, "предложена Вам"), (State.DECLINED, "Вы отказались от предложения")]
)
def test_the_author_is_spoken_to(teacher: User, methodist: User, sign_in: SignIn, state: str, words: str) -> None:
    walked(teacher, state=state, assigned_by=methodist)

    assert f">{words}</span>" in sign_in(teacher).get("/trajectories/").content.decode()


def test_the_list_says_how_far_and_what_is_next(teacher: User, sign_in: SignIn) -> None:
    walked(teacher)
    working.mark_step(Step.objects.select_related("stage__trajectory").get(title="Шаг 1.1"), True, by=teacher)

    seen = " ".join(sign_in(teacher).get("/trajectories/").content.decode().split())

    assert ("Сделано шагов: 1 из 4" in seen, "Дальше: Шаг 1.2" in seen) == (True, True)


def test_nothing_yet_is_said_kindly(teacher: User, sign_in: SignIn) -> None:
    assert "Траектории пока нет" in sign_in(teacher).get("/trajectories/").content.decode()


def test_what_waits_for_the_author_and_for_the_methodist_can_be_asked_for(teacher: User, methodist: User) -> None:
    proposed = make_trajectory(teacher, state=State.PROPOSED, assigned_by=methodist)
    returned = make_trajectory(teacher, state=State.RETURNED, submitted_at=timezone.now())
    sent = make_trajectory(teacher, state=State.SUBMITTED, submitted_at=timezone.now())
    make_trajectory(methodist, state=State.SUBMITTED, submitted_at=timezone.now())
    make_trajectory(teacher, state=State.DRAFT)

    assert set(Trajectory.objects.awaiting_answer_of(teacher)) == {proposed, returned}
    assert list(Trajectory.objects.awaiting_review_by(methodist)) == [sent]
