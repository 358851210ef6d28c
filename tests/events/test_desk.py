"""Events on the methodist's desk."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from events.actions import registration
from events.models import Event
from notifications.models import Message
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_place, make_registration

SignIn = Callable[[User], Client]
State = Event.State
LIST = "/admin/events/event/"


def shown(client: Client, address: str = LIST) -> list[Event]:
    return list(client.get(address).context["cl"].queryset)


def page_of(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def test_a_methodist_finds_what_waits(teacher: User, methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=State.PROPOSED)
    make_event(teacher)

    desk = sign_in(methodist)

    assert [(str(line.words), line.number) for line in desk.get("/admin/").context["waiting"]] == [
        ("Предложенные события", 1)
    ]
    assert shown(desk, f"{LIST}?state__exact=proposed") == [event]


def test_another_kindergartens_methodist_sees_none_of_it(teacher: User, other_methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=State.PROPOSED, title="Канарейка")
    desk = sign_in(other_methodist)

    assert shown(desk) == []
    assert desk.get(page_of(event), follow=True).redirect_chain == [("/admin/", 302)]
    assert "Канарейка" not in desk.get(f"{LIST}?q=Канарейка").content.decode().replace('value="Канарейка"', "")


def test_the_desk_is_closed_to_teachers_and_heads(teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(LIST).status_code for person in (teacher, head)] == [302, 302]


def press(desk: Client, action: str, *events: Event, **typed: str) -> list[str]:
    """Chooses the events in the list and presses the action; says what the desk answered."""
    response = desk.post(LIST, {"action": action, "_selected_action": [event.pk for event in events], **typed})
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_chosen_proposals_are_accepted_and_nothing_else_is(teacher: User, methodist: User, sign_in: SignIn) -> None:
    proposed, draft = make_event(teacher, state=State.PROPOSED), make_event(teacher, state=State.DRAFT)

    said = press(sign_in(methodist), "accept", proposed, draft)

    assert said == ["Готово: 1 событие."]
    assert list(Event.objects.filter(state=State.ACCEPTED)) == [proposed]


def test_confirmed_events_are_published_together(teacher: User, methodist: User, sign_in: SignIn) -> None:
    events = [make_event(teacher, state=State.CONFIRMED) for _ in range(2)]

    press(sign_in(methodist), "publish", *events)

    assert set(Event.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_marks_say_nothing_until_they_are_sent(teacher: User, methodist: User, sign_in: SignIn) -> None:
    good, bad = make_event(teacher, state=State.PROPOSED), make_event(teacher, state=State.PROPOSED)
    desk = sign_in(methodist)

    press(desk, "mark_accepted", good)
    press(desk, "mark_declined", bad, comment="Тема уже была")

    assert (Message.objects.count(), set(Event.objects.values_list("state", flat=True))) == (0, {State.PROPOSED})
    assert "отклонить – Тема уже была" in desk.get(LIST).content.decode()


def test_marked_answers_are_sent_together(teacher: User, methodist: User, sign_in: SignIn) -> None:
    good = make_event(teacher, state=State.PROPOSED, pending_state=State.ACCEPTED)
    bad = make_event(teacher, state=State.PROPOSED, pending_state=State.DECLINED, pending_note="Тема уже была")
    unmarked = make_event(teacher, state=State.PROPOSED)

    said = press(sign_in(methodist), "say_marked", good, bad, unmarked)

    states = dict(Event.objects.values_list("pk", "state"))
    assert (said, states) == (
        ["Готово: 2 события."],
        {good.pk: State.ACCEPTED, bad.pk: State.DECLINED, unmarked.pk: State.PROPOSED},
    )
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["event_accepted", "event_declined"]


def test_a_refusal_needs_its_words(teacher: User, methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=State.PROPOSED)

    said = press(sign_in(methodist), "mark_declined", event, comment="  ")

    event.refresh_from_db()
    assert (said, event.pending_state) == (["Напишите комментарий: ведущий прочтёт, почему."], "")


def test_marks_are_taken_away(teacher: User, methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=State.PROPOSED, pending_state=State.DECLINED, pending_note="Нет")

    press(sign_in(methodist), "unmark", event)

    event.refresh_from_db()
    assert (event.pending_state, event.pending_note) == ("", "")


def test_the_desk_tells_what_happened_to_a_registration(
    teacher: User, colleague: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_event(teacher)
    mine = registration.join(event, by=colleague)
    registration.let_go(mine, reason="Перешла в другой сад", by=methodist)

    page = sign_in(methodist).get(reverse("admin:events_registration_change", args=[mine.pk])).content.decode()

    assert "Перешла в другой сад" in page


def test_a_correction_writes_only_what_was_changed(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_event(teacher, place=make_place(kindergarten))
    desk = sign_in(methodist)
    typed = desk.get(page_of(event)).context["adminform"].form.initial
    Event.objects.filter(pk=event.pk).update(state=State.CANCELLED, state_note="Карантин")
    Event.objects.filter(pk=event.pk).update(state=State.PUBLISHED)

    response = desk.post(page_of(event), form_data(event, typed, title="Новое название"))

    event.refresh_from_db()
    assert (response.status_code, event.title, event.state_note) == (302, "Новое название", "Карантин")


def form_data(event: Event, typed: dict[str, object], **changes: object) -> dict[str, object]:
    """What the browser sends back from the change page."""
    inline = {"registrations-TOTAL_FORMS": 0, "registrations-INITIAL_FORMS": 0}
    given = {name: value for name, value in typed.items() if value is not None}
    return given | inline | changes


def test_nobody_is_evicted_when_seats_are_lowered(
    teacher: User, colleague: User, head: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_event(teacher, capacity=5)
    for person in (colleague, head):
        make_registration(event, person)
    desk = sign_in(methodist)
    typed = desk.get(page_of(event)).context["adminform"].form.initial

    desk.post(page_of(event), form_data(event, typed, capacity=1))

    assert (Event.objects.get().capacity, event.registrations.filter(state="joined").count()) == (1, 2)


def test_what_is_over_is_only_read(teacher: User, methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=State.CANCELLED)

    assert sign_in(methodist).get(page_of(event)).context["has_change_permission"] is False


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(
    teacher: User, methodist: User, sign_in: SignIn, rows: int, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(rows):
        make_event(teacher)
    desk = sign_in(methodist)

    with django_assert_max_num_queries(8):
        desk.get(LIST)
