"""Trajectories of the demo: every state is there, and each is what its people's actions would have made."""

import datetime as dt

import pytest
from django.utils import timezone

from coworking import demo
from coworking.demo.trajectories import TIES
from events.models import Event
from teachers.models import User
from trajectories.models import CaseStage, Decision, LaunchCase, PlanVersion, Step, StepComment, Trajectory

pytestmark = pytest.mark.django_db
State = Trajectory.State


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    demo.load()


def person(role: str) -> User:
    return User.objects.get(email=f"{role}@demo.example")


def test_trajectories_stand_in_every_state() -> None:
    assert set(Trajectory.objects.values_list("state", flat=True)) == set(State.values)


def test_every_launch_case_has_the_usual_stages_with_steps() -> None:
    assert not CaseStage.objects.filter(steps=None).exists()
    assert not LaunchCase.objects.filter(stages=None).exists()
    assert LaunchCase.objects.filter(kindergarten=None).count() == 2


def test_the_methodist_has_a_queue_with_one_that_was_changed_since() -> None:
    queue = Trajectory.objects.awaiting_review_by(person("methodist"))

    assert queue.count() == 4
    assert [t.teacher.last_name for t in queue if t.versions.count() == 2] == ["Акварельева"]


def test_a_draft_is_seen_by_nobody_but_its_author() -> None:
    draft = Trajectory.objects.get(state=State.DRAFT)

    assert draft not in Trajectory.objects.visible_to(person("methodist"))


def test_the_teacher_who_signs_in_has_a_path_under_way_and_a_proposal() -> None:
    hers = Trajectory.objects.filter(teacher=person("teacher"))

    assert sorted(hers.values_list("state", flat=True)) == ["agreed", "proposed"]


def test_her_next_step_is_an_event_she_is_going_to() -> None:
    hers = Step.objects.filter(stage__trajectory=Trajectory.objects.under_way().get(teacher=person("teacher")))
    step = hers.not_done().order_by("stage__order", "order")[0]

    assert step.event in Event.objects.upcoming().taken_up_by(person("teacher"))


def test_some_step_was_done_by_being_there() -> None:
    done = Step.objects.with_done().filter(stage__trajectory__teacher=person("teacher"), marked_done=None)

    assert [step.title for step in done if step.done] == ["Обновить один уголок группы под вопрос детей"]  # type: ignore[attr-defined]


def test_every_step_that_names_an_event_names_one_of_the_demo() -> None:
    assert set(TIES.values()) - set(Event.objects.values_list("title", flat=True)) == set()


def test_a_returned_plan_has_words_at_the_step_they_speak_of() -> None:
    returned = Trajectory.objects.get(state=State.RETURNED)

    assert StepComment.objects.filter(step__stage__trajectory=returned, author=person("methodist")).count() == 1


def test_what_happened_happened_in_its_order_and_in_the_past() -> None:
    for trajectory in Trajectory.objects.prefetch_related("decisions"):
        moments = [trajectory.created_at, *(decision.at for decision in trajectory.decisions.all()), timezone.now()]

        assert moments == sorted(moments)


def test_the_completed_one_ended_long_ago() -> None:
    ended = Decision.objects.get(kind=Decision.Kind.COMPLETED)

    assert timezone.now() - ended.at > dt.timedelta(days=200)
    assert not ended.trajectory.stages.filter(closed_at__gt=ended.at).exists()


def test_nothing_was_sent_later_than_it_was_decided() -> None:
    for version in PlanVersion.objects.select_related("trajectory"):
        about = Decision.objects.filter(trajectory=version.trajectory, version=version.number)

        assert version.sent_at <= about.latest("at").at
