"""The queue on the methodist's desk: what waits, for how long, whose it is; one decision about several."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from teachers.models import CategoryRecord, Kindergarten, Position, User
from tests.factories import make_trajectory, make_user
from trajectories.actions import editing, review, sending
from trajectories.models import Trajectory
from trajectories.people import experience_bands

SignIn = Callable[[User], Client]
State = Trajectory.State
LIST = "/admin/trajectories/trajectory/"
DECIDE = f"{LIST}decide/"


def send(teacher: User, *, days_ago: int = 0) -> Trajectory:
    sent = sending.submit(make_trajectory(teacher), by=teacher)
    Trajectory.objects.filter(pk=sent.pk).update(submitted_at=timezone.now() - dt.timedelta(days=days_ago))
    return sent


def shown(desk: Client, query: str = "") -> list[Trajectory]:
    return list(desk.get(f"{LIST}{query}").context["cl"].result_list)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- The list -------------------------------------------------------------------------------------------------------


def test_what_waits_longest_comes_first(teacher: User, colleague: User, methodist: User, sign_in: SignIn) -> None:
    recent, old = send(teacher), send(colleague, days_ago=12)
    make_trajectory(teacher, state=State.AGREED, submitted_at=timezone.now())
    desk = sign_in(methodist)

    assert shown(desk) == [old, recent]
    assert "12 дней" in desk.get(LIST).content.decode()


def test_the_desk_says_how_many_wait(teacher: User, colleague: User, methodist: User, sign_in: SignIn) -> None:
    for person in (teacher, colleague, methodist):
        send(person)

    waiting = sign_in(methodist).get("/admin/").context["waiting"]

    assert [(str(line.words), line.number) for line in waiting] == [("Планы на чтение", 2)]


@pytest.mark.parametrize(("where", "number"), [("waiting", 1), ("author", 1), ("agreed", 1), ("ended", 1), ("all", 4)])
def test_plans_are_found_by_where_they_are(
    teacher: User, methodist: User, sign_in: SignIn, where: str, number: int
) -> None:
    for state in (State.SUBMITTED, State.RETURNED, State.AGREED, State.LEFT):
        make_trajectory(teacher, state=state, submitted_at=timezone.now())
    desk = sign_in(methodist)

    page = desk.get(f"{LIST}?where={where}")

    assert len(page.context["cl"].result_list) == number
    assert f"({number})" in page.content.decode()


def test_plans_are_found_by_what_their_authors_are(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    beginner = make_user(kindergarten, position="Учитель-логопед")
    beginner.profile.work_began_on = timezone.localdate() - dt.timedelta(days=400)
    beginner.profile.save()
    CategoryRecord.objects.create(user=beginner, kind="first")
    send(teacher)
    theirs, desk = send(beginner), sign_in(methodist)
    band, post = experience_bands().get(lower=0), Position.objects.get(name="Учитель-логопед")

    queries = (f"?experience={band.pk}", f"?position={post.pk}", "?category=first")

    assert [shown(desk, query) for query in queries] == [[theirs]] * 3
    assert theirs not in shown(desk, "?category=none")


def test_a_wrong_filter_shows_the_queue(teacher: User, methodist: User, sign_in: SignIn) -> None:
    sent = send(teacher)

    assert shown(sign_in(methodist), "?experience=x&position=0&where=y") == [sent]


def test_the_title_is_the_one_that_was_sent(teacher: User, methodist: User, sign_in: SignIn) -> None:
    trajectory = send(teacher)
    sending.recall(trajectory, by=teacher)
    Trajectory.objects.update(title="Ещё не отправлено")

    page = sign_in(methodist).get(f"{LIST}?where=all").content.decode()

    assert (trajectory.title in page, "Ещё не отправлено" in page) == (True, False)


def test_another_kindergartens_methodist_sees_none_of_it(teacher: User, other_methodist: User, sign_in: SignIn) -> None:
    teacher.last_name = "Канарейкина"
    teacher.save()
    sent, desk = send(teacher), sign_in(other_methodist)

    assert shown(desk, "?where=all&q=Канарейкина") == []
    assert "(0)" in desk.get(f"{LIST}?where=all").content.decode()
    assert desk.get("/admin/").context["waiting"] == []
    assert desk.post(DECIDE, {f"version-{sent.pk}": 1, "agree": "1"}).status_code == 302
    assert Trajectory.objects.get().state == State.SUBMITTED


def test_the_queue_is_closed_to_teachers_and_heads(teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(LIST).status_code for person in (teacher, head)] == [302, 302]
    assert [sign_in(person).post(DECIDE).status_code for person in (teacher, head)] == [403, 403]


@pytest.mark.parametrize("address", ["add/", "1/delete/"])
def test_nothing_is_typed_or_deleted_here(teacher: User, methodist: User, sign_in: SignIn, address: str) -> None:
    send(teacher)

    assert sign_in(methodist).get(f"{LIST}{address}").status_code in (302, 403)
    assert Trajectory.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_whatever_its_length(
    kindergarten: Kindergarten,
    methodist: User,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable,
    number: int,
) -> None:
    for _ in range(number):
        send(make_user(kindergarten))
    desk = sign_in(methodist)

    with django_assert_max_num_queries(10):
        desk.get(LIST)


# --- Many at once ---------------------------------------------------------------------------------------------------


def choose(desk: Client, action: str, *chosen: Trajectory) -> Any:
    return desk.post(LIST, {"action": action, "_selected_action": [trajectory.pk for trajectory in chosen]})


def versions(*sent: Trajectory) -> dict[str, int]:
    """What the page that shows the chosen plans sends back."""
    return {f"version-{trajectory.pk}": 1 for trajectory in sent}


def test_the_chosen_plans_are_shown_before_they_are_decided_about(
    teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    sent = [send(teacher), send(colleague)]

    page = choose(sign_in(methodist), "agree_chosen", *sent)

    assert [(sheet.trajectory, sheet.version) for sheet in page.context["sheets"]] == [(each, 1) for each in sent]
    assert set(Trajectory.objects.values_list("state", flat=True)) == {State.SUBMITTED}


def test_several_are_agreed(teacher: User, colleague: User, methodist: User, sign_in: SignIn) -> None:
    sent = [send(teacher), send(colleague)]

    response = sign_in(methodist).post(DECIDE, {**versions(*sent), "agree": "1"})

    assert said(response) == ["Решение принято по 2 планам."]
    assert set(Trajectory.objects.values_list("state", flat=True)) == {State.AGREED}


def test_several_are_returned_with_one_comment(
    teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    sent, desk = [send(teacher), send(colleague)], sign_in(methodist)

    without_a_word = desk.post(DECIDE, {**versions(*sent), "return": "1"})
    desk.post(DECIDE, {**versions(*sent), "return": "1", "comment": "Добавьте сроки"})

    assert list(without_a_word.context["form"].errors) == ["comment"]
    assert [each.decisions.last().comment for each in sent] == ["Добавьте сроки"] * 2  # type: ignore[union-attr]


def test_what_was_edited_since_is_shown_again_and_the_rest_decided(
    teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    kept, edited = send(teacher), send(colleague)
    sending.recall(edited, by=colleague)
    editing.save_goal(Trajectory.objects.get(pk=edited.pk), by=colleague)
    sending.submit(edited, by=colleague)

    response = sign_in(methodist).post(DECIDE, {**versions(kept, edited), "agree": "1", "comment": "Хорошо"})

    assert (response.status_code, [sheet.version for sheet in response.context["sheets"]]) == (409, [2])
    assert list(Trajectory.objects.filter(state=State.AGREED)) == [kept]
    assert response.context["form"]["comment"].value() == "Хорошо"


def test_ones_own_and_anothers_reading_are_left_out(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    mine, taken, free = send(methodist), send(teacher), send(colleague)
    review.claim(taken, holder=None, by=make_user(kindergarten, "methodist"))
    desk = sign_in(methodist)

    page = choose(desk, "agree_chosen", mine, taken, free)

    assert [sheet.trajectory for sheet in page.context["sheets"]] == [free]
    assert desk.post(DECIDE, {**versions(mine), "agree": "1"}).status_code == 403


def test_nothing_to_decide_is_said(teacher: User, methodist: User, sign_in: SignIn) -> None:
    agreed = make_trajectory(teacher, state=State.AGREED, submitted_at=timezone.now())

    response = choose(sign_in(methodist), "return_chosen", agreed)

    assert said(response) == ["Ни один из выбранных планов не ждёт Вашего решения."]


def test_fields_that_name_no_plan_are_ignored(teacher: User, methodist: User, sign_in: SignIn) -> None:
    send(teacher)

    response = sign_in(methodist).post(DECIDE, {"version-x": "1", "version-1": "y", "other": "1", "agree": "1"})

    assert (response.status_code, Trajectory.objects.get().state) == (302, State.SUBMITTED)


def test_a_row_leads_to_the_page_of_review(teacher: User, methodist: User, sign_in: SignIn) -> None:
    sent, desk = send(teacher), sign_in(methodist)

    assert f'href="{LIST}{sent.pk}/review/"' in desk.get(LIST).content.decode()
    assert desk.get(f"{LIST}{sent.pk}/change/")["Location"] == f"{LIST}{sent.pk}/review/"


def test_the_history_of_a_plan_is_not_opened_elsewhere(teacher: User, other_methodist: User, sign_in: SignIn) -> None:
    assert sign_in(other_methodist).get(f"{LIST}{send(teacher).pk}/history/").status_code == 302
