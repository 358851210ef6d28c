"""The author's side of agreement: sending, taking back, changing what was agreed, finishing and leaving."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from teachers.models import User
from tests.factories import make_trajectory
from trajectories.actions import editing, review, sending
from trajectories.models import Decision, Stage, Trajectory

SignIn = Callable[[User], Client]
State = Trajectory.State


def history(trajectory: Trajectory) -> list[tuple[str, int]]:
    return list(trajectory.decisions.values_list("kind", "version"))


@pytest.fixture
def agreed(teacher: User, methodist: User) -> Trajectory:
    """Sent and agreed as its first version."""
    sent = sending.submit(make_trajectory(teacher), by=teacher)
    review.agree(sent, version=1, by=methodist)
    return Trajectory.objects.get()


def test_what_is_sent_is_kept_as_it_was(teacher: User) -> None:
    trajectory = sending.submit(make_trajectory(teacher, title="Слышать детей"), by=teacher)

    kept = trajectory.versions.get()
    assert (kept.number, kept.plan["title"]) == (1, "Слышать детей")
    assert [step["title"] for step in kept.plan["stages"][0]["steps"]] == ["Шаг 1.1", "Шаг 1.2"]
    assert (trajectory.state, trajectory.waiting_days) == (State.SUBMITTED, 0)


def test_every_sending_keeps_its_version(teacher: User) -> None:
    trajectory = sending.submit(make_trajectory(teacher), by=teacher)
    sending.recall(trajectory, by=teacher)
    editing.save_goal(Trajectory.objects.get(), by=teacher)
    sending.submit(trajectory, by=teacher)

    assert list(trajectory.versions.values_list("number", flat=True)) == [1, 2]
    assert history(trajectory) == [("submitted", 1), ("recalled", 1), ("submitted", 2)]


def test_a_plan_without_a_step_is_not_sent(teacher: User, sign_in: SignIn) -> None:
    empty = make_trajectory(teacher, steps=0)

    response = sign_in(teacher).post(f"/trajectories/{empty.pk}/submit/", follow=True)

    empty.refresh_from_db()
    assert (empty.state, response.redirect_chain) == (State.DRAFT, [(f"/trajectories/{empty.pk}/plan/", 302)])
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_a_word_goes_with_it(teacher: User, sign_in: SignIn) -> None:
    draft = make_trajectory(teacher)

    sign_in(teacher).post(f"/trajectories/{draft.pk}/submit/", {"comment": "Второй этап ещё думаю"})

    assert Decision.objects.get().comment == "Второй этап ещё думаю"


def test_a_word_too_long_is_not_lost(teacher: User, sign_in: SignIn) -> None:
    draft, words = make_trajectory(teacher), "слово " * 400

    response = sign_in(teacher).post(f"/trajectories/{draft.pk}/submit/", {"comment": words})

    assert (list(response.context["form"].errors), draft.decisions.count()) == (["comment"], 0)
    assert words.strip() in response.content.decode()


def test_it_is_taken_back_while_nobody_reads_it(teacher: User, methodist: User) -> None:
    sent = sending.submit(make_trajectory(teacher), by=teacher)
    assert sending.recall(sent, by=teacher).state == State.DRAFT

    sending.submit(sent, by=teacher)
    review.claim(sent, holder=None, by=methodist)

    with pytest.raises(PermissionDenied):
        sending.recall(sent, by=teacher)


def test_a_change_of_an_agreed_plan_needs_agreeing_again(agreed: Trajectory, teacher: User) -> None:
    sending.reopen(agreed, by=teacher)
    editing.save_goal(Trajectory.objects.get(), by=teacher)

    changed = sending.submit(agreed, by=teacher)

    assert (changed.state, changed.version, changed.agreed_version) == (State.SUBMITTED, 2, 1)
    assert changed.is_under_way


def test_an_agreed_plan_opened_in_vain_is_agreed_as_before(agreed: Trajectory, teacher: User) -> None:
    sending.reopen(agreed, by=teacher)

    assert sending.submit(agreed, by=teacher).state == State.AGREED


def test_it_is_completed_when_every_stage_is_closed(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    with pytest.raises(sending.StagesOpen):
        sending.complete(agreed, by=teacher)
    Stage.objects.update(closed_at=timezone.now())

    sign_in(teacher).post(f"/trajectories/{agreed.pk}/complete/")

    agreed.refresh_from_db()
    assert (agreed.state, history(agreed)[-1]) == (State.COMPLETED, ("completed", 1))


def test_completing_too_early_says_what_is_missing(agreed: Trajectory, teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post(f"/trajectories/{agreed.pk}/complete/", follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


@pytest.mark.parametrize("word", ["", "Поменялась группа"])
def test_one_leaves_with_a_word_or_without(agreed: Trajectory, teacher: User, sign_in: SignIn, word: str) -> None:
    sign_in(teacher).post(f"/trajectories/{agreed.pk}/leave/", {"comment": word})

    agreed.refresh_from_db()
    assert (agreed.state, agreed.decisions.last().comment) == (State.LEFT, word)  # type: ignore[union-attr]


def test_a_draft_that_nobody_has_seen_goes_without_a_trace(teacher: User, sign_in: SignIn) -> None:
    draft = make_trajectory(teacher)

    page = sign_in(teacher).get(f"/trajectories/{draft.pk}/leave/")
    sign_in(teacher).post(f"/trajectories/{draft.pk}/leave/")

    assert (page.context["may_discard"], Trajectory.objects.count()) == (True, 0)


def test_what_was_sent_is_left_not_deleted(teacher: User) -> None:
    sent = sending.submit(make_trajectory(teacher), by=teacher)

    with pytest.raises(PermissionDenied):
        sending.discard(sent, by=teacher)


def test_nobody_sends_or_leaves_for_another(agreed: Trajectory, methodist: User, colleague: User) -> None:
    for act in (sending.reopen, sending.leave, sending.complete):
        for person in (methodist, colleague):
            with pytest.raises(PermissionDenied):
                act(agreed, by=person)
