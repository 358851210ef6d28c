"""Sections are reference data; items never show in the admin."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client

from portfolio.models import Evidence, Item, Section
from teachers.models import User

SignIn = Callable[[User], Client]


def test_items_and_files_have_no_admin() -> None:
    assert [model for model in (Item, Evidence) if model in admin.site._registry] == []


@pytest.mark.parametrize(("role", "status"), [("network_admin", 200), ("methodist", 200), ("teacher", 302)])
def test_sections_are_read_by_methodists(
    request: pytest.FixtureRequest, db: None, sign_in: SignIn, role: str, status: int
) -> None:
    client = sign_in(request.getfixturevalue(role))

    assert client.get("/admin/portfolio/section/").status_code == status


def section_form(section: Section, **changes: str) -> dict[str, str]:
    return {"title": section.title, "hint": section.hint, "order": str(section.order)} | changes


@pytest.mark.parametrize(("role", "title"), [("network_admin", "Итоги"), ("methodist", "Самоанализ")])
def test_only_the_network_administrator_renames_a_section(
    request: pytest.FixtureRequest, db: None, sign_in: SignIn, role: str, title: str
) -> None:
    section = Section.objects.get(title="Самоанализ")

    sign_in(request.getfixturevalue(role)).post(
        f"/admin/portfolio/section/{section.pk}/change/", section_form(section, title="Итоги")
    )

    section.refresh_from_db()
    assert section.title == title


def test_two_sections_cannot_take_the_same(network_admin: User, sign_in: SignIn) -> None:
    section = Section.objects.get(title="Самоанализ")

    page = sign_in(network_admin).post(
        f"/admin/portfolio/section/{section.pk}/change/", section_form(section, takes_new="on")
    )

    assert page.context["errors"].data == [["Это уже делает другой раздел; сначала снимите отметку там."]]


def test_a_section_where_things_arrive_is_not_deleted(network_admin: User, sign_in: SignIn) -> None:
    section = Section.objects.for_attended()

    sign_in(network_admin).post(f"/admin/portfolio/section/{section.pk}/delete/", {"post": "yes"})

    assert Section.objects.filter(pk=section.pk).exists()


def test_without_marks_the_first_section_takes_everything(db: None) -> None:
    Section.objects.update(takes_events=False, takes_hosted=False, takes_new=False)
    sections = Section.objects

    assert {sections.for_attended(), sections.for_hosted(), sections.for_new()} == {sections.first()}
