"""Adding is one screen; the rest can wait; what is typed is not lost."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portfolio.actions import items
from portfolio.models import Evidence, Item, Section
from teachers.models import Membership, User
from tests.common.test_uploads import pdf
from tests.factories import make_evidence, make_item, make_past_event, picture

SignIn = Callable[[User], Client]


def photo(name: str = "фото.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture())


def blamed(response: Any, form: str = "form") -> list[str]:
    return list(response.context[form].errors)


def test_a_title_is_enough(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/portfolio/add/", {"title": "Картотека игр"})

    item = Item.objects.get()
    assert (item.teacher, item.kindergarten, item.section.title) == (teacher, teacher.kindergarten, "Личный вклад")
    assert (item.visibility, item.happened_on, item.is_kept) == ("me", timezone.localdate(), True)


def test_a_photo_comes_with_its_small_copy(teacher: User, sign_in: SignIn) -> None:
    sent = {"title": "Уголок воды", "evidence": photo(), "no_children": "on"}

    response = sign_in(teacher).post("/portfolio/add/", sent)

    file = Evidence.objects.get()
    assert response["Location"] == file.item.get_absolute_url()
    assert (file.original_name, file.content_type, file.served_name) == ("фото.jpg", "image/webp", "фото.webp")
    assert str(file.preview.name).endswith(".jpg")


def test_the_camera_and_the_files_go_together(teacher: User, sign_in: SignIn) -> None:
    grant = SimpleUploadedFile("грамота.pdf", pdf())
    sent = {"title": "Конкурс", "photo": photo("снимок.jpg"), "evidence": [grant, photo()], "no_children": "on"}

    sign_in(teacher).post("/portfolio/add/", sent)

    assert [file.original_name for file in Evidence.objects.all()] == ["снимок.jpg", "грамота.pdf", "фото.jpg"]


def test_no_name_of_the_sender_reaches_the_storage(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post(
        "/portfolio/add/", {"title": "Ох", "evidence": photo("../../etc/passwd.jpg"), "no_children": "on"}
    )

    file = Evidence.objects.get()
    assert ("passwd" in f"{file.file.name}{file.preview.name}", file.original_name) == (False, "passwd.jpg")


def test_a_photo_needs_the_mark_about_children(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post("/portfolio/add/", {"title": "Прогулка", "evidence": photo()})

    assert (blamed(response), Item.objects.count()) == (["no_children"], 0)
    assert 'value="Прогулка"' in response.content.decode()


def test_a_pdf_needs_no_mark(teacher: User, sign_in: SignIn) -> None:
    sign_in(teacher).post("/portfolio/add/", {"title": "Грамота", "evidence": SimpleUploadedFile("г.pdf", pdf())})

    assert Evidence.objects.count() == 1


def test_a_refused_file_loses_nothing_that_was_typed(teacher: User, sign_in: SignIn) -> None:
    section = Section.objects.get(title="Самоанализ")
    sent = {"title": "Мой год", "section": section.pk, "evidence": SimpleUploadedFile("a.jpg", b"MZ")}

    response = sign_in(teacher).post("/portfolio/add/", sent)

    page = response.content.decode()
    assert (blamed(response), Item.objects.count()) == (["evidence"], 0)
    assert ('value="Мой год"' in page, f'value="{section.pk}"' in page) == (True, True)


def test_owner_and_kindergarten_cannot_be_posted(
    teacher: User, colleague: User, outsider: User, sign_in: SignIn
) -> None:
    posted = {"teacher": colleague.pk, "kindergarten": outsider.kindergarten.pk, "visibility": "kindergarten"}  # type: ignore[union-attr]

    sign_in(teacher).post("/portfolio/add/", {"title": "Моё"} | posted)

    item = Item.objects.get()
    assert (item.teacher, item.kindergarten, item.visibility) == (teacher, teacher.kindergarten, "me")


def test_a_shelf_can_be_chosen_by_its_link(teacher: User, sign_in: SignIn) -> None:
    section = Section.objects.get(title="Самоанализ")

    page = sign_in(teacher).get(f"/portfolio/add/?section={section.pk}")

    assert page.context["form"]["section"].value() == str(section.pk)
    assert "В раздел «Самоанализ»." in page.content.decode()


@pytest.mark.parametrize("asked", ["", "999999", "первый"])
def test_a_shelf_that_is_not_there_leads_to_the_one_for_what_is_new(teacher: User, sign_in: SignIn, asked: str) -> None:
    page = sign_in(teacher).get(f"/portfolio/add/?section={asked}")

    assert page.context["form"].into == Section.objects.for_new()


def test_an_item_holds_ten_files(teacher: User, sign_in: SignIn) -> None:
    item = make_item(teacher)
    for _ in range(9):
        make_evidence(item)
    two = [SimpleUploadedFile("а.pdf", pdf()), SimpleUploadedFile("б.pdf", pdf())]

    response = sign_in(teacher).post(f"/portfolio/{item.pk}/files/", {"evidence": two})

    assert (blamed(response, "attach_form"), item.evidence.count()) == (["evidence"], 9)


def test_eleven_files_at_once_are_refused_in_words(teacher: User, sign_in: SignIn) -> None:
    files = [SimpleUploadedFile(f"{n}.pdf", pdf()) for n in range(10)]
    sent = {"title": "Всё сразу", "photo": photo(), "evidence": files, "no_children": "on"}

    response = sign_in(teacher).post("/portfolio/add/", sent)

    assert (blamed(response), Item.objects.count()) == (["evidence"], 0)


def test_a_file_is_added_later(teacher: User, sign_in: SignIn) -> None:
    item = make_item(teacher)

    sign_in(teacher).post(f"/portfolio/{item.pk}/files/", {"evidence": photo(), "no_children": "on"})

    assert item.evidence.count() == 1


def test_adding_no_file_is_explained(teacher: User, sign_in: SignIn) -> None:
    response = sign_in(teacher).post(f"/portfolio/{make_item(teacher).pk}/files/")

    assert blamed(response, "attach_form") == ["evidence"]


def test_files_go_when_their_rows_do_not_stay(teacher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from common.uploads import check

    kept: list[str] = []

    def fails(self: Evidence, *args: object, **kwargs: object) -> None:
        kept.extend((str(self.file.name), str(self.preview.name)))
        raise RuntimeError

    monkeypatch.setattr(Evidence, "save", fails)
    with pytest.raises(RuntimeError):
        items.attach(make_item(teacher), [check(photo())], by=teacher)

    storage = Evidence._meta.get_field("file").storage
    assert [storage.exists(name) for name in kept] == [False, False]


def details(item: Item, **changes: str) -> dict[str, str]:
    typed = {"title": item.title, "section": str(item.section_id), "happened_on": "2026-03-08"}
    return typed | {"level": "regional", "visibility": "me", "description": "Что изменилось"} | changes


def test_the_rest_is_changed_at_leisure(teacher: User, sign_in: SignIn) -> None:
    item = make_item(teacher)

    sign_in(teacher).post(f"/portfolio/{item.pk}/edit/", details(item))

    item.refresh_from_db()
    assert (item.happened_on, item.level, item.description) == (dt.date(2026, 3, 8), "regional", "Что изменилось")


@pytest.mark.parametrize("day", ["2999-01-01", "1026-03-08", "32.13.2026"])
def test_a_strange_day_is_explained_beside_its_field(teacher: User, sign_in: SignIn, day: str) -> None:
    item = make_item(teacher)

    response = sign_in(teacher).post(f"/portfolio/{item.pk}/edit/", details(item, happened_on=day))

    assert blamed(response) == ["happened_on"]
    assert "Что изменилось" in response.content.decode()


def test_opening_and_closing_work_at_once(teacher: User, colleague: User, sign_in: SignIn) -> None:
    item, reader = make_item(teacher), sign_in(colleague)

    seen = []
    for visibility in ("me", "kindergarten", "methodist", "kindergarten", "me"):
        sign_in(teacher).post(f"/portfolio/{item.pk}/visible-to/", {"visibility": visibility})
        seen.append(reader.get(item.get_absolute_url()).status_code)

    assert seen == [404, 200, 404, 200, 404]


def test_a_made_up_visibility_changes_nothing(teacher: User, sign_in: SignIn) -> None:
    item = make_item(teacher)

    sign_in(teacher).post(f"/portfolio/{item.pk}/visible-to/", {"visibility": "everyone"})

    item.refresh_from_db()
    assert item.visibility == "me"


def test_deleting_asks_first_and_takes_the_files(
    teacher: User, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    item = make_item(teacher)
    file = make_evidence(item)
    client = sign_in(teacher)
    client.get(f"/portfolio/{item.pk}/delete/")
    assert Item.objects.count() == 1

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/portfolio/{item.pk}/delete/")

    assert (Item.objects.count(), Evidence.objects.count()) == (0, 0)
    assert [file.file.storage.exists(str(field.name)) for field in (file.file, file.preview)] == [False, False]


def test_one_file_is_removed_and_the_item_stays(
    teacher: User, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    item = make_item(teacher)
    gone, stays = make_evidence(item), make_evidence(item)

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(teacher).post(f"/portfolio/files/{gone.pk}/remove/")

    assert (list(item.evidence.all()), gone.file.storage.exists(str(gone.file.name))) == ([stays], False)


def test_what_an_event_brought_is_put_away_and_not_deleted(teacher: User, colleague: User, sign_in: SignIn) -> None:
    item = make_item(teacher, event=make_past_event(colleague))

    statuses = [sign_in(teacher).post(f"/portfolio/{item.pk}/{act}/").status_code for act in ("delete", "decide")]

    item.refresh_from_db()
    assert (statuses, item.is_kept) == ([403, 302], False)


def test_an_item_is_opened_where_its_owner_works_now(
    teacher: User, colleague: User, outsider: User, sign_in: SignIn
) -> None:
    item = make_item(teacher)
    Membership.objects.filter(user=teacher).update(kindergarten=outsider.kindergarten)

    sign_in(teacher).post(f"/portfolio/{item.pk}/visible-to/", {"visibility": "kindergarten"})

    assert [Item.objects.visible_to(user).count() for user in (outsider, colleague)] == [1, 0]


@pytest.mark.parametrize("act", [items.delete, lambda item, by: items.attach(item, [], by=by)])
def test_a_colleague_changes_nothing(teacher: User, colleague: User, act: Any) -> None:
    with pytest.raises(PermissionDenied):
        act(make_item(teacher, visibility="kindergarten"), by=colleague)
