"""Reading a plan on the methodist's desk: what is agreed is the version that was read, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from teachers.models import Kindergarten, User
from tests.factories import make_launch_case, make_trajectory, make_user
from trajectories.actions import answering, editing, launching, review, sending
from trajectories.models import Decision, Step, StepComment, Trajectory

SignIn = Callable[[User], Client]
State = Trajectory.State


@pytest.fixture
def sent(teacher: User) -> Trajectory:
    return sending.submit(make_trajectory(teacher, title="Слышать детей"), by=teacher)


@pytest.fixture
def second_methodist(kindergarten: Kindergarten) -> User:
    return make_user(kindergarten, "methodist", last_name="Вторая", first_name="Зоя")


def page_of(trajectory: Trajectory) -> str:
    return f"/admin/trajectories/trajectory/{trajectory.pk}/review/"


def state_of(trajectory: Trajectory) -> str:
    return Trajectory.objects.get(pk=trajectory.pk).state


def edit_and_resend(trajectory: Trajectory, teacher: User) -> None:
    """The author takes the plan back, renames the first step, takes the second away and sends it again."""
    sending.recall(trajectory, by=teacher)
    first, second = Step.objects.filter(stage__trajectory=trajectory).select_related("stage__trajectory")
    first.title = "Иначе"
    editing.save_step(first, by=teacher)
    editing.remove_step(second, by=teacher)
    sending.submit(trajectory, by=teacher)


def step(title: str) -> Step:
    return Step.objects.get(title=title)


def agree(client: Client, trajectory: Trajectory, version: object = 1, **typed: object) -> Any:
    return client.post(page_of(trajectory), {"version": version, "agree": "1", **typed})


def give_back(client: Client, trajectory: Trajectory, **typed: object) -> Any:
    return client.post(page_of(trajectory), {"version": 1, "return": "1", **typed})


# --- Two buttons ----------------------------------------------------------------------------------------------------


def test_a_plan_is_agreed(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    response = agree(sign_in(methodist), sent)

    sent.refresh_from_db()
    assert (response.status_code, sent.state, sent.agreed_version) == (302, State.AGREED, 1)


def test_a_plan_is_returned_with_words_at_its_steps(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    remark = {f"remark-{step('Шаг 1.1').pk}": "Как это увидят родители?"}

    give_back(sign_in(methodist), sent, comment="Почти готово", **remark)

    said = Decision.objects.last()
    assert said is not None
    assert (said.kind, said.by, said.version, said.comment) == ("returned", methodist, 1, "Почти готово")
    assert StepComment.objects.values_list("step__title", "text").get() == ("Шаг 1.1", "Как это увидят родители?")
    assert "Как это увидят родители?" in sign_in(teacher).get(sent.get_absolute_url()).content.decode()


def test_returning_needs_a_word(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    response = give_back(sign_in(methodist), sent)

    assert (response.status_code, state_of(sent)) == (200, State.SUBMITTED)
    assert response.context["form"].non_field_errors() == ["Напишите, что изменить: ко всему плану или у шага."]


def test_a_word_too_long_is_not_lost(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    words = "слово " * 400

    response = give_back(sign_in(methodist), sent, comment=words)

    assert (state_of(sent), words.strip() in response.content.decode()) == (State.SUBMITTED, True)


def test_every_decision_is_written_down(sent: Trajectory, methodist: User) -> None:
    review.claim(sent, holder=None, by=methodist)
    review.release(sent, by=methodist)
    review.agree(sent, version=1, by=methodist)

    assert list(sent.decisions.values_list("kind", "by__last_name", "version")) == [
        ("submitted", "Светлова", 1),
        ("claimed", "Лугова", 1),
        ("released", "Лугова", 1),
        ("agreed", "Лугова", 1),
    ]


# --- The version that was read --------------------------------------------------------------------------------------


def test_a_plan_edited_since_is_not_agreed(sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn) -> None:
    desk = sign_in(methodist)
    desk.get(page_of(sent))
    edit_and_resend(sent, teacher)

    response = agree(desk, sent)

    assert (response.status_code, state_of(sent)) == (409, State.SUBMITTED)
    assert not Decision.objects.filter(kind=Decision.Kind.AGREED).exists()


def test_the_refusal_says_who_when_and_the_difference(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    edit_and_resend(sent, teacher)

    response = agree(sign_in(methodist), sent)

    outrun = response.context["outrun"]
    assert (outrun.last.by, outrun.last.kind) == (teacher, Decision.Kind.SUBMITTED)
    assert outrun.difference.summary == "изменён 1 шаг, убран 1 шаг"
    page = response.content.decode()
    assert ("Что сделать: Шаг 1.1 → Иначе" in page, "Светлова Елена Викторовна" in page) == (True, True)


def test_the_refusal_loses_nothing_that_was_typed(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    remarks = {f"remark-{step(title).pk}": f"Слово о {title}" for title in ("Шаг 1.1", "Шаг 1.2")}
    stays = f"remark-{step('Шаг 1.1').pk}"
    edit_and_resend(sent, teacher)

    form = give_back(sign_in(methodist), sent, comment="В целом хорошо", **remarks).context["form"]

    assert form[stays].value() == "Слово о Шаг 1.1"
    assert form["comment"].value() == "В целом хорошо\n«Шаг 1.2»: Слово о Шаг 1.2"
    assert form["version"].value() == Trajectory.objects.get().version


def test_sent_once_more_the_same_words_decide_about_what_is_shown(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)
    edit_and_resend(sent, teacher)
    version = agree(desk, sent).context["form"]["version"].value()

    agree(desk, sent, version)

    assert (state_of(sent), Trajectory.objects.get().agreed_version) == (State.AGREED, version)


def test_a_plan_taken_back_is_not_agreed_and_its_edits_stay_private(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    sending.recall(sent, by=teacher)
    Step.objects.filter(title="Шаг 1.1").update(title="Ещё не для чужих глаз")
    editing.save_goal(Trajectory.objects.get(), by=teacher)

    response = agree(sign_in(methodist), sent, comment="Хорошо")

    page = response.content.decode()
    assert (response.status_code, state_of(sent)) == (409, State.DRAFT)
    assert ("отозвано автором" in page, "Хорошо" in page, "Ещё не для чужих глаз" in page) == (True, True, False)


def test_another_methodist_was_first(
    sent: Trajectory, methodist: User, second_methodist: User, sign_in: SignIn
) -> None:
    review.agree(sent, version=1, by=second_methodist)

    response = give_back(sign_in(methodist), sent, comment="Переделайте")

    assert (response.status_code, state_of(sent)) == (409, State.AGREED)
    assert response.context["outrun"].last.by == second_methodist
    assert "Переделайте" in response.content.decode()


def test_an_invented_version_decides_nothing(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    statuses = [agree(sign_in(methodist), sent, version).status_code for version in (0, 7, "x")]

    assert (statuses, state_of(sent)) == ([200, 409, 200], State.SUBMITTED)


def test_remarks_go_with_an_agreement_too(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    agree(sign_in(methodist), sent, **{f"remark-{step('Шаг 1.2').pk}": "Позовите и меня"})

    assert StepComment.objects.values_list("step__title", "text").get() == ("Шаг 1.2", "Позовите и меня")


def test_a_remark_at_a_step_of_another_plan_goes_nowhere(
    sent: Trajectory, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    foreign = make_trajectory(colleague).stages.get().steps.all()[0]

    give_back(sign_in(methodist), sent, comment="Подумайте", **{f"remark-{foreign.pk}": "Чужое"})

    assert (state_of(sent), StepComment.objects.count()) == (State.RETURNED, 0)


def test_the_action_puts_no_remark_at_a_step_of_another_plan(
    sent: Trajectory, colleague: User, methodist: User
) -> None:
    foreign = make_trajectory(colleague).stages.get().steps.all()[0]

    review.return_for_revision(sent, version=1, remarks={foreign.pk: "Чужое"}, by=methodist)

    assert StepComment.objects.count() == 0


@pytest.mark.parametrize("state", ["proposed", "draft", "returned", "agreed", "completed", "left", "declined"])
@pytest.mark.parametrize("act", [review.agree, review.return_for_revision])
def test_only_what_waits_is_decided_about(sent: Trajectory, methodist: User, act: Callable, state: str) -> None:
    Trajectory.objects.update(state=state)

    with pytest.raises(review.NotAsRead):
        act(sent, version=1, by=methodist)

    assert (state_of(sent), sent.decisions.count()) == (state, 1)


def test_a_comment_at_a_step_stays_at_it_in_the_next_reading(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)
    give_back(desk, sent, **{f"remark-{step('Шаг 1.1').pk}": "Как это увидят родители?"})
    sign_in(teacher).post(f"/trajectories/steps/{step('Шаг 1.1').pk}/comment/", {"text": "Позову их на утро"})
    sending.submit(sent, by=teacher)

    lines = desk.get(page_of(sent)).context["comparison"].stages[0].steps

    assert [[comment.text for comment in line.said] for line in lines] == [
        ["Как это увидят родители?", "Позову их на утро"],
        [],
    ]


# --- Taking to read -------------------------------------------------------------------------------------------------


def test_what_is_being_read_is_decided_by_its_reader(
    sent: Trajectory, methodist: User, second_methodist: User, sign_in: SignIn
) -> None:
    sign_in(second_methodist).post(f"/admin/trajectories/trajectory/{sent.pk}/claim/", {"holder": ""})

    response = agree(sign_in(methodist), sent)

    assert (response.status_code, state_of(sent)) == (409, State.IN_REVIEW)


def test_it_is_taken_over_from_one_who_is_absent(
    sent: Trajectory, methodist: User, second_methodist: User, sign_in: SignIn
) -> None:
    review.claim(sent, holder=None, by=second_methodist)
    desk = sign_in(methodist)

    desk.post(f"/admin/trajectories/trajectory/{sent.pk}/claim/", {"holder": second_methodist.pk})
    agree(desk, sent)

    assert state_of(sent) == State.AGREED


def test_it_is_not_taken_from_one_who_has_just_taken_it(
    sent: Trajectory, methodist: User, second_methodist: User
) -> None:
    review.claim(sent, holder=None, by=second_methodist)

    with pytest.raises(review.NotAsRead):
        review.claim(sent, holder=None, by=methodist)


def test_it_is_put_back_into_the_queue(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    desk, address = sign_in(methodist), f"/admin/trajectories/trajectory/{sent.pk}/claim/"

    desk.post(address, {"holder": ""})
    desk.post(address, {"release": "1"})

    sent.refresh_from_db()
    assert (sent.state, sent.claimed_by) == (State.SUBMITTED, None)


def test_opening_the_page_takes_nothing(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    desk = sign_in(methodist)

    desk.get(page_of(sent))
    desk.get(f"/admin/trajectories/trajectory/{sent.pk}/claim/")

    assert state_of(sent) == State.SUBMITTED


def test_only_its_reader_puts_it_back(sent: Trajectory, methodist: User, second_methodist: User) -> None:
    review.claim(sent, holder=None, by=second_methodist)

    with pytest.raises(review.NotAsRead):
        review.release(sent, by=methodist)


def test_taking_too_late_says_so(sent: Trajectory, methodist: User, second_methodist: User, sign_in: SignIn) -> None:
    review.claim(sent, holder=None, by=second_methodist)

    response = sign_in(methodist).post(f"/admin/trajectories/trajectory/{sent.pk}/claim/", {"holder": ""}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert Trajectory.objects.get().claimed_by == second_methodist


# --- Who may --------------------------------------------------------------------------------------------------------


def test_nobody_reviews_their_own(methodist: User, second_methodist: User, sign_in: SignIn) -> None:
    own = sending.submit(make_trajectory(methodist), by=methodist)

    assert agree(sign_in(methodist), own).status_code == 403
    assert agree(sign_in(second_methodist), own).status_code == 302
    assert state_of(own) == State.AGREED


@pytest.mark.parametrize("act", [review.agree, review.return_for_revision])
def test_only_a_methodist_of_the_kindergarten_decides(
    sent: Trajectory, teacher: User, colleague: User, head: User, other_methodist: User, act: Callable
) -> None:
    for person in (teacher, colleague, head, other_methodist):
        with pytest.raises(PermissionDenied):
            act(sent, version=1, by=person)

    assert state_of(sent) == State.SUBMITTED


def test_a_methodist_of_another_kindergarten_finds_nothing(
    sent: Trajectory, other_methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(other_methodist)

    statuses = [desk.get(page_of(sent)).status_code, agree(desk, sent).status_code]
    claimed = desk.post(f"/admin/trajectories/trajectory/{sent.pk}/claim/", {"holder": ""}).status_code

    assert ([*statuses, claimed], state_of(sent)) == ([404, 404, 404], State.SUBMITTED)


def test_a_teacher_and_a_head_are_refused(sent: Trajectory, teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(page_of(sent)).status_code for person in (teacher, head)] == [403, 403]


def test_a_methodist_demoted_in_between_decides_nothing(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    desk = sign_in(methodist)
    desk.get(page_of(sent))
    methodist.memberships.filter(role="methodist").delete()

    response = agree(desk, sent)

    assert (response.status_code, state_of(sent)) == (403, State.SUBMITTED)


def test_a_methodist_who_stays_one_elsewhere_finds_it_gone(
    sent: Trajectory, methodist: User, other_kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    methodist.memberships.filter(role="methodist").update(kindergarten=other_kindergarten)

    assert agree(sign_in(methodist), sent).status_code == 404


def test_a_private_draft_is_not_there(teacher: User, methodist: User, network_admin: User, sign_in: SignIn) -> None:
    draft = make_trajectory(teacher)

    assert [sign_in(person).get(page_of(draft)).status_code for person in (methodist, network_admin)] == [404, 404]


# --- What is shown --------------------------------------------------------------------------------------------------


def test_unsent_edits_of_a_returned_plan_are_not_shown(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    review.return_for_revision(sent, version=1, comment="Подумайте", by=methodist)
    Step.objects.filter(title="Шаг 1.1").update(title="Ещё не отправлено")

    page = sign_in(methodist).get(page_of(sent)).content.decode()

    assert ("Шаг 1.1" in page, "Ещё не отправлено" in page) == (True, False)


def test_what_changed_since_the_last_decision_is_shown(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    review.return_for_revision(sent, version=1, comment="Подумайте", by=methodist)
    editing.save_step(Step(stage=sent.stages.get(), title="Новый шаг"), by=teacher)
    sending.submit(sent, by=teacher)

    response = sign_in(methodist).get(page_of(sent))

    assert response.context["comparison"].summary == "добавлен 1 шаг"


def test_a_plan_sent_again_unchanged_says_so(sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn) -> None:
    review.return_for_revision(sent, version=1, comment="Подумайте", by=methodist)
    sending.submit(sent, by=teacher)

    response = sign_in(methodist).get(page_of(sent))

    assert (response.context["since"].number, response.context["comparison"].is_empty) == (1, True)


def test_an_adapted_proposal_is_compared_with_what_was_proposed(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    case = make_launch_case(kindergarten)
    proposal = launching.propose(case, [teacher], starts_on=timezone.localdate(), by=methodist).made[0]
    answering.adapt(proposal, by=teacher)
    editing.save_step(Step(stage=proposal.stages.all()[0], title="Своё"), by=teacher)
    sending.submit(proposal, by=teacher)

    assert sign_in(methodist).get(page_of(proposal)).context["comparison"].summary == "добавлен 1 шаг"


def test_any_earlier_version_can_be_compared_with(
    sent: Trajectory, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    edit_and_resend(sent, teacher)
    edit = Trajectory.objects.get().version
    sending.recall(sent, by=teacher)
    editing.save_goal(Trajectory.objects.get(), by=teacher)
    sending.submit(sent, by=teacher)
    desk = sign_in(methodist)

    shown = [desk.get(f"{page_of(sent)}?since={number}").context["since"].number for number in (1, edit)]

    assert shown == [1, edit]


def test_the_path_leads_a_methodist_to_the_page_of_review(sent: Trajectory, methodist: User, sign_in: SignIn) -> None:
    response = sign_in(methodist).get(sent.get_absolute_url())

    assert response["Location"] == page_of(sent)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_the_plan(
    teacher: User, methodist: User, sign_in: SignIn, django_assert_max_num_queries: Callable, number: int
) -> None:
    trajectory = make_trajectory(teacher, stages=number, steps=number)
    for _ in range(number):
        sending.submit(trajectory, by=teacher)
        review.return_for_revision(trajectory, version=trajectory.version, comment="Ещё", by=methodist)
        for each in Step.objects.all():
            StepComment.objects.create(step=each, author=methodist, text="Слово")
        editing.save_goal(Trajectory.objects.get(), by=teacher)
        trajectory.refresh_from_db()
    sending.submit(trajectory, by=teacher)
    desk = sign_in(methodist)

    with django_assert_max_num_queries(8):
        response = desk.get(page_of(trajectory))

    assert response.status_code == 200
