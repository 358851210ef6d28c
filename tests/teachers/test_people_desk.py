"""People at the methodist's desk: whom one sees, what one may change, and what one never may."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from common.dates import years_before
from teachers.models import (
    Band,
    BandSet,
    CategoryRecord,
    Course,
    Employment,
    Invitation,
    Kindergarten,
    Membership,
    Position,
    Profile,
    User,
)
from teachers.time_zones import RUSSIAN_ZONES
from tests.factories import make_invitation, make_kindergarten, make_newcomer, make_user

SignIn = Callable[[User], Client]
LIST = "/admin/teachers/user/"


def page_of(row: Any) -> str:
    return reverse(f"admin:teachers_{row._meta.model_name}_change", args=[row.pk])


def listed(client: Client, query: str = "") -> set[User]:
    return set(client.get(LIST + query).context["cl"].queryset)


def posted(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends back from a page of the desk, with `changes`."""
    context = client.get(address).context
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            data[form.add_prefix(name)] = "" if value is None or value is False else value
    return {name: value for name, value in (data | changes).items() if value is not None}


def save(client: Client, address: str, **changes: Any) -> Any:
    return client.post(address, posted(client, address, **changes))


def said_in(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors_of(response: Any) -> str:
    """Everything the page complains of."""
    context = response.context
    found = [*context["adminform"].form.errors.values()]
    for inline in context["inline_admin_formsets"]:
        found += [*inline.formset.non_form_errors(), *inline.formset.errors]
    return " ".join(str(error) for error in found if error)


# --- Whom one sees --------------------------------------------------------------------------------------------------


def test_a_methodist_sees_their_own_people_alone(
    methodist: User, teacher: User, outsider: User, sign_in: SignIn
) -> None:
    assert listed(sign_in(methodist)) == {methodist, teacher}


def test_those_who_begin_later_are_seen_and_those_who_left_are_not(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    later, gone = make_user(kindergarten), make_user(kindergarten)
    Membership.objects.filter(user=later).update(since=timezone.localdate() + dt.timedelta(days=30))
    Membership.objects.filter(user=gone).update(until=timezone.localdate() - dt.timedelta(days=1))

    assert listed(sign_in(methodist)) == {methodist, later}


def test_the_network_administrator_sees_everybody(
    network_admin: User, teacher: User, outsider: User, sign_in: SignIn
) -> None:
    assert listed(sign_in(network_admin)) == {network_admin, teacher, outsider}


@pytest.mark.parametrize("name", ["user", "kindergarten", "stafflist", "position", "categoryrule", "bandset"])
@pytest.mark.parametrize("which", ["changelist", "add"])
def test_the_desk_is_closed_to_teachers_and_heads(
    teacher: User, head: User, sign_in: SignIn, name: str, which: str
) -> None:
    address = reverse(f"admin:teachers_{name}_{which}")

    assert [sign_in(person).get(address).status_code for person in (teacher, head)] == [302, 302]


def test_another_methodist_gets_nothing(
    kindergarten: Kindergarten, teacher: User, other_methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(other_methodist)

    for row in (teacher, kindergarten):
        assert desk.get(page_of(row), follow=True).redirect_chain == [("/admin/", 302)]
        assert desk.post(page_of(row), {"last_name": "Взломова"}).status_code == 302
    assert listed(desk, "?q=Светлова") == set()
    teacher.refresh_from_db()
    assert teacher.last_name == "Светлова"


def test_of_a_person_in_two_kindergartens_only_ones_own_rows_are_shown(
    methodist: User, teacher: User, sign_in: SignIn
) -> None:
    elsewhere = make_kindergarten("canary", name="Канарейка", keeps_birth_dates=True)
    Membership.objects.create(user=teacher, kindergarten=elsewhere, role="head")
    post = Position.objects.get(name="Тьютор")
    Employment.objects.create(user=teacher, kindergarten=elsewhere, position=post)
    desk = sign_in(methodist)

    page, people = desk.get(page_of(teacher)).content.decode(), desk.get(LIST)

    assert "Канарейка" not in page
    assert [len(f.formset.forms) for f in desk.get(page_of(teacher)).context["inline_admin_formsets"]][:3] == [1, 1, 1]
    assert "Тьютор" not in people.content.decode()
    assert teacher not in listed(desk, "?role=head") | listed(desk, f"?post={post.pk}")


def test_rows_of_another_kindergarten_cannot_be_posted(methodist: User, teacher: User, sign_in: SignIn) -> None:
    elsewhere = make_kindergarten("canary")
    theirs = Membership.objects.create(user=teacher, kindergarten=elsewhere, role="head")
    desk = sign_in(methodist)

    foreign_row = {"memberships-0-id": theirs.pk, "memberships-0-DELETE": "on"}
    save(desk, page_of(teacher), **foreign_row)
    assert save(desk, page_of(teacher), **{"memberships-0-kindergarten": elsewhere.pk}).status_code == 200

    assert set(teacher.memberships.values_list("kindergarten__slug", "role")) == {
        ("solnyshko", "teacher"),
        ("canary", "head"),
    }


def test_passwords_cannot_be_asked_about_by_the_address(methodist: User, teacher: User, sign_in: SignIn) -> None:
    response = sign_in(methodist).get(f"{LIST}?password__startswith=md5")

    assert response.status_code in (302, 400)


# --- What one may change --------------------------------------------------------------------------------------------


def test_a_methodist_adds_a_person_of_their_kindergarten(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    names = {"last_name": "Новикова", "first_name": "Дарья", "email": "New@Example.com"}

    response = save(sign_in(methodist), f"{LIST}add/", **names, **{"profile-0-birth_year": 1990})

    person = User.objects.get(last_name="Новикова")
    assert (response.status_code, person.email, person.has_usable_password()) == (302, "new@example.com", False)
    assert [(m.kindergarten, m.role) for m in person.memberships.all()] == [(kindergarten, "teacher")]
    assert person.profile.birth_year == 1990


def test_a_person_without_a_kindergarten_cannot_be_added_by_a_methodist(methodist: User, sign_in: SignIn) -> None:
    names = {"last_name": "Новикова", "first_name": "Дарья", "memberships-0-DELETE": "on"}

    assert save(sign_in(methodist), f"{LIST}add/", **names).status_code == 200
    assert not User.objects.filter(last_name="Новикова").exists()


def test_an_address_of_another_kindergarten_is_only_said_to_be_taken(
    methodist: User, outsider: User, sign_in: SignIn
) -> None:
    names = {"last_name": "Новикова", "first_name": "Дарья", "email": "OUTSIDER@example.com"}

    said = errors_of(save(sign_in(methodist), f"{LIST}add/", **names))

    assert "уже существует" in said
    assert outsider.last_name not in said


@pytest.mark.parametrize("field", ["is_superuser", "is_active", "password", "last_login"])
def test_rights_and_passwords_cannot_be_posted(methodist: User, teacher: User, sign_in: SignIn, field: str) -> None:
    before = getattr(teacher, field)

    save(sign_in(methodist), page_of(teacher), **{field: "on"})

    teacher.refresh_from_db()
    assert getattr(teacher, field) == before


def test_a_methodist_gives_nobody_a_role_elsewhere_and_none_to_themselves(
    kindergarten: Kindergarten, other_kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    more = {"memberships-TOTAL_FORMS": 3, "memberships-2-role": "head", "memberships-2-since": "01.09.2026"}
    desk = sign_in(methodist)

    for where in (kindergarten, other_kindergarten):
        desk.post(
            page_of(methodist), posted(desk, page_of(methodist)) | more | {"memberships-2-kindergarten": where.pk}
        )

    assert set(methodist.memberships.values_list("role", flat=True)) == {"methodist", "teacher"}


def test_a_methodist_gives_a_colleague_a_role_in_their_own_kindergarten(
    kindergarten: Kindergarten, methodist: User, teacher: User, sign_in: SignIn
) -> None:
    more = {
        "memberships-TOTAL_FORMS": 2,
        "memberships-1-kindergarten": kindergarten.pk,
        "memberships-1-role": "methodist",
        "memberships-1-since": "01.09.2026",
    }

    response = save(sign_in(methodist), page_of(teacher), **more)

    assert response.status_code == 302
    assert User.objects.get(pk=teacher.pk).is_methodist_of(kindergarten.pk)


def test_a_network_administrator_is_changed_by_none_but_another(
    kindergarten: Kindergarten, methodist: User, network_admin: User, sign_in: SignIn
) -> None:
    Membership.objects.create(user=network_admin, kindergarten=kindergarten)
    desk = sign_in(methodist)

    assert desk.get(page_of(network_admin)).context["has_change_permission"] is False
    assert desk.post(page_of(network_admin), {"last_name": "Взломова"}).status_code == 403


def test_the_address_one_signs_in_with_is_theirs_alone(methodist: User, teacher: User, sign_in: SignIn) -> None:
    save(sign_in(methodist), page_of(teacher), email="mine@example.com")

    teacher.refresh_from_db()
    assert teacher.email == "teacher@example.com"


def test_a_mistyped_address_is_mended_and_its_letter_opens_nothing(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    newcomer = make_newcomer(kindergarten, email="mistyped@example.com")
    sign_in(methodist).post(LIST, {"action": "send_invitations", "_selected_action": [newcomer.pk]})
    code = Invitation.objects.get().letter_code

    save(sign_in(methodist), page_of(newcomer), email="right@example.com")

    newcomer.refresh_from_db()
    assert (newcomer.email, Invitation.objects.by_code(code)) == ("right@example.com", None)


def test_the_network_administrator_may_change_a_lost_address(
    teacher: User, network_admin: User, sign_in: SignIn
) -> None:
    EmailAddress.objects.create(user=teacher, email=teacher.email, verified=True, primary=True)

    save(sign_in(network_admin), page_of(teacher), email="found@example.com")

    teacher.refresh_from_db()
    assert (teacher.email, EmailAddress.objects.count()) == ("found@example.com", 0)


def test_the_network_administrator_keeps_their_own_rights(network_admin: User, sign_in: SignIn) -> None:
    desk = sign_in(network_admin)

    save(desk, page_of(network_admin), is_superuser="", is_active="")

    network_admin.refresh_from_db()
    assert (network_admin.is_superuser, network_admin.is_active) == (True, True)


def test_people_are_not_deleted_at_the_desk(
    methodist: User, teacher: User, network_admin: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    slip = make_newcomer(kindergarten)
    addresses = [reverse("admin:teachers_user_delete", args=[person.pk]) for person in (teacher, slip)]

    assert [sign_in(methodist).get(address).status_code for address in addresses] == [403, 403]
    assert [sign_in(network_admin).get(address).status_code for address in addresses] == [403, 200]


def test_a_demoted_methodist_cannot_send_a_page_they_had_opened(
    methodist: User, teacher: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)
    typed = posted(desk, page_of(teacher), last_name="Взломова")
    Membership.objects.filter(user=methodist).update(until=timezone.localdate() - dt.timedelta(days=1))

    assert desk.post(page_of(teacher), typed).status_code == 302
    teacher.refresh_from_db()
    assert teacher.last_name == "Светлова"


# --- Profiles, categories, courses ----------------------------------------------------------------------------------


def shown_days(client: Client, person: User) -> list[str]:
    """«Действует до» of every category on the person's page."""
    inline = client.get(page_of(person)).context["inline_admin_formsets"][3]
    return [inline.opts.lapses(form.instance) for form in inline.formset.initial_forms]


def test_the_last_day_of_a_category_is_counted_by_rule(methodist: User, teacher: User, sign_in: SignIn) -> None:
    for kind, day, override in [
        ("first", dt.date(2023, 8, 31), None),
        ("highest", dt.date(2023, 9, 1), None),
        ("suitable", dt.date(2022, 5, 9), dt.date(2030, 1, 1)),
        ("teacher_mentor", None, None),
    ]:
        CategoryRecord.objects.create(user=teacher, kind=kind, assigned_on=day, lapses_on_override=override)

    assert sorted(shown_days(sign_in(methodist), teacher)) == ["01.01.2030", "31.08.2028", "бессрочно", "—"]


def test_a_category_is_added_beside_the_others_and_never_twice(methodist: User, teacher: User, sign_in: SignIn) -> None:
    CategoryRecord.objects.create(user=teacher, kind="first", assigned_on=dt.date(2024, 3, 12))
    more = {
        "category_records-TOTAL_FORMS": 2,
        "category_records-1-kind": "first",
        "category_records-1-assigned_on": "12.03.2024",
    }

    response = save(sign_in(methodist), page_of(teacher), **more)

    assert (response.status_code, CategoryRecord.objects.count()) == (200, 1)
    assert "Такая категория от этого дня уже записана." in errors_of(response)


def test_the_same_twice_on_one_page_is_said_and_nothing_is_lost(
    kindergarten: Kindergarten, methodist: User, teacher: User, sign_in: SignIn
) -> None:
    tutor = Position.objects.get(name="Тьютор").pk
    row = {"kindergarten": kindergarten.pk, "position": tutor}
    two = {f"employments-{n}-{name}": value for n in (1, 2) for name, value in row.items()}

    response = save(sign_in(methodist), page_of(teacher), **two, **{"employments-TOTAL_FORMS": 3})

    assert (response.status_code, teacher.employments.count()) == (200, 1)
    assert "Такая должность здесь у человека уже есть." in errors_of(response)


def test_whoever_saw_the_certificate_is_remembered(methodist: User, teacher: User, sign_in: SignIn) -> None:
    course = Course.objects.create(user=teacher, title="Речь", hours=72)
    desk = sign_in(methodist)

    save(desk, page_of(teacher), **{"courses-0-is_verified": "on"})
    course.refresh_from_db()
    assert (course.verified_by, course.verified_at is not None) == (methodist, True)

    save(desk, page_of(teacher), **{"courses-0-hours": 36})
    course.refresh_from_db()
    assert (course.hours, course.verified_by) == (36, methodist)

    save(desk, page_of(teacher), **{"courses-0-is_verified": None})
    course.refresh_from_db()
    assert (course.verified_by, course.verified_at) == (None, None)


def test_a_full_date_of_birth_is_asked_only_where_it_is_kept(
    kindergarten: Kindergarten, methodist: User, teacher: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)
    assert "profile-0-birth_date" not in posted(desk, page_of(teacher))

    kindergarten.keeps_birth_dates = True
    kindergarten.save()
    save(desk, page_of(teacher), **{"profile-0-birth_date": "09.05.1979"})

    assert Profile.objects.get(user=teacher).birth_year == 1979


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"memberships-0-until": "01.01.2019"}, "Роль заканчивается раньше, чем начинается."),
        ({"employments-0-ended_on": "01.01.2019"}, "Работа в должности заканчивается раньше, чем начинается."),
        ({"profile-0-birth_year": "1850"}, "1930"),
        ({"last_name": ""}, "Заполните это поле."),
    ],
)
def test_a_slip_is_explained_on_the_page(
    methodist: User, teacher: User, sign_in: SignIn, changes: dict[str, Any], words: str
) -> None:
    response = save(sign_in(methodist), page_of(teacher), **changes)

    assert (response.status_code, words in errors_of(response)) == (200, True)


# --- The list and its filters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_the_rows(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        person = make_user(kindergarten)
        CategoryRecord.objects.create(user=person, kind="first")
        Employment.objects.create(user=person, kindergarten=kindergarten, position=Position.objects.get(name="Тьютор"))
    desk = sign_in(methodist)

    with django_assert_num_queries(11):
        assert desk.get(LIST).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_persons_page_costs_the_same_whatever_the_rows(
    kindergarten: Kindergarten, methodist: User, teacher: User, sign_in: SignIn, number: int
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert sign_in(methodist).get(page_of(teacher)).status_code == 200
        return len(queries)

    CategoryRecord.objects.create(user=teacher, kind="first")
    Course.objects.create(user=teacher, title="Речь", hours=8)
    first = cost()
    for n in range(number):
        Course.objects.create(user=teacher, title=f"Речь {n}", hours=8)
        CategoryRecord.objects.create(user=teacher, kind="first", assigned_on=dt.date(2020 + n, 1, 1))

    assert cost() == first


def test_people_are_found_by_name_and_address_in_any_letter_case(
    methodist: User, teacher: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)

    assert [listed(desk, f"?q={words}") for words in ("СВЕТЛОВА елена", "TEACHER@", "нет таких")] == [
        {teacher},
        {teacher},
        set(),
    ]


def band(measure: str, years: int) -> str:
    bands = Band.objects.used_by_default().filter(band_set__measure=measure)
    found = Band.of(years, bands)
    assert found is not None
    return str(found.pk)


def test_filters_pick_people_as_a_methodist_thinks(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    today, desk = timezone.localdate(), sign_in(methodist)
    young, wise = make_newcomer(kindergarten), make_user(kindergarten, "head", position="Заведующий")
    Profile.objects.update_or_create(
        user=young, defaults={"birth_year": today.year - 24, "work_began_on": years_before(today, 1)}
    )
    Profile.objects.filter(user=wise).update(birth_date=years_before(today, 50), work_began_on=years_before(today, 30))
    CategoryRecord.objects.create(user=wise, kind="highest", assigned_on=dt.date(2024, 1, 1))
    CategoryRecord.objects.create(user=young, kind="suitable", assigned_on=dt.date(2024, 1, 1))
    head_post = Position.objects.get(name="Заведующий")

    assert listed(desk, f"?experience={band('experience', 1)}") == {young}
    assert listed(desk, f"?experience={band('experience', 30)}") == {wise}
    assert listed(desk, f"?age={band('age', 23)}") == {young}
    assert listed(desk, f"?age={band('age', 50)}") == {wise}
    assert listed(desk, "?category=highest") == {wise}
    assert listed(desk, "?category=none") == {young, methodist}
    assert listed(desk, f"?post={head_post.pk}") == {wise}
    assert listed(desk, "?role=head") == {wise}
    assert listed(desk, "?account=no") == {young}
    assert listed(desk, "?account=yes") == {wise, methodist}


@pytest.mark.parametrize("query", ["?experience=x", "?age=0", "?category=x", "?post=x", "?role=x", "?kindergarten=x"])
def test_a_filter_nobody_knows_filters_nothing(methodist: User, teacher: User, sign_in: SignIn, query: str) -> None:
    assert listed(sign_in(methodist), query) == {methodist, teacher}


def test_kindergartens_are_a_filter_for_those_who_have_several(
    kindergarten: Kindergarten, teacher: User, outsider: User, methodist: User, network_admin: User, sign_in: SignIn
) -> None:
    def titles(client: Client) -> list[str]:
        return [str(spec.title) for spec in client.get(LIST).context["cl"].filter_specs]

    assert "детский сад" not in titles(sign_in(methodist))
    assert "детский сад" in titles(sign_in(network_admin))
    assert listed(sign_in(network_admin), f"?kindergarten={kindergarten.pk}") == {teacher, methodist}


@pytest.mark.django_db
@settings(deadline=None)
@given(st.dates(dt.date(1950, 1, 1), dt.date(2026, 1, 1)), st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)))
def test_bands_count_as_profiles_do(since: dt.date, day: dt.date) -> None:
    profile = Profile.objects.first() or make_user(None).profile
    Profile.objects.update(work_began_on=since, birth_date=since, birth_year=since.year)
    profile.refresh_from_db()
    people = User.objects.get_queryset()

    for lower, upper in [(0, 3), (3, 5), (5, None)]:
        experience, age = profile.experience_on(day), profile.age_on(day)
        inside = since <= day and lower <= (experience or 0) and (upper is None or (experience or 0) < upper)
        assert people.with_experience(lower, upper, day).exists() == inside
        assert people.aged(lower, upper, day).exists() == (inside and age is not None)


# --- Kindergartens and the network's own data -----------------------------------------------------------------------


def test_a_methodist_minds_the_settings_of_their_own_kindergarten(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    desk = sign_in(methodist)

    save(desk, page_of(kindergarten), short_name="Солнышко", slug="teremok", name="Чужое имя", moderates_events="")

    kindergarten.refresh_from_db()
    assert (kindergarten.short_name, kindergarten.moderates_events) == ("Солнышко", False)
    assert (kindergarten.slug, kindergarten.name) == ("solnyshko", "Детский сад «Солнышко»")
    assert desk.get(reverse("admin:teachers_kindergarten_add")).status_code == 403


def test_the_network_administrator_opens_a_kindergarten(network_admin: User, sign_in: SignIn) -> None:
    desk, typed = sign_in(network_admin), {"name": "Сад", "slug": "sad", "time_zone": "Asia/Omsk"}

    refused = desk.post(reverse("admin:teachers_kindergarten_add"), typed | {"time_zone": "Омск"})
    assert list(refused.context["adminform"].form.errors) == ["time_zone"]

    assert desk.post(reverse("admin:teachers_kindergarten_add"), typed).status_code == 302
    assert Kindergarten.objects.get().time_zone == "Asia/Omsk"


def test_a_zone_is_chosen_by_its_city_and_another_one_stays(methodist: User, sign_in: SignIn) -> None:
    kindergarten, desk = methodist.kindergarten, sign_in(methodist)
    assert kindergarten
    Kindergarten.objects.update(time_zone="Asia/Almaty")

    choices = desk.get(page_of(kindergarten)).context["adminform"].form.fields["time_zone"].choices

    assert [words for _, words in choices][:3] == ["Asia/Almaty", "Калининград, МСК−1", "Москва, МСК"]
    assert save(desk, page_of(kindergarten)).status_code == 302
    assert Kindergarten.objects.get(pk=kindergarten.pk).time_zone == "Asia/Almaty"


@pytest.mark.parametrize(("zone", "words"), RUSSIAN_ZONES)
def test_a_zone_is_as_far_from_moscow_as_its_words_say(zone: str, words: str) -> None:
    noon = dt.datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Europe/Moscow"))
    hours = noon.astimezone(ZoneInfo(zone)).hour - 12

    assert str(words).partition(", ")[2] == ("МСК" + (f"{hours:+d}".replace("-", "−") if hours else ""))


def test_only_an_empty_kindergarten_is_deleted(
    kindergarten: Kindergarten, methodist: User, network_admin: User, sign_in: SignIn
) -> None:
    empty = make_kindergarten()
    addresses = [reverse("admin:teachers_kindergarten_delete", args=[row.pk]) for row in (kindergarten, empty)]

    assert [sign_in(network_admin).get(address).status_code for address in addresses] == [403, 200]
    assert sign_in(methodist).get(addresses[0]).status_code == 403


@pytest.mark.parametrize("name", ["position", "categoryrule", "bandset"])
def test_the_networks_own_data_is_read_by_methodists_and_edited_by_the_administrator(
    methodist: User, network_admin: User, sign_in: SignIn, name: str
) -> None:
    first = {"bandset": BandSet, "position": Position}.get(name)
    pk = first._default_manager.values_list("pk", flat=True)[0] if first else 1
    page = reverse(f"admin:teachers_{name}_change", args=[pk])

    assert sign_in(methodist).get(page).status_code == 200
    assert sign_in(methodist).post(page, {}).status_code == 403
    assert sign_in(network_admin).get(page).context["has_change_permission"] is True


def test_bands_are_edited_with_their_set(network_admin: User, sign_in: SignIn) -> None:
    band_set = BandSet.objects.get(name="Методические этапы")

    save(sign_in(network_admin), page_of(band_set), **{"bands-0-upper": 2, "bands-1-lower": 2})

    assert list(band_set.bands.values_list("lower", "upper"))[:2] == [(0, 2), (2, 10)]


def test_invitations_are_sent_from_the_list(kindergarten: Kindergarten, methodist: User, sign_in: SignIn) -> None:
    newcomer = make_newcomer(kindergarten)

    response = sign_in(methodist).post(LIST, {"action": "send_invitations", "_selected_action": [newcomer.pk]})

    assert [str(message) for message in get_messages(response.wsgi_request)] == ["1 приглашение отправляется."]


# --- The next step after writing a person down ----------------------------------------------------------------------


def test_whoever_has_no_way_in_yet_is_offered_an_invitation(
    methodist: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    person, desk = make_newcomer(kindergarten, last_name="Новикова", first_name="Дарья"), sign_in(methodist)
    address = reverse("admin:teachers_user_invite", args=[person.pk])

    response = save(desk, page_of(person))

    link = f'<a href="{address}">Отправить приглашение</a>'
    assert said_in(response)[0] == f"Новикова Дарья пока без входа на платформу. {link}"
    assert f'href="{address}"' in desk.get(page_of(person)).content.decode()


def test_one_question_stands_before_the_letter(methodist: User, kindergarten: Kindergarten, sign_in: SignIn) -> None:
    person, desk = make_newcomer(kindergarten), sign_in(methodist)
    address = reverse("admin:teachers_user_invite", args=[person.pk])

    asked = desk.get(address).content.decode()
    assert ("уйдёт 1 письмо с приглашением" in asked, f", {person.email}<" in asked) == (True, True)
    assert Invitation.objects.count() == 0

    assert desk.post(address)["Location"] == page_of(person)
    assert Invitation.objects.get().user == person


def test_nobody_who_comes_in_or_is_invited_is_offered_an_invitation(
    methodist: User, teacher: User, kindergarten: Kindergarten, sign_in: SignIn
) -> None:
    invited, desk = make_invitation(kindergarten).user, sign_in(methodist)

    for person in (teacher, invited):
        assert len(said_in(save(desk, page_of(person)))) == 1


def test_an_invitation_is_asked_for_by_the_methodist_alone(
    kindergarten: Kindergarten, other_methodist: User, teacher: User, sign_in: SignIn
) -> None:
    address = reverse("admin:teachers_user_invite", args=[make_newcomer(kindergarten).pk])

    assert [sign_in(person).post(address).status_code for person in (other_methodist, teacher)] == [404, 302]
    assert Invitation.objects.count() == 0


def test_the_network_administrator_sees_where_each_person_works(
    network_admin: User, methodist: User, outsider: User, sign_in: SignIn
) -> None:
    page = sign_in(network_admin).get(LIST).content.decode()

    assert '<td class="field-kindergartens">Детский сад «Теремок»</td>' in page
    assert "field-kindergartens" not in sign_in(methodist).get(LIST).content.decode()


# --- Words of the desk ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 12])
def test_a_number_of_rows_needs_no_plural(network_admin: User, sign_in: SignIn, number: int) -> None:
    for _ in range(number):
        make_kindergarten()

    page = sign_in(network_admin).get("/admin/teachers/kindergarten/").content.decode()

    assert re.search(r'<p class="paginator">\s*(.+?)\s*</p>', page, re.DOTALL)[1] == f"Всего: {number}"  # type: ignore[index]


def test_deleting_is_said_without_a_plural_too(network_admin: User, sign_in: SignIn) -> None:
    unused = [Position.objects.create(name=f"Должность {n}").pk for n in range(2)]

    chosen = {"_selected_action": unused, "action": "delete_selected", "post": "yes"}
    response = sign_in(network_admin).post("/admin/teachers/position/", chosen)

    assert said_in(response) == ["Удалено: 2 (должности)."]


def test_the_name_above_the_desk_ends_with_one_full_stop(methodist: User, sign_in: SignIn) -> None:
    page = sign_in(methodist).get("/admin/").content.decode()

    assert ("Лугова\xa0О.\xa0П." in page, "П.." in page.replace("</strong>", "")) == (True, False)
