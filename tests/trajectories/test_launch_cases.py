"""Launch cases on the methodist's desk: the whole plan on one page, and proposing it to several at once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from teachers.models import CategoryRecord, Kindergarten, Position, User
from tests.factories import make_launch_case, make_trajectory, make_user
from trajectories.models import CaseStage, CaseStep, LaunchCase, Trajectory
from trajectories.people import experience_bands

SignIn = Callable[[User], Client]
LIST = "/admin/trajectories/launchcase/"


def page_of(case: LaunchCase) -> str:
    return f"{LIST}{case.pk}/change/"


def proposing(case: LaunchCase) -> str:
    return f"{LIST}{case.pk}/propose/"


def rows(prefix: str, *lines: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """Fields of a formset with these lines."""
    fields = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    return fields | {f"{prefix}-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}


BLANK = {"kind": "free", "is_required": "on"}


def typed(kindergarten: Kindergarten | None, **changes: Any) -> dict[str, Any]:
    """A new case of two stages: the first of two steps, the second written and left without any."""
    stages = rows("stages", {"title": "Практика", "kind": "practice"}, {"title": "Рефлексия", "kind": "reflection"})
    first = rows(
        "stages-0-steps",
        {"title": "Посмотреть занятие", "kind": "event", "is_required": "on", "due_after_weeks": 2},
        {"title": "Попробовать приём", "kind": "practice", "is_required": "on"},
        BLANK,
    )
    head = {"title": "Утро без спешки", "goal": "Спокойные утра", "kindergarten": kindergarten and kindergarten.pk}
    return {
        key: value
        for key, value in (head | stages | first | rows("stages-1-steps", BLANK, BLANK) | changes).items()
        if value is not None
    }


def plan_of(case: LaunchCase) -> list[tuple[str, list[tuple[str, int | None]]]]:
    return [
        (stage.title, [(step.title, step.due_after_weeks) for step in stage.steps.all()])
        for stage in CaseStage.objects.filter(launch_case=case).prefetch_related("steps")
    ]


# --- Writing --------------------------------------------------------------------------------------------------------


def test_a_whole_case_is_written_on_one_page(kindergarten: Kindergarten, methodist: User, sign_in: SignIn) -> None:
    response = sign_in(methodist).post(f"{LIST}add/", typed(kindergarten))

    case = LaunchCase.objects.get()
    assert (response.status_code, case.author, case.kindergarten) == (302, methodist, kindergarten)
    assert plan_of(case) == [
        ("Практика", [("Посмотреть занятие", 2), ("Попробовать приём", None)]),
        ("Рефлексия", []),
    ]


def test_a_new_case_begins_with_the_usual_stages_and_an_untouched_one_is_left_out(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)
    stages = desk.get(f"{LIST}add/").context["inline_admin_formsets"][0].formset
    usual = [{"title": form["title"].value(), "kind": form["kind"].value()} for form in stages]

    step = {"title": "Шаг", "kind": "free", "is_required": "on"}
    blank = {name: value for n in (0, 1, 3) for name, value in rows(f"stages-{n}-steps", BLANK).items()}
    plan = rows("stages", *usual) | blank | rows("stages-2-steps", step)
    desk.post(f"{LIST}add/", {"title": "Кейс", "goal": "Цель", "kindergarten": kindergarten.pk} | plan)

    assert [line["kind"] for line in usual] == ["diagnostic", "design", "practice", "reflection"]
    assert plan_of(LaunchCase.objects.get()) == [("Практический", [("Шаг", None)])]


def test_stages_and_steps_are_changed_numbered_and_taken_away(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    case = make_launch_case(kindergarten, stages=2, steps=2)
    (first, second), steps = case.stages.all(), list(CaseStep.objects.order_by("pk"))
    stages = rows(
        "stages",
        {"id": first.pk, "launch_case": case.pk, "title": "Этап 1", "kind": "practice", "DELETE": "on"},
        {"id": second.pk, "launch_case": case.pk, "title": "Проба", "kind": "practice", "order": 1},
        initial=2,
    )
    kept = {"kind": "free", "is_required": "on"}
    old = rows("stages-0-steps", *({**kept, "id": s.pk, "title": s.title} for s in steps[:2]), initial=2)
    new = rows(
        "stages-1-steps",
        {**kept, "id": steps[2].pk, "title": steps[2].title, "order": 5},
        {**kept, "id": steps[3].pk, "title": steps[3].title, "DELETE": "on"},
        {**kept, "title": "Первым делом", "order": 1},
        initial=2,
    )
    head = {"title": case.title, "goal": case.goal, "kindergarten": kindergarten.pk}

    with zeal_ignore():  # Django's formsets look each changed row up by itself
        response = sign_in(methodist).post(page_of(case), head | stages | old | new)

    assert (response.status_code, plan_of(case)) == (302, [("Проба", [("Первым делом", None), ("Шаг 2.1", None)])])


def test_a_slip_in_a_step_is_named_and_nothing_is_lost(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    slip = {"stages-0-steps-1-title": "", "stages-0-steps-1-details": "Долгий рассказ"}

    response = sign_in(methodist).post(f"{LIST}add/", typed(kindergarten, **slip))

    page = response.content.decode()
    assert (response.status_code, LaunchCase.objects.count()) == (200, 0)
    assert ("Проверьте шаги этого этапа." in page, "Долгий рассказ" in page) == (True, True)
    assert 'value="Посмотреть занятие"' in page


def test_a_methodist_writes_for_their_own_kindergarten_only(
    other_kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)

    for choice in (other_kindergarten, None):
        response = desk.post(f"{LIST}add/", typed(choice))
        assert list(response.context["adminform"].form.errors) == ["kindergarten"]

    assert LaunchCase.objects.count() == 0


def test_the_network_administrator_writes_for_the_whole_network(network_admin: User, sign_in: SignIn) -> None:
    sign_in(network_admin).post(f"{LIST}add/", typed(None))

    assert LaunchCase.objects.get().kindergarten is None


def test_a_case_of_the_network_is_read_and_proposed_but_not_changed(methodist: User, sign_in: SignIn) -> None:
    case, desk = make_launch_case(None), sign_in(methodist)

    assert list(desk.get(LIST).context["cl"].result_list) == [case]
    assert desk.get(page_of(case))["Location"] == case.get_absolute_url()
    assert desk.post(f"{LIST}{case.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(proposing(case)).status_code == 200


def test_another_kindergartens_methodist_finds_nothing(
    kindergarten: Kindergarten, other_methodist: User, sign_in: SignIn
) -> None:
    case, desk = make_launch_case(kindergarten, title="Канарейка"), sign_in(other_methodist)

    assert list(desk.get(f"{LIST}?q=Канар").context["cl"].result_list) == []
    assert [desk.get(address).status_code for address in (page_of(case), proposing(case), case.get_absolute_url())] == [
        302,
        404,
        404,
    ]


def test_a_draft_is_looked_at_as_a_teacher_will_see_it(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    draft = make_launch_case(kindergarten, is_published=False)

    seen = [sign_in(person).get(draft.get_absolute_url()).status_code for person in (methodist, teacher)]

    assert seen == [200, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_whatever_the_plan(
    kindergarten: Kindergarten,
    methodist: User,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable,
    number: int,
) -> None:
    cases = [make_launch_case(kindergarten, stages=2, steps=number) for _ in range(number)]
    desk = sign_in(methodist)

    with django_assert_max_num_queries(8):
        desk.get(LIST)
    with django_assert_max_num_queries(12):
        desk.get(page_of(cases[0]))


@pytest.mark.parametrize(("years", "fits"), [(2, False), (3, True), (9, True), (10, False), (None, True)])
def test_a_case_is_meant_for_an_experience(kindergarten: Kindergarten, years: int | None, fits: bool) -> None:
    case = make_launch_case(kindergarten, experience_from=3, experience_below=10)

    assert case.is_meant_for(set(), years) == fits


def test_a_case_is_meant_for_a_position(kindergarten: Kindergarten) -> None:
    post, other = Position.objects.all()[:2]
    case = make_launch_case(kindergarten, for_position=post)

    assert [case.is_meant_for(posts, None) for posts in ({post.pk}, {other.pk}, set())] == [True, False, False]


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (None, None, ""),
        (3, None, "стаж от 3 лет"),
        (None, 5, "стаж до 5 лет"),
        (0, 5, "стаж до 5 лет"),
        (3, 10, "стаж от 3 до 10 лет"),
    ],
)
def test_for_whom_is_said_in_words(
    kindergarten: Kindergarten, lower: int | None, upper: int | None, words: str
) -> None:
    case = make_launch_case(kindergarten, experience_from=lower, experience_below=upper)

    assert case.experience_in_words == words


def test_what_is_offered_while_typing_is_ones_own(
    kindergarten: Kindergarten, other_methodist: User, methodist: User, sign_in: SignIn
) -> None:
    make_launch_case(kindergarten, title="Канарейка")
    asked = {"app_label": "trajectories", "model_name": "trajectory", "field_name": "launch_case", "term": "Канар"}

    answers = [sign_in(person).get("/admin/autocomplete/", asked).json() for person in (other_methodist, methodist)]

    assert [[row["text"] for row in answer["results"]] for answer in answers] == [[], ["Канарейка"]]


def test_a_case_that_is_deleted_leaves_what_grew_from_it(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    case = make_launch_case(kindergarten)
    make_trajectory(teacher, launch_case=case)

    sign_in(methodist).post(f"{LIST}{case.pk}/delete/", {"post": "yes"})

    assert (LaunchCase.objects.count(), Trajectory.objects.get().launch_case) == (0, None)


# --- Proposing ------------------------------------------------------------------------------------------------------


def listed(desk: Client, case: LaunchCase, query: str = "") -> list[User]:
    return [row.person for row in desk.get(f"{proposing(case)}{query}").context["rows"]]


def test_several_are_asked_at_once(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    case = make_launch_case(kindergarten, stages=1, steps=1)

    response = sign_in(methodist).post(
        proposing(case), {"teachers": [teacher.pk, colleague.pk], "starts_on": "2026-10-05"}
    )

    proposed = Trajectory.objects.order_by("teacher")
    assert [(each.teacher, each.state, f"{each.starts_on}") for each in proposed] == [
        (colleague, "proposed", "2026-10-05"),
        (teacher, "proposed", "2026-10-05"),
    ]
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Предложено 2 педагогам."]


def test_the_list_says_who_has_it_and_what_else_goes_on(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    case = make_launch_case(kindergarten)
    make_trajectory(teacher, launch_case=case, state="agreed", submitted_at=timezone.now())
    make_trajectory(colleague, title="Речь", state="agreed", submitted_at=timezone.now())
    make_trajectory(colleague, title="Тайный черновик")

    page = sign_in(methodist).get(proposing(case))

    assert [(row.person, row.having, row.going_on) for row in page.context["rows"]] == [
        (colleague, "", "Речь"),
        (teacher, "согласована, в работе", ""),
    ]
    assert "Тайный черновик" not in page.content.decode()


def test_the_list_is_narrowed(kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn) -> None:
    beginner = make_user(kindergarten, position="Учитель-логопед", last_name="Ёлкина")
    beginner.profile.work_began_on = timezone.localdate() - dt.timedelta(days=400)
    beginner.profile.save()
    CategoryRecord.objects.create(user=beginner, kind="first")
    case, desk = make_launch_case(kindergarten), sign_in(methodist)
    band, post = experience_bands().get(lower=0), Position.objects.get(name="Учитель-логопед")
    queries = (f"?experience={band.pk}", f"?position={post.pk}", "?category=first", "?q=ёлк")

    assert [listed(desk, case, query) for query in queries] == [[beginner]] * 4
    assert listed(desk, case, "?category=none") == [teacher]
    assert listed(desk, case) == [teacher, beginner] or listed(desk, case) == [beginner, teacher]


def test_neither_oneself_nor_people_elsewhere_are_listed(
    kindergarten: Kindergarten, teacher: User, head: User, outsider: User, methodist: User, sign_in: SignIn
) -> None:
    assert listed(sign_in(methodist), make_launch_case(None)) == [teacher]


def test_choosing_nobody_or_a_stranger_is_explained_and_the_ticks_stay(
    kindergarten: Kindergarten, teacher: User, outsider: User, methodist: User, sign_in: SignIn
) -> None:
    case, desk = make_launch_case(kindergarten), sign_in(methodist)

    nobody = desk.post(proposing(case), {"starts_on": ""})
    stranger = desk.post(proposing(case), {"teachers": [teacher.pk, outsider.pk]})

    assert nobody.context["form"].errors["teachers"] == ["Отметьте хотя бы одного педагога."]
    assert [row.is_chosen for row in stranger.context["rows"]] == [True]
    assert (Trajectory.objects.count(), outsider.last_name in stranger.content.decode()) == (0, False)


def test_a_teacher_does_not_propose(kindergarten: Kindergarten, teacher: User, sign_in: SignIn) -> None:
    assert sign_in(teacher).get(proposing(make_launch_case(kindergarten))).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_people(
    kindergarten: Kindergarten,
    methodist: User,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable,
    number: int,
) -> None:
    case, desk = make_launch_case(kindergarten), sign_in(methodist)
    for _ in range(number):
        make_trajectory(make_user(kindergarten), launch_case=case, state="agreed", submitted_at=timezone.now())

    with django_assert_max_num_queries(8):
        desk.get(proposing(case))


def test_the_filters_stay_while_the_choice_is_sent(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    case, desk = make_launch_case(kindergarten), sign_in(methodist)

    narrowed = desk.post(f"{proposing(case)}?q={teacher.last_name}", {"starts_on": "вчера", "teachers": [teacher.pk]})

    assert [(row.person, row.is_chosen) for row in narrowed.context["rows"]] == [(teacher, True)]
    assert list(narrowed.context["form"].errors) == ["starts_on"]


def test_narrowing_the_list_keeps_the_ticks_and_the_day(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    make_user(kindergarten, last_name="Никто")
    case, desk = make_launch_case(kindergarten), sign_in(methodist)
    ticked = {"teachers": [teacher.pk], "starts_on": "2026-12-01", "show": "chosen"}

    shown = desk.post(proposing(case), ticked | {"q": colleague.last_name}, follow=True)

    rows = {row.person: row.is_chosen for row in shown.context["rows"]}
    assert (rows, shown.context["form"]["starts_on"].value()) == ({colleague: False, teacher: True}, "2026-12-01")
    assert ("csrf" in shown.redirect_chain[0][0], Trajectory.objects.count()) == (False, 0)


def test_everyone_is_shown_again_with_the_ticks(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    case, desk = make_launch_case(kindergarten), sign_in(methodist)

    shown = desk.post(
        proposing(case), {"teachers": [teacher.pk], "q": teacher.last_name, "show": "everyone"}, follow=True
    )

    assert {row.person: row.is_chosen for row in shown.context["rows"]} == {colleague: False, teacher: True}


def test_a_tick_for_a_stranger_shows_nobody(
    kindergarten: Kindergarten, teacher: User, outsider: User, methodist: User, sign_in: SignIn
) -> None:
    assert listed(sign_in(methodist), make_launch_case(kindergarten), f"?teachers={outsider.pk}&teachers=x") == [
        teacher
    ]


def test_one_who_has_it_already_is_counted_apart(
    kindergarten: Kindergarten, teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    case, desk = make_launch_case(kindergarten), sign_in(methodist)
    desk.post(proposing(case), {"teachers": [teacher.pk]})

    again = desk.post(proposing(case), {"teachers": [teacher.pk, colleague.pk]})

    said = [str(message) for message in get_messages(again.wsgi_request)]
    assert said[-2:] == ["Предложено 1 педагогу.", "У 1 педагога этот кейс уже есть, там ничего не изменилось."]
