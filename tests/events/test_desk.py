"""Events on the methodist's desk."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from events.models import Event
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_place, make_registration

SignIn = Callable[[User], Client]
LIST = "/admin/events/event/"


def shown(client: Client, address: str = LIST) -> list[Event]:
    return list(client.get(address).context["cl"].queryset)


def page_of(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def test_a_methodist_finds_what_waits(teacher: User, methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=Event.State.PROPOSED)
    make_event(teacher)

    desk = sign_in(methodist)

    assert [(str(line.words), line.number) for line in desk.get("/admin/").context["waiting"]] == [
        ("Предложенные события", 1)
    ]
    assert shown(desk, f"{LIST}?state__exact=proposed") == [event]


def test_another_kindergartens_methodist_sees_none_of_it(teacher: User, other_methodist: User, sign_in: SignIn) -> None:
    event = make_event(teacher, state=Event.State.PROPOSED, title="Канарейка")
    desk = sign_in(other_methodist)

    assert shown(desk) == []
    assert desk.get(page_of(event), follow=True).redirect_chain == [("/admin/", 302)]
    assert "Канарейка" not in desk.get(f"{LIST}?q=Канарейка").content.decode().replace('value="Канарейка"', "")


def test_the_desk_is_closed_to_teachers_and_heads(teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(LIST).status_code for person in (teacher, head)] == [302, 302]


def test_chosen_events_are_published(teacher: User, methodist: User, sign_in: SignIn) -> None:
    proposed, draft = make_event(teacher, state=Event.State.PROPOSED), make_event(teacher, state=Event.State.DRAFT)

    response = sign_in(methodist).post(LIST, {"action": "publish", "_selected_action": [proposed.pk, draft.pk]})

    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Опубликовано 1 событие."]
    assert list(Event.objects.filter(state=Event.State.PUBLISHED)) == [proposed]


def test_a_correction_writes_only_what_was_changed(
    kindergarten: Kindergarten, teacher: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_event(teacher, place=make_place(kindergarten))
    desk = sign_in(methodist)
    typed = desk.get(page_of(event)).context["adminform"].form.initial
    Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED, state_note="Карантин")
    Event.objects.filter(pk=event.pk).update(state=Event.State.PUBLISHED)

    response = desk.post(page_of(event), form_data(event, typed, title="Новое название"))

    event.refresh_from_db()
    assert (response.status_code, event.title, event.state_note) == (302, "Новое название", "Карантин")


def form_data(event: Event, typed: dict[str, object], **changes: object) -> dict[str, object]:
    """What the browser sends back from the change page."""
    begins, ends = typed.pop("starts_at"), typed.pop("ends_at")
    moments: dict[str, object] = {}
    for name, moment in (("starts_at", begins), ("ends_at", ends)):
        moments |= {f"{name}_0": f"{moment:%d.%m.%Y}", f"{name}_1": f"{moment:%H:%M:%S}"}
    inline = {"registrations-TOTAL_FORMS": 0, "registrations-INITIAL_FORMS": 0}
    given = {name: value for name, value in typed.items() if value is not None}
    return given | moments | inline | changes


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
    event = make_event(teacher, state=Event.State.CANCELLED)

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
