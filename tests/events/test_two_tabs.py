"""Two tabs on one event: the second save says what has changed, and overwrites nothing unawares."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.moving import revise
from events.actions.planning import Sheet, Time
from events.models import Event
from events.versions import Outrun, changes_since, opened
from teachers.models import Kindergarten, User
from tests.events.sheets import as_opened, day_ahead
from tests.factories import make_event, make_place

SignIn = Callable[[User], Client]


@pytest.fixture
def event(teacher: User) -> Event:
    starts_at = timezone.now().replace(second=0, microsecond=0) + dt.timedelta(days=3)
    return make_event(teacher, title="Гостиная", starts_at=starts_at, capacity=10)


@pytest.fixture
def address(event: Event) -> str:
    return f"/events/{event.pk}/edit/"


@pytest.fixture
def host(teacher: User, sign_in: SignIn) -> Client:
    return sign_in(teacher)


@pytest.fixture
def typed(host: Client, address: str, event: Event, methodist: User, sign_in: SignIn) -> dict[str, str]:
    """What the host sends from a page that was opened before a methodist gave the event another title and seats."""
    mine = as_opened(host.get(address)) | {"description": "Мои слова", "title": "Салон"}
    desk = sign_in(methodist)
    desk.post(address, as_opened(desk.get(address)) | {"title": "Гостиная для новичков", "capacity": "12"})
    return mine


def test_the_second_save_overwrites_nothing(host: Client, address: str, event: Event, typed: dict[str, str]) -> None:
    response = host.post(address, typed)

    event.refresh_from_db()
    assert (response.status_code, event.title, event.description) == (409, "Гостиная для новичков", "")


def test_it_says_what_was_and_what_has_become_field_by_field(
    host: Client, address: str, typed: dict[str, str], methodist: User
) -> None:
    response = host.post(address, typed)

    changes = [(change.name, change.was, change.became) for change in response.context["changes"]]
    assert changes == [("title", "Гостиная", "Гостиная для новичков"), ("capacity", "10", "12")]
    assert str(methodist) in response.content.decode()


def test_it_keeps_what_was_typed(host: Client, address: str, typed: dict[str, str]) -> None:
    page = host.post(address, typed).content.decode()

    assert "Мои слова" in page
    assert 'value="Салон"' in page


def test_it_is_saved_over_knowingly(host: Client, address: str, event: Event, typed: dict[str, str]) -> None:
    version = host.post(address, typed).context["outrun"].version

    host.post(address, typed | {"over": str(version)})

    event.refresh_from_db()
    assert (event.title, event.capacity, event.version) == ("Салон", 10, 3)


def test_knowing_of_one_change_is_not_knowing_of_the_next(
    host: Client, address: str, event: Event, typed: dict[str, str]
) -> None:
    version = host.post(address, typed).context["outrun"].version
    Event.objects.update(version=version + 1)

    assert host.post(address, typed | {"over": str(version)}).status_code == 409


def test_the_others_changes_are_taken_over_and_the_rest_stays_typed(
    host: Client, address: str, event: Event, typed: dict[str, str]
) -> None:
    page = host.post(address, typed | {"theirs": "1"})
    merged = as_opened(page)

    assert (page.status_code, merged["title"], merged["capacity"]) == (200, "Гостиная для новичков", "12")
    assert merged["description"] == "Мои слова"
    host.post(address, merged)
    event.refresh_from_db()
    assert (event.title, event.description) == ("Гостиная для новичков", "Мои слова")


def test_another_time_is_told_in_words_and_taken_over(
    host: Client, address: str, event: Event, teacher: User, kindergarten: Kindergarten
) -> None:
    mine = as_opened(host.get(address)) | {"title": "Салон"}
    place = make_place(kindergarten, "Зал")
    begins = event.starts_at + dt.timedelta(days=1)
    later = Sheet(fields={"place": place}, times=[Time(begins, begins + (event.ends_at - event.starts_at))])
    revise(event, later, by=teacher, version=1)

    response = host.post(address, mine)
    merged = as_opened(host.post(address, mine | {"theirs": "1"}))

    assert [change.label for change in response.context["changes"]] == ["место проведения", "время встреч"]
    assert (merged["day"], merged["place"], merged["title"]) == (day_ahead(4), str(place.pk), "Салон")


def test_a_page_that_says_no_version_writes_nothing(host: Client, address: str, typed: dict[str, str]) -> None:
    del typed["version"]

    assert host.post(address, typed).status_code == 409


@pytest.mark.parametrize("tampered", ["", "nonsense", "\0"])
def test_words_that_are_not_ours_tell_of_no_changes(event: Event, tampered: str) -> None:
    assert changes_since(tampered, event) == []


def test_nothing_has_changed_since_just_now(event: Event) -> None:
    assert changes_since(opened(event), Event.objects.get()) == []


def test_whoever_changes_an_event_is_known(event: Event, teacher: User) -> None:
    revise(event, Sheet(fields={"title": "Салон"}, times=[Time(event.starts_at, event.ends_at)]), by=teacher, version=1)

    event.refresh_from_db()
    assert (event.changed_by, event.version) == (teacher, 2)
    with pytest.raises(Outrun):
        revise(event, Sheet(fields={}, times=[]), by=teacher, version=1)


# --- On the desk ----------------------------------------------------------------------------------------------------


def desk_fields(page: Any) -> dict[str, str]:
    form = page.context["adminform"].form
    data = {field.html_name: field.value() for field in form}
    none = {"registrations-TOTAL_FORMS": "0", "registrations-INITIAL_FORMS": "0"}
    return {name: str(value) for name, value in data.items() if value not in (None, "")} | none


def test_the_desk_says_it_too_and_saves_at_the_second_press(
    event: Event, methodist: User, host: Client, address: str, sign_in: SignIn
) -> None:
    desk, page = sign_in(methodist), f"/admin/events/event/{event.pk}/change/"
    mine = desk_fields(desk.get(page)) | {"to_bring": "Фото"}
    host.post(address, as_opened(host.get(address)) | {"title": "Салон"})

    refused = desk.post(page, mine)

    assert "название: Гостиная → Салон" in refused.content.decode()
    assert Event.objects.get().title == "Салон"
    desk.post(page, desk_fields(refused))
    event.refresh_from_db()
    assert (event.title, event.to_bring, event.version) == ("Гостиная", "Фото", 3)


def test_a_correction_at_the_desk_outruns_the_site(
    event: Event, methodist: User, host: Client, address: str, sign_in: SignIn
) -> None:
    mine = as_opened(host.get(address)) | {"title": "Салон"}
    desk, page = sign_in(methodist), f"/admin/events/event/{event.pk}/change/"
    desk.post(page, desk_fields(desk.get(page)) | {"to_bring": "Фото"})

    response = host.post(address, mine)

    assert (response.status_code, [change.name for change in response.context["changes"]]) == (409, ["to_bring"])
