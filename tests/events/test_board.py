"""The board on the wall: what goes on now, without sign-in, with names only as people allow."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from events.actions.boards import board_for, renew
from events.actions.planning import Time, plan
from events.check_in import address_of
from events.models import Board, Event, MeetingMark, Offer, Registration
from teachers.models import Kindergarten, User
from tests.factories import make_event, make_place, make_registration, make_user
from tests.queries import MOST, cost

SignIn = Callable[[User], Client]
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# Tuesday, 13:05 in Moscow.
NOW = dt.datetime(2026, 11, 24, 10, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board(kindergarten: Kindergarten) -> Board:
    return Board.objects.create(kindergarten=kindergarten)


def ask(board: Board, **headers: Any) -> Any:
    return Client().get(f"/events/board/{board.kindergarten.slug}/", {"key": board.secret}, **headers)


def text(board: Board) -> str:
    return " ".join(ask(board).content.decode().split())


def begun(host: User, minutes: int = 5, **fields: Any) -> Event:
    return make_event(host, starts_at=NOW - minutes * MINUTE, **fields)


def is_here(event: Event, person: User, state: str = "here", **fields: Any) -> None:
    registration = make_registration(event, person, **fields)
    MeetingMark.objects.create(registration=registration, meeting=event.meetings.get(), state=state, checked_in=True)


# --- The key --------------------------------------------------------------------------------------------------------


def test_whoever_has_the_key_looks_without_signing_in(board: Board, teacher: User) -> None:
    begun(teacher, title="Гостиная")

    assert (ask(board).status_code, "Гостиная" in text(board)) == (200, True)


@pytest.mark.parametrize("key", ["", "guess", "\0", "9" * 500])
def test_without_the_right_key_there_is_no_board(board: Board, key: str) -> None:
    assert Client().get("/events/board/solnyshko/", {"key": key}).status_code == 404


def test_the_key_of_one_kindergarten_opens_no_other(board: Board, other_kindergarten: Kindergarten) -> None:
    Board.objects.create(kindergarten=other_kindergarten)

    assert Client().get("/events/board/teremok/", {"key": board.secret}).status_code == 404


def test_a_new_address_ends_the_old(board: Board, kindergarten: Kindergarten, methodist: User) -> None:
    renew(kindergarten, by=methodist)

    assert ask(board).status_code == 404
    board.refresh_from_db()
    assert ask(board).status_code == 200


def test_the_key_does_not_travel_with_links_nor_stay_in_caches(board: Board) -> None:
    response = ask(board)

    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in response["Cache-Control"]


# --- What it shows --------------------------------------------------------------------------------------------------


def test_now_next_today_and_tomorrow_stand_apart(board: Board, teacher: User) -> None:
    for title, minutes in (("Идёт", -10), ("Сейчас начнётся", 25), ("Вечером", 120), ("Завтра", 26 * 60)):
        make_event(teacher, title=title, starts_at=NOW + minutes * MINUTE)
    make_event(teacher, title="Послезавтра", starts_at=NOW + 48 * HOUR)
    make_event(teacher, title="Кончилось", starts_at=NOW - 2 * HOUR)

    context = ask(board).context

    running = [line.meeting.event.title for line, _ in context["running"]]
    coming = [(title, [line.meeting.event.title for line, _ in lines]) for title, lines in context["coming"]]
    assert running == ["Идёт", "Сейчас начнётся"]
    assert coming == [("Позже сегодня", ["Вечером"]), ("Завтра", ["Завтра"])]


def test_days_are_the_kindergartens_own(board: Board, teacher: User) -> None:
    """At 13:05 in Moscow it is 22:05 in Kamchatka: in three hours there it is tomorrow."""
    Kindergarten.objects.update(time_zone="Asia/Kamchatka")
    make_event(teacher, title="Ночью", starts_at=NOW + 3 * HOUR)

    context = ask(board).context
    assert [title for title, _ in context["coming"]] == ["Завтра"]
    assert "22:05" in text(board)


def test_each_meeting_of_a_laboratory_has_its_hour(board: Board, teacher: User) -> None:
    event = make_event(teacher)
    plan(event, [Time(NOW - HOUR / 2, NOW + HOUR, topic="Замысел"), Time(NOW + 3 * HOUR, NOW + 4 * HOUR)])

    shown = ask(board).context["shown"]

    assert (len(shown.running), len(shown.today), shown.running[0].meeting.topic) == (1, 1, "Замысел")


@pytest.mark.parametrize("state", ["draft", "proposed", "cancelled", "closed", "withdrawn"])
def test_only_what_is_published(board: Board, teacher: User, state: str) -> None:
    begun(teacher, state=state, title="Канарейка")

    assert "Канарейка" not in text(board)


@pytest.mark.parametrize(
    ("audience", "is_offered", "shown"),
    [("kindergarten", False, False), ("network", False, True), ("chosen", False, False), ("chosen", True, True)],
)
def test_of_another_kindergarten_only_what_one_may_attend(
    board: Board, outsider: User, audience: str, is_offered: bool, shown: bool
) -> None:
    event = begun(outsider, audience=audience, title="Канарейка")
    if is_offered:
        Offer.objects.create(event=event, kindergarten=board.kindergarten)

    assert ("Канарейка" in text(board)) == shown


def test_names_stand_there_only_as_people_allow(
    board: Board, teacher: User, colleague: User, head: User, methodist: User
) -> None:
    event = begun(teacher)
    User.objects.filter(pk=colleague.pk).update(shown_on_board=True)
    for person in (colleague, head, methodist):
        is_here(event, person)

    line = ask(board).context["shown"].running[0]

    assert (line.names, line.others, line.host) == (["Зорина\N{NO-BREAK SPACE}В."], 2, "")
    assert [name for name in ("Морозова", "Лугова", "Светлова") if name in text(board)] == []


def test_a_host_who_allows_it_is_named(board: Board, teacher: User) -> None:
    User.objects.update(shown_on_board=True)
    begun(teacher)

    assert "Светлова" in text(board)


def test_who_did_not_come_or_has_left_is_not_here(board: Board, teacher: User, colleague: User, head: User) -> None:
    User.objects.update(shown_on_board=True)
    event = begun(teacher)
    is_here(event, colleague, "absent")
    is_here(event, head)
    Registration.objects.filter(teacher=head).update(state="left")

    assert ask(board).context["shown"].running[0].names == []


def test_codes_lead_to_checking_in_and_to_the_events_page(board: Board, teacher: User) -> None:
    now, later = begun(teacher), make_event(teacher, starts_at=NOW + 3 * HOUR)

    shown = ask(board).context["shown"]

    assert shown.running[0].path == address_of(now.meetings.get())
    assert shown.today[0].path == later.get_absolute_url()


def test_an_empty_day_is_said_kindly(board: Board) -> None:
    assert "На сегодня и завтра ничего не запланировано" in text(board)


def test_more_than_a_wall_holds_is_a_number(board: Board, teacher: User) -> None:
    for number in range(11):
        make_event(teacher, starts_at=NOW + 2 * HOUR + number * MINUTE)

    assert "и ещё 3 события" in text(board)


# --- Renewing -------------------------------------------------------------------------------------------------------


def test_it_renews_its_content_only(board: Board, teacher: User) -> None:
    begun(teacher, title="Гостиная")

    page = ask(board, headers={"HX-Request": "true"}).content.decode()

    assert ("Гостиная" in page, "<html" in page, "data-board-time>13:05" in page) == (True, False, True)


def test_the_page_asks_for_itself_every_half_minute(board: Board) -> None:
    page = ask(board).content.decode()

    assert f'hx-get="/events/board/solnyshko/?key={board.secret}" hx-trigger="every 30s"' in page


def test_it_costs_the_same_however_much_goes_on(board: Board, kindergarten: Kindergarten, teacher: User) -> None:
    def add() -> None:
        is_here(begun(teacher, place=make_place(kindergarten)), make_user(kindergarten))
        make_event(teacher, starts_at=NOW + 2 * HOUR, place=make_place(kindergarten))

    add()
    one = cost(lambda: ask(board))
    add()
    add()

    assert one == cost(lambda: ask(board)) <= MOST


# --- The address ----------------------------------------------------------------------------------------------------


def test_a_methodist_sees_the_address_and_changes_it(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    client = sign_in(methodist)
    before = client.get("/events/board/solnyshko/address/").context["address"]

    after = client.post("/events/board/solnyshko/address/", follow=True).context["address"]

    assert (Client().get(before).status_code, Client().get(after).status_code) == (404, 200)


def test_the_address_is_made_once(kindergarten: Kindergarten, methodist: User) -> None:
    assert board_for(kindergarten, by=methodist).secret == board_for(kindergarten, by=methodist).secret


def test_the_way_to_the_board_is_shown_to_methodists_only(teacher: User, methodist: User, sign_in: SignIn) -> None:
    pages = [sign_in(person).get("/more/").content.decode() for person in (teacher, methodist)]

    assert ["/events/board/solnyshko/address/" in content for content in pages] == [False, True]
