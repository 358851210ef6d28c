"""What trajectories write to people, and when a letter is no longer wanted."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse

from notifications.sweep import sweep
from teachers.models import Kindergarten, User
from tests.factories import make_launch_case, make_trajectory, make_user
from trajectories.actions import answering, editing, launching, review, sending
from trajectories.models import Trajectory


def sent() -> list[tuple[str, str]]:
    """(to whom, subject) of what a pass of the post office sends, in the alphabet's order."""
    mail.outbox.clear()
    sweep()
    return sorted((letter.to[0], str(letter.subject)) for letter in mail.outbox)


@pytest.fixture
def draft(teacher: User) -> Trajectory:
    return make_trajectory(teacher, title="Слышать детей")


def test_a_proposal_is_written_to_the_teacher(kindergarten: Kindergarten, teacher: User, methodist: User) -> None:
    case = make_launch_case(kindergarten, title="Утро без спешки")

    launching.propose(case, [teacher], starts_on=make_trajectory(teacher).starts_on, by=methodist)

    assert sent() == [(teacher.email, "Вам предлагают траекторию: Утро без спешки")]


def test_a_sent_plan_is_written_to_the_methodists_of_the_kindergarten(
    draft: Trajectory, teacher: User, methodist: User, other_methodist: User, head: User
) -> None:
    sending.submit(draft, comment="Второй этап ещё думаю", by=teacher)

    assert sent() == [(methodist.email, "План ждёт чтения: Светлова Е. В., Слышать детей")]
    letter = mail.outbox[0]
    assert reverse("admin:trajectories_trajectory_review", args=[draft.pk]) in str(letter.body)
    assert "Второй этап ещё думаю" in str(letter.body)


def test_a_methodist_gets_no_letter_about_their_own_plan(kindergarten: Kindergarten, methodist: User) -> None:
    second = make_user(kindergarten, "methodist")

    sending.submit(make_trajectory(methodist), by=methodist)

    assert [to for to, _subject in sent()] == [second.email]


DECISIONS = [
    (review.agree, "План согласован: Слышать детей"),
    (review.return_for_revision, "План возвращён на доработку: Слышать детей"),
]


@pytest.mark.parametrize(("decide", "subject"), DECISIONS)
def test_a_decision_is_written_to_the_author(
    draft: Trajectory, teacher: User, methodist: User, decide: Callable, subject: str
) -> None:
    sending.submit(draft, by=teacher)
    decide(draft, version=1, comment="Хорошо видно, чего Вы хотите", by=methodist)

    assert sent() == [(teacher.email, subject)]
    letter = mail.outbox[0]
    assert (draft.get_absolute_url() in str(letter.body), "Хорошо видно" in str(letter.body)) == (True, True)


def test_each_sending_has_its_own_letter(draft: Trajectory, teacher: User, methodist: User) -> None:
    sending.submit(draft, by=teacher)
    first = sent()
    sending.recall(draft, by=teacher)
    sending.submit(draft, by=teacher)

    assert sent() == first
    assert len(first) == 1


def test_a_plan_taken_back_is_not_written_about(draft: Trajectory, teacher: User, methodist: User) -> None:
    sending.submit(draft, by=teacher)
    sending.recall(draft, by=teacher)

    assert sent() == []


def test_a_letter_about_an_older_version_is_not_sent(draft: Trajectory, teacher: User, methodist: User) -> None:
    sending.submit(draft, by=teacher)
    review.return_for_revision(draft, version=1, comment="Подумайте", by=methodist)
    editing.save_goal(Trajectory.objects.get(), by=teacher)

    assert sent() == []


def test_one_who_is_no_longer_a_methodist_gets_no_letter(draft: Trajectory, teacher: User, methodist: User) -> None:
    sending.submit(draft, by=teacher)
    methodist.memberships.filter(role="methodist").delete()

    assert sent() == []


def test_a_proposal_answered_in_time_is_not_written_about(
    kindergarten: Kindergarten, teacher: User, methodist: User
) -> None:
    case = make_launch_case(kindergarten)
    proposal = launching.propose(case, [teacher], starts_on=make_trajectory(teacher).starts_on, by=methodist).made[0]
    answering.decline(proposal, comment="", by=teacher)

    assert sent() == []
