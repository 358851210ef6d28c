"""A draft is its author's alone; what was sent is known to methodists of the kindergarten, as it was sent."""

import pytest
from django.utils import timezone

from teachers.models import User
from tests.factories import make_trajectory
from trajectories.models import PlanVersion, Trajectory


def seen_by(user: User) -> list[Trajectory]:
    return list(Trajectory.objects.visible_to(user))


@pytest.mark.parametrize("state", ["draft", "left"])
def test_what_was_never_sent_is_seen_by_its_author_only(
    teacher: User, methodist: User, head: User, network_admin: User, state: str
) -> None:
    mine = make_trajectory(teacher, state=state)

    assert [seen_by(teacher), seen_by(methodist), seen_by(head), seen_by(network_admin)] == [[mine], [], [], []]


def test_what_was_sent_is_known_to_methodists_of_the_kindergarten(
    teacher: User, methodist: User, other_methodist: User, colleague: User
) -> None:
    sent = make_trajectory(teacher, state="submitted", submitted_at=timezone.now())

    assert [seen_by(methodist), seen_by(other_methodist), seen_by(colleague)] == [[sent], [], []]


def test_a_methodist_knows_the_title_that_was_sent(teacher: User, methodist: User) -> None:
    trajectory = make_trajectory(teacher, state="returned", submitted_at=timezone.now(), title="Ещё не отправлено")
    for number, title in enumerate(["Первое", "Второе"], start=2):
        PlanVersion.objects.create(trajectory=trajectory, number=number, plan={"title": title})

    seen = Trajectory.objects.managed_by(methodist).with_sent_title()

    assert [getattr(row, "sent_title", "") for row in seen] == ["Второе"]
