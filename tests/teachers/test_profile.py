"""One's own profile, and the courses one adds to it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teachers.actions import courses
from teachers.models import CategoryRecord, Course, Profile, User
from tests.factories import make_course

SignIn = Callable[[User], Client]
PROFILE = "/people/me/"
ADD = "/people/me/courses/add/"
DESK = "/admin/teachers/course/"
TYPED = {
    "title": "Речевое развитие дошкольников",
    "hours": "72",
    "finished_on": "2024-05-17",
    "provider": "",
    "certificate": "",
}


def page(client: Client) -> str:
    return " ".join(client.get(PROFILE).content.decode().split())


# --- What the page tells --------------------------------------------------------------------------------------------


def test_the_profile_tells_what_the_staff_list_says(teacher: User, methodist: User, sign_in: SignIn) -> None:
    teacher.profile.birth_year, teacher.profile.work_began_on = 1985, timezone.localdate() - dt.timedelta(days=22 * 365)
    teacher.profile.education = Profile.Education.HIGHER_PRESCHOOL
    teacher.profile.save()

    told = page(sign_in(teacher))

    assert [words in told for words in ("1985", "21 год", "высшее дошкольное", "Лугова Ольга Петровна")] == [True] * 4


@pytest.mark.parametrize(
    ("kind", "assigned_on", "words"),
    [
        ("first", dt.date(2024, 1, 15), "присвоена 15.01.2024; бессрочно"),
        ("first", dt.date(2022, 8, 21), "присвоена 21.08.2022; действует до 21.08.2027"),
        ("first", dt.date(2010, 3, 1), "присвоена 01.03.2010; действовала до 01.03.2015"),
        ("suitable", None, "дата не указана"),
    ],
)
def test_a_category_tells_how_long_it_is_valid(
    teacher: User, sign_in: SignIn, kind: str, assigned_on: dt.date | None, words: str
) -> None:
    CategoryRecord.objects.create(user=teacher, kind=kind, assigned_on=assigned_on)

    with time_machine.travel(dt.datetime(2026, 9, 1, tzinfo=dt.UTC)):
        assert words in page(sign_in(teacher))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_the_rows(
    teacher: User, sign_in: SignIn, django_assert_max_num_queries: Any, number: int
) -> None:
    for year in range(number):
        make_course(teacher)
        CategoryRecord.objects.create(user=teacher, kind="first", assigned_on=dt.date(2010 + year, 1, 1))
    client = sign_in(teacher)

    with django_assert_max_num_queries(9):
        client.get(PROFILE)


def test_a_person_without_a_profile_or_kindergarten_has_a_page(network_admin: User, sign_in: SignIn) -> None:
    Profile.objects.all().delete()

    assert sign_in(network_admin).get(PROFILE).status_code == 200


# --- One's own words ------------------------------------------------------------------------------------------------


def test_one_writes_about_oneself_and_nothing_else(teacher: User, sign_in: SignIn) -> None:
    typed = {"about": "Люблю опыты с водой", "education_details": "Педколледж, 2009", "birth_year": "1999"}

    sign_in(teacher).post("/people/me/edit/", typed)

    own = Profile.objects.get(user=teacher)
    assert (own.about, own.education_details, own.birth_year) == ("Люблю опыты с водой", "Педколледж, 2009", None)


def test_what_people_write_is_text_and_not_a_page(teacher: User, sign_in: SignIn) -> None:
    Profile.objects.filter(user=teacher).update(about="<script>alert(1)</script>")

    assert "<script>alert(1)</script>" not in page(sign_in(teacher))


def test_a_text_too_long_is_kept_with_a_sentence(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post("/people/me/edit/", {"about": "а" * 2001})

    assert list(response.context["form"].errors) == ["about"]
    assert "а" * 2001 in response.content.decode()


# --- Courses --------------------------------------------------------------------------------------------------------


def test_a_course_of_ones_own_waits_to_be_verified(teacher: User, sign_in: SignIn) -> None:
    client = sign_in(teacher)

    client.post(ADD, TYPED | {"verified_at": "2024-01-01", "user": "1"})

    course = Course.objects.get()
    assert (course.user, course.hours, course.verified_at) == (teacher, 72, None)
    assert "ждёт подтверждения" in page(client)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("hours", "0"), ("hours", "5000"), ("hours", "много"), ("finished_on", "2999-01-01")],
)
def test_a_slip_is_explained_beside_its_field_and_nothing_is_lost(
    teacher: User, sign_in: SignIn, field: str, value: str
) -> None:
    response = sign_in(teacher).post(ADD, TYPED | {"provider": "Институт развития", field: value})

    assert list(response.context["form"].errors) == [field]
    assert "Институт развития" in response.content.decode()
    assert not Course.objects.exists()


@pytest.mark.parametrize("finished_on", ["2024-05-17", ""])
def test_the_same_course_is_added_once(teacher: User, sign_in: SignIn, finished_on: str) -> None:
    client = sign_in(teacher)

    responses = [client.post(ADD, TYPED | {"finished_on": finished_on}) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 200]
    assert responses[1].context["form"].errors == {"title": ["Этот курс в профиле уже есть."]}
    assert Course.objects.count() == 1


def test_a_second_click_at_the_same_moment_is_answered_in_words(
    teacher: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(teacher)
    client.post(ADD, TYPED)
    monkeypatch.setattr("teachers.forms.profile.CourseForm.clean", lambda form: form.cleaned_data)

    response = client.post(ADD, TYPED)

    assert response.context["form"].errors == {"title": ["Этот курс в профиле уже есть."]}


def test_an_unverified_course_is_changed_and_removed(teacher: User, sign_in: SignIn) -> None:
    course, client = make_course(teacher), sign_in(teacher)

    client.post(reverse("teachers:edit_course", args=[course.pk]), TYPED | {"title": "Новое имя"})
    renamed = Course.objects.get().title
    client.post(reverse("teachers:remove_course", args=[course.pk]))

    assert (renamed, Course.objects.count()) == ("Новое имя", 0)


@pytest.mark.parametrize("name", ["edit_course", "remove_course"])
def test_a_verified_course_is_changed_by_nobody_but_the_desk(
    teacher: User, methodist: User, sign_in: SignIn, name: str
) -> None:
    course = make_course(teacher, title="Как было")
    courses.verify(course, by=methodist)

    response = sign_in(teacher).post(reverse(f"teachers:{name}", args=[course.pk]), TYPED)

    assert response.status_code == 403
    assert Course.objects.get().title == "Как было"


# --- On the desk ----------------------------------------------------------------------------------------------------


def test_the_desk_counts_the_courses_that_wait(teacher: User, methodist: User, sign_in: SignIn) -> None:
    make_course(teacher)
    make_course(teacher, verified_at=timezone.now())

    waiting = sign_in(methodist).get("/admin/").context["waiting"]

    assert [(str(line.words), line.number) for line in waiting] == [("Курсы для подтверждения", 1)]


def test_the_methodist_verifies_chosen_courses(teacher: User, methodist: User, sign_in: SignIn) -> None:
    chosen, other = make_course(teacher), make_course(teacher)

    response = sign_in(methodist).post(DESK, {"action": "verify", "_selected_action": [chosen.pk]})

    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Подтверждён 1 курс."]
    assert list(Course.objects.unverified()) == [other]
    assert Course.objects.get(pk=chosen.pk).verified_by == methodist


@pytest.mark.parametrize("who", ["teacher", "colleague", "head", "other_methodist"])
def test_nobody_else_verifies(teacher: User, who: str, request: pytest.FixtureRequest) -> None:
    course = make_course(teacher)

    with pytest.raises(PermissionDenied):
        courses.verify(course, by=request.getfixturevalue(who))


def test_courses_of_another_kindergarten_are_not_on_the_desk(
    teacher: User, other_methodist: User, sign_in: SignIn
) -> None:
    course = make_course(teacher, title="Канарейка")
    desk = sign_in(other_methodist)

    assert "Канарейка" not in desk.get(DESK).content.decode()
    address = reverse("admin:teachers_course_change", args=[course.pk])
    assert desk.get(address, follow=True).redirect_chain == [("/admin/", 302)]


def test_the_desk_is_closed_to_teachers_and_heads(teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(DESK).status_code for person in (teacher, head)] == [302, 302]


# --- Who sees my name -----------------------------------------------------------------------------------------------


def test_the_name_is_shown_as_the_person_says(teacher: User, sign_in: SignIn) -> None:
    client = sign_in(teacher)
    before = "На табло меня учитывают без имени" in page(client)

    client.post("/people/me/names/", {"shown_to": "network", "shown_on_board": "on"})

    teacher.refresh_from_db()
    assert (before, teacher.shown_to, teacher.shown_on_board) == (True, "network", True)
    assert ("вся сеть" in page(client), "Моё имя показывается на табло" in page(client)) == (True, True)


def test_an_odd_choice_changes_nothing(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post("/people/me/names/", {"shown_to": "everyone", "shown_on_board": "on"})

    teacher.refresh_from_db()
    assert (list(response.context["form"].errors), teacher.shown_on_board) == (["shown_to"], False)


def test_nothing_else_of_the_person_is_changed(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/people/me/names/", {"shown_to": "nobody", "is_superuser": "on", "last_name": "Чужая"})

    teacher.refresh_from_db()
    assert (teacher.shown_to, teacher.is_superuser, teacher.last_name) == ("nobody", False, "Светлова")
