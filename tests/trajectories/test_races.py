"""Two at once: one decision wins, what is agreed is what stands, and a proposal is made once."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from teachers.models import Kindergarten, User
from tests.factories import make_launch_case, make_trajectory, make_user
from trajectories.actions import editing, launching, review, sending
from trajectories.models import Decision, Trajectory
from trajectories.plan import plan_of

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROUNDS = 8
Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """What each act gave or raised, all begun at the same moment in threads of their own."""
    start = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(number: int, act: Act) -> None:
        start.wait()
        try:
            outcomes[number] = act()
        except Exception as error:  # noqa: BLE001 -- the test looks at whatever came
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def methodists(kindergarten: Kindergarten) -> list[User]:
    return [make_user(kindergarten, "methodist") for _ in range(2)]


def send(teacher: User) -> Trajectory:
    return sending.submit(make_trajectory(teacher), by=teacher)


def agreements(trajectory: Trajectory) -> int:
    return trajectory.decisions.filter(kind=Decision.Kind.AGREED).count()


def both_agree(trajectory: Trajectory, methodists: list[User]) -> list[object]:
    return at_once(*(partial(review.agree, trajectory, version=1, by=by) for by in methodists))


def test_of_two_methodists_at_once_one_decides(teacher: User, methodists: list[User]) -> None:
    for _ in range(ROUNDS):
        sent = send(teacher)

        outcomes = both_agree(sent, methodists)

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Decision", "NotAsRead"]
        assert agreements(sent) == 1


def test_without_the_condition_both_would(
    teacher: User, methodists: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same race with the guard switched off is lost."""

    def unguarded(pk: int, version: int, *, by: User) -> QuerySet[Trajectory]:
        return Trajectory.objects.filter(pk=pk)

    monkeypatch.setattr(review, "as_read", unguarded)
    sent = send(teacher)

    both_agree(sent, methodists)

    assert agreements(sent) == 2


def test_over_http_one_is_done_and_the_other_is_told(
    teacher: User, methodists: list[User], sign_in: Callable[[User], Client]
) -> None:
    sent = send(teacher)
    address, agree = f"/admin/trajectories/trajectory/{sent.pk}/review/", {"version": 1, "agree": "1"}
    desks = [sign_in(methodist) for methodist in methodists]

    answers = at_once(*(partial(desk.post, address, agree) for desk in desks))

    statuses = sorted(getattr(answer, "status_code", 0) for answer in answers)
    assert (statuses, agreements(sent)) == ([302, 409], 1)


def test_an_edit_and_an_agreement_never_cross(teacher: User, methodists: list[User]) -> None:
    for _ in range(ROUNDS):
        sent = send(teacher)

        def edit_and_send_again(sent: Trajectory = sent) -> None:
            sending.recall(sent, by=teacher)
            mine = Trajectory.objects.get(pk=sent.pk)
            mine.title = "Иначе"
            editing.save_goal(mine, by=teacher)
            sending.submit(sent, by=teacher)

        edited, agreed = at_once(edit_and_send_again, partial(review.agree, sent, version=1, by=methodists[0]))

        now = Trajectory.objects.prefetch_related("stages__steps__event").get(pk=sent.pk)
        assert isinstance(edited, PermissionDenied) != isinstance(agreed, review.NotAsRead)
        assert now.agreed_version in (None, now.version)
        assert now.versions.get(number=now.version).plan == plan_of(now)


def test_of_two_who_take_a_plan_to_read_one_has_it(teacher: User, methodists: list[User]) -> None:
    sent = send(teacher)

    at_once(*(partial(review.claim, sent, holder=None, by=by) for by in methodists))

    assert sent.decisions.filter(kind=Decision.Kind.CLAIMED).count() == 1


def test_a_case_proposed_by_two_at_once_is_proposed_once(
    kindergarten: Kindergarten, teacher: User, methodists: list[User]
) -> None:
    case, today = make_launch_case(kindergarten), timezone.localdate()

    at_once(*(partial(launching.propose, case, [teacher], starts_on=today, by=by) for by in methodists))

    assert Trajectory.objects.count() == 1
