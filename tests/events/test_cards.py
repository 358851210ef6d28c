"""Cards of events: drawn once for all who see the same, and anew whenever anything on them changes."""

import datetime as dt
from collections.abc import Callable

from django.template import Context, Template
from django.utils import timezone, translation

from events.entries import Mine
from events.models import Event
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_place, make_registration

CARD = Template("{% load event_cards %}{% event_card event mine %}")


def card(event: Event, *, mine: bool = False) -> str:
    event = Event.objects.with_cards().with_seats().get(pk=event.pk)
    return CARD.render(Context({"event": event, "mine": {event.pk: Mine("joined")} if mine else {}}))


def changes(event: Event, change: Callable[[], object]) -> bool:
    before = card(event)
    change()
    event.save()
    return card(event) != before


def test_a_card_changes_with_everything_it_shows(kindergarten: Kindergarten, teacher: User, colleague: User) -> None:
    event = make_event(teacher, capacity=5)
    place = make_place(kindergarten, "Зал")

    assert [
        changes(event, lambda: setattr(event, "title", "Театр из ничего")),
        changes(event, lambda: setattr(event, "place", place)),
        changes(event, lambda: make_registration(event, colleague)),
        changes(event, lambda: setattr(event, "host", colleague)),
        changes(event, lambda: setattr(event, "state", Event.State.CANCELLED)),
    ] == [True] * 5


def test_mine_is_told_from_anothers(teacher: User) -> None:
    event = make_event(teacher)

    assert ["Вы записаны" in card(event, mine=mine) for mine in (True, False)] == [True, False]


def test_a_card_tells_the_readers_time_and_language(teacher: User) -> None:
    event = make_event(teacher, starts_at=timezone.now().replace(hour=9, minute=30) + dt.timedelta(days=2))

    with timezone.override("Asia/Yekaterinburg"):
        assert "14:30–15:30" in card(event)
    with timezone.override("Europe/Moscow"), translation.override("en"):
        assert "12:30–13:30" in card(event)
        assert "everyone is welcome" in card(event)


def test_what_people_type_is_shown_as_text(teacher: User) -> None:
    assert "&lt;b&gt;" in card(make_event(teacher, title="<b>жирно</b>"))
