"""Attended and hosted events come to the portfolio by themselves; the teacher decides which stay."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from events.actions.attendance import record_attendance
from events.models import Event, Registration
from portfolio.actions import arrivals
from portfolio.models import Item
from teachers.models import User
from tests.factories import make_evidence, make_item, make_past_event, make_registration

SignIn = Callable[[User], Client]


@pytest.fixture
def event(colleague: User) -> Event:
    """A past event of the colleague."""
    return make_past_event(colleague, title="Музыка для перехода")


@pytest.fixture
def registration(event: Event, teacher: User) -> Registration:
    return make_registration(event, teacher)


def mark(registration: Registration, state: str) -> None:
    record_attendance(registration.event, {registration.pk: state}, by=registration.event.host)


def arrived(user: User) -> list[tuple[str, str, bool | None]]:
    return [(item.title, item.section.title, item.is_kept) for item in Item.objects.of(user).with_facts()]


def test_an_attended_event_arrives_and_waits(teacher: User, registration: Registration) -> None:
    mark(registration, "attended")

    assert arrived(teacher) == [("Музыка для перехода", "Методическая работа", None)]


def test_a_part_of_an_event_arrives_too(teacher: User, registration: Registration) -> None:
    mark(registration, "partly")

    assert len(arrived(teacher)) == 1


def test_an_event_that_was_missed_does_not_arrive(teacher: User, registration: Registration) -> None:
    mark(registration, "absent")

    assert arrived(teacher) == []


def test_a_held_event_arrives_for_its_host(colleague: User, registration: Registration) -> None:
    mark(registration, "attended")

    assert arrived(colleague) == [("Музыка для перехода", "Трансляция опыта", None)]


def test_an_event_nobody_came_to_does_not_arrive(colleague: User, registration: Registration) -> None:
    mark(registration, "absent")

    assert arrived(colleague) == []


def test_nothing_is_doubled_when_marks_are_repeated_and_mended(
    teacher: User, colleague: User, registration: Registration
) -> None:
    for state in ("attended", "attended", "partly", "absent", "attended"):
        mark(registration, state)

    assert (len(arrived(teacher)), len(arrived(colleague))) == (1, 1)


def test_an_undecided_item_goes_with_its_attendance(teacher: User, colleague: User, registration: Registration) -> None:
    mark(registration, "attended")
    mark(registration, "absent")

    assert (arrived(teacher), arrived(colleague)) == ([], [])


def test_a_decided_item_stays_its_owners_and_waits_again(teacher: User, registration: Registration) -> None:
    mark(registration, "attended")
    item = Item.objects.get(teacher=teacher)
    arrivals.decide(item, keep=True, by=teacher)

    mark(registration, "absent")

    item = Item.objects.with_facts().get(pk=item.pk)
    assert (item.is_kept, item.is_confirmed, item.hours) == (None, False, None)


@pytest.mark.parametrize("work", ["words", "file"])
def test_words_and_files_are_never_deleted_silently(teacher: User, registration: Registration, work: str) -> None:
    mark(registration, "attended")
    item = Item.objects.get(teacher=teacher)
    if work == "words":
        Item.objects.update(description="Пробую в своей группе")
    else:
        make_evidence(item)

    mark(registration, "absent")

    assert Item.objects.filter(pk=item.pk).exists()


def test_an_item_without_its_attendance_is_shown_to_nobody_else(
    teacher: User, colleague: User, registration: Registration
) -> None:
    mark(registration, "attended")
    Item.objects.of(teacher).update(is_kept=True, visibility=Item.Visibility.KINDERGARTEN)
    assert Item.objects.visible_to(colleague).of(teacher).exists()

    mark(registration, "absent")

    assert not Item.objects.visible_to(colleague).of(teacher).exists()


def test_the_news_is_a_part_of_the_change(
    teacher: User, registration: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(arrivals, "bring_hosted", fails)
    with pytest.raises(RuntimeError):
        mark(registration, "attended")

    registration.refresh_from_db()
    assert (registration.state, arrived(teacher)) == ("joined", [])


def test_hours_are_the_participants_or_the_hosts(teacher: User, colleague: User, registration: Registration) -> None:
    mark(registration, "partly")

    items = Item.objects.with_facts()
    assert (items.get(teacher=teacher).hours, items.get(teacher=colleague).hours) == (0.5, 1)


def test_an_event_of_the_network_arrives_in_ones_own_kindergarten(teacher: User, outsider: User) -> None:
    event = make_past_event(outsider, audience=Event.Audience.NETWORK)

    mark(make_registration(event, teacher), "attended")

    assert Item.objects.get(teacher=teacher).kindergarten == teacher.kindergarten


def test_one_press_keeps_and_another_puts_away(teacher: User, registration: Registration, sign_in: SignIn) -> None:
    mark(registration, "attended")
    item, client = Item.objects.get(teacher=teacher), sign_in(teacher)

    states = []
    for answer in ("keep", "put_away", "keep"):
        client.post(f"/portfolio/{item.pk}/decide/", {answer: "1"})
        item.refresh_from_db()
        states.append(item.is_kept)

    assert states == [True, False, True]


def test_everything_is_kept_at_once(teacher: User, colleague: User, sign_in: SignIn) -> None:
    for _ in range(2):
        mark(make_registration(make_past_event(colleague), teacher), "attended")

    sign_in(teacher).post("/portfolio/keep-all/")

    assert (Item.objects.of(teacher).kept().count(), Item.objects.of(colleague).undecided().count()) == (2, 2)


def test_only_the_owner_decides(teacher: User, colleague: User, registration: Registration) -> None:
    mark(registration, "attended")

    with pytest.raises(PermissionDenied):
        arrivals.decide(Item.objects.get(teacher=teacher), keep=True, by=colleague)


def test_an_item_of_ones_own_making_waits_for_no_decision(teacher: User) -> None:
    with pytest.raises(PermissionDenied):
        arrivals.decide(make_item(teacher), keep=False, by=teacher)
