"""Who was there: meeting by meeting, hours that add up, and an event that closes when everything is said."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from events.actions.attendance import Word, close_if_complete, finish, mark_meeting, record_attendance
from events.actions.planning import Time, plan
from events.models import CoHost, Event, Meeting, MeetingMark, Note, Offer, Registration, RegistrationChange, Stream
from events.signals import attendance_confirmed, attendance_withdrawn, event_closed
from portfolio.models import Item
from teachers.models import Kindergarten, User
from tests.common.test_documents import text_of
from tests.factories import make_event, make_past_event, make_registration, make_user
from tests.queries import MOST, costs

SignIn = Callable[[User], Client]
HERE, PARTLY, ABSENT = (Word(state) for state in ("here", "partly", "absent"))


def laboratory(host: User, *days: int, hours: float = 1.5) -> Event:
    """An event that meets on the given days from now, negative ones past."""
    event = make_event(host, form_code="laboratory")
    now = timezone.now()
    starts = [now + dt.timedelta(days=day) for day in days]
    plan(event, [Time(start, start + dt.timedelta(hours=hours)) for start in starts])
    return event


def in_streams(host: User) -> tuple[Event, Stream, Stream]:
    """A past event of two streams: an hour and a half an hour, after half an hour for everybody."""
    event = make_past_event(host)
    first, second = (Stream.objects.create(event=event, name=name) for name in ("Первый", "Второй"))
    start = event.starts_at
    times = [(start, 30, None), (start + dt.timedelta(hours=1), 60, first), (start + dt.timedelta(hours=3), 30, second)]
    plan(event, [Time(at, at + dt.timedelta(minutes=minutes), stream=stream) for at, minutes, stream in times])
    return event, first, second


def say(registration: Registration, *words: Word | None) -> tuple[str, Decimal | None]:
    """Says `words` of the meetings in their order, None of those passed over; what the registration becomes."""
    event = registration.event
    for meeting, word in zip(event.meetings.all(), words, strict=False):
        if word:
            mark_meeting(meeting, {registration.pk: word}, by=event.host)
    registration.refresh_from_db()
    return registration.state, registration.hours


# --- What the marks come to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "state", "hours"),
    [
        ((HERE, HERE, HERE), "attended", 4.5),
        ((ABSENT, ABSENT, ABSENT), "absent", None),
        ((HERE, ABSENT, PARTLY), "partly", 2.25),
        ((PARTLY, PARTLY, PARTLY), "partly", 2.25),
        ((HERE, None, None), "partly", 1.5),
        ((ABSENT, None, None), "joined", None),
        ((ABSENT, HERE, None), "partly", 1.5),
    ],
)
def test_hours_add_up_meeting_by_meeting(
    teacher: User, colleague: User, words: tuple[Word | None, ...], state: str, hours: float | None
) -> None:
    registration = make_registration(laboratory(teacher, -20, -10, -2), colleague)

    assert say(registration, *words) == (state, hours)


def test_only_ones_own_stream_counts(teacher: User, colleague: User) -> None:
    event, first, _ = in_streams(teacher)
    registration = make_registration(event, colleague, stream=first)

    assert say(registration, HERE, HERE) == ("attended", 1.5)


def test_nobody_is_marked_at_the_other_stream(teacher: User, colleague: User) -> None:
    event, first, second = in_streams(teacher)
    registration = make_registration(event, colleague, stream=first)

    mark_meeting(event.meetings.get(stream=second), {registration.pk: HERE}, by=teacher)

    assert not MeetingMark.objects.exists()


def test_a_booked_time_gives_its_own_hours_and_no_more(teacher: User, colleague: User) -> None:
    event = make_past_event(teacher, form_code="consultation")
    ends_at = event.starts_at + dt.timedelta(minutes=30)
    registration = make_registration(event, colleague, slot_starts_at=event.starts_at, slot_ends_at=ends_at)

    assert say(registration, HERE) == ("attended", 0.5)


def test_a_signed_diary_says_how_long_it_was(teacher: User, colleague: User) -> None:
    now = timezone.now()
    registration = make_registration(make_past_event(teacher, form_code="internship"), colleague)
    Note.objects.create(event=registration.event, registration=registration, kind="diary", text="Утро", hours="3.50")
    before = say(registration, HERE)

    Registration.objects.update(host_signed_at=now, teacher_signed_at=now)

    assert (before, say(registration, PARTLY)) == (("attended", 1), ("partly", 3.5))


@pytest.mark.parametrize("state", ["waiting", "left", "asked"])
def test_whoever_has_no_seat_is_not_marked(teacher: User, colleague: User, state: str) -> None:
    registration = make_registration(make_past_event(teacher), colleague, state, queue_number=1)

    assert say(registration, HERE) == (state, None)


def test_marks_of_another_event_are_left_alone(teacher: User, colleague: User) -> None:
    mine, other = make_past_event(teacher), make_registration(make_past_event(colleague), teacher)

    mark_meeting(mine.meetings.get(), {other.pk: HERE}, by=teacher)

    other.refresh_from_db()
    assert other.state == "joined"


# --- Reasons and changes --------------------------------------------------------------------------------------------


def test_a_known_reason_is_kept_and_goes_with_the_absence(teacher: User, colleague: User) -> None:
    registration = make_registration(make_past_event(teacher), colleague)

    say(registration, Word("absent", "ill"))
    reason = registration.absence
    say(registration, HERE)

    assert (reason, registration.absence) == ("ill", "")


def test_the_reason_of_a_missed_meeting_survives_one_that_was_not(teacher: User, colleague: User) -> None:
    registration = make_registration(laboratory(teacher, -9, -2), colleague)

    say(registration, Word("absent", "children"), HERE)

    assert (registration.state, registration.absence) == ("partly", "children")


def test_every_change_is_kept_with_who_and_why(teacher: User, colleague: User) -> None:
    registration = make_registration(make_past_event(teacher), colleague)

    for word in (HERE, HERE, Word("absent", "ill")):
        say(registration, word)

    changes = RegistrationChange.objects.values_list("was", "became", "by", "reason")
    assert list(changes) == [("joined", "attended", teacher.pk, ""), ("attended", "absent", teacher.pk, "болезнь")]


def test_a_repeated_word_stays_with_whoever_said_it_first(teacher: User, colleague: User, methodist: User) -> None:
    event = make_past_event(teacher)
    registration = make_registration(event, colleague)
    say(registration, HERE)

    mark_meeting(event.meetings.get(), {registration.pk: HERE}, by=methodist)

    assert MeetingMark.objects.get().by == teacher


def test_news_is_sent_once_and_taken_back_once(teacher: User, colleague: User) -> None:
    heard: list[str] = []

    def confirmed(**kwargs: object) -> None:
        heard.append("confirmed")

    def withdrawn(**kwargs: object) -> None:
        heard.append("withdrawn")

    attendance_confirmed.connect(confirmed)
    attendance_withdrawn.connect(withdrawn)
    registration = make_registration(laboratory(teacher, -9, -2), colleague)

    say(registration, HERE, HERE)
    say(registration, ABSENT, ABSENT)

    attendance_confirmed.disconnect(confirmed)
    attendance_withdrawn.disconnect(withdrawn)
    assert heard == ["confirmed", "withdrawn"]


def test_hours_in_the_portfolio_grow_with_the_meetings(teacher: User, colleague: User) -> None:
    registration = make_registration(laboratory(teacher, -20, -10, 10), colleague)
    hours = []

    for number in range(2):
        say(registration, *[None] * number, HERE)
        hours.append(Item.objects.with_facts().get(teacher=colleague).hours)

    assert hours == [1.5, 3]


# --- Closing --------------------------------------------------------------------------------------------------------


def closed(event: Event) -> bool:
    event.refresh_from_db()
    return event.state == Event.State.CLOSED


def test_an_event_closes_with_its_last_mark(teacher: User, colleague: User, head: User) -> None:
    event = make_past_event(teacher)
    first, second = make_registration(event, colleague), make_registration(event, head)

    states = [(say(row, HERE), closed(event))[1] for row in (first, second)]

    assert states == [False, True]


def test_a_laboratory_stays_open_between_its_meetings(teacher: User, colleague: User) -> None:
    event = laboratory(teacher, -20, -10, 10)
    say(make_registration(event, colleague), HERE, HERE)

    assert not closed(event)


def test_each_stream_waits_for_the_other(teacher: User, colleague: User, head: User) -> None:
    event, first, second = in_streams(teacher)
    in_first, in_second = (
        make_registration(event, colleague, stream=first),
        make_registration(event, head, stream=second),
    )

    states = [(say(row, HERE, HERE, HERE), closed(event))[1] for row in (in_first, in_second)]

    assert states == [False, True]


def test_marks_made_before_the_end_close_the_event_after_it(teacher: User, colleague: User) -> None:
    event = make_event(teacher, starts_at=timezone.now() - dt.timedelta(minutes=50))
    say(make_registration(event, colleague), HERE)
    before = closed(event)

    plan(event, [Time(event.starts_at, timezone.now() - dt.timedelta(minutes=1), meeting=event.meetings.get().pk)])
    close_if_complete(event.pk)

    assert (before, closed(event)) == (False, True)


def test_an_event_without_anybody_waits_for_its_host(teacher: User) -> None:
    event = make_past_event(teacher)

    close_if_complete(event.pk)
    before = closed(event)
    finish(event, by=teacher)

    assert (before, closed(event)) == (False, True)


def test_completing_leaves_nobody_unmarked(teacher: User, colleague: User, head: User, methodist: User) -> None:
    """Who checked in was there, who was marked stays so, and the rest did not come."""
    event = make_past_event(teacher)
    rows = [make_registration(event, person) for person in (colleague, head, methodist)]
    meeting = event.meetings.get()
    MeetingMark.objects.create(registration=rows[0], meeting=meeting, state="here", checked_in=True, by=colleague)
    say(rows[1], PARTLY)

    finish(event, by=teacher)

    states = [Registration.objects.get(pk=row.pk).state for row in rows]
    assert (states, closed(event)) == (["attended", "partly", "absent"], True)


def test_nothing_is_completed_before_its_last_meeting(teacher: User, colleague: User) -> None:
    event = laboratory(teacher, -2, 2)

    with pytest.raises(PermissionDenied):
        finish(event, by=teacher)


def test_marks_are_mended_after_the_event_is_closed(teacher: User, colleague: User) -> None:
    event = make_past_event(teacher)
    registration = make_registration(event, colleague)
    say(registration, HERE)
    heard: list[Event] = []

    def listen(event: Event, **kwargs: object) -> None:
        heard.append(event)

    event_closed.connect(listen)
    say(registration, PARTLY)
    event_closed.disconnect(listen)

    assert (registration.state, registration.hours, heard) == ("partly", 0.5, [event])


# --- Who may, and when ----------------------------------------------------------------------------------------------


def test_a_second_host_and_a_methodist_may_mark(teacher: User, colleague: User, methodist: User, head: User) -> None:
    event = make_past_event(teacher)
    CoHost.objects.create(event=event, person=colleague, state="agreed")
    registration = make_registration(event, head)

    for person in (colleague, methodist):
        mark_meeting(event.meetings.get(), {registration.pk: HERE}, by=person)

    registration.refresh_from_db()
    assert registration.state == "attended"


@pytest.mark.parametrize("who", ["invited", "colleague", "stranger"])
def test_nobody_else_may(teacher: User, colleague: User, outsider: User, other_methodist: User, who: str) -> None:
    event = make_past_event(teacher, audience="network")
    CoHost.objects.create(event=event, person=outsider, state="invited")
    person = {"invited": outsider, "colleague": colleague, "stranger": other_methodist}[who]

    with pytest.raises(PermissionDenied):
        mark_meeting(event.meetings.get(), {}, by=person)


def test_no_meeting_is_marked_before_it_begins(teacher: User, colleague: User) -> None:
    event = laboratory(teacher, -2, 2)
    registration = make_registration(event, colleague)

    with pytest.raises(PermissionDenied):
        mark_meeting(event.meetings.all()[1], {registration.pk: HERE}, by=teacher)


def test_one_word_covers_all_meetings_that_have_begun(teacher: User, colleague: User) -> None:
    event = laboratory(teacher, -9, -2, 5)
    registration = make_registration(event, colleague)

    record_attendance(event, {registration.pk: "attended"}, by=teacher)

    registration.refresh_from_db()
    assert (registration.state, registration.hours) == ("partly", 3)


# --- The page -------------------------------------------------------------------------------------------------------


def address(event: Event) -> str:
    return f"/events/{event.pk}/attendance/"


def lines(client: Client, event: Event, meeting: Meeting | None = None) -> list[tuple[str, str, bool]]:
    response = client.get(address(event), {"meeting": meeting.pk} if meeting else {})
    return [(line.registration.teacher.last_name, line.said, line.checked_in) for line in response.context["lines"]]


def test_the_list_is_by_surname_and_says_who_checked_in(
    teacher: User, colleague: User, head: User, sign_in: SignIn
) -> None:
    event = make_past_event(teacher)
    row = make_registration(event, head)
    make_registration(event, colleague)
    MeetingMark.objects.create(registration=row, meeting=event.meetings.get(), state="here", checked_in=True, by=head)

    assert lines(sign_in(teacher), event) == [("Зорина", "", False), ("Морозова", "here", True)]


def test_three_buttons_and_one_reason_are_saved(teacher: User, colleague: User, head: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)
    first, second = make_registration(event, colleague), make_registration(event, head)

    typed = {f"mark-{first.pk}": "partly", f"mark-{second.pk}": "absent", f"absence-{second.pk}": "children"}
    response = sign_in(teacher).post(address(event), typed)

    rows = Registration.objects.values_list("state", "absence").order_by("pk")
    assert list(rows) == [("partly", ""), ("absent", "children")]
    assert response["Location"] == event.get_absolute_url()


def test_everybody_at_once_keeps_what_was_said(
    teacher: User, colleague: User, head: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_past_event(teacher)
    rows = [make_registration(event, person) for person in (colleague, head, methodist)]
    say(rows[0], ABSENT)

    sign_in(teacher).post(address(event), {"all": "1", f"mark-{rows[1].pk}": "partly"})

    states = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["absent", "partly", "attended"]


def test_odd_marks_are_ignored(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)
    row = make_registration(event, colleague)
    typed = {f"mark-{row.pk}": "waiting", "mark-": "here", "mark-x": "here", f"mark-{'9' * 30}": "here"}

    assert sign_in(teacher).post(address(event), typed).status_code == 302
    assert not MeetingMark.objects.exists()


def test_the_page_opens_at_the_meeting_that_lacks_marks(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = laboratory(teacher, -20, -10, -5, 3)
    _, second, third, ahead = event.meetings.all()
    say(make_registration(event, colleague), HERE)
    client = sign_in(teacher)

    shown = [client.get(address(event), {"meeting": pk}).context["meeting"] for pk in ("", third.pk, ahead.pk, "x")]

    assert shown == [second, third, second, second]


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_list_costs_the_same_however_long(
    kindergarten: Kindergarten, teacher: User, sign_in: SignIn, meetings: int
) -> None:
    event, reader = laboratory(teacher, *range(-9, -9 + meetings)), sign_in(teacher)

    def add_a_row() -> None:
        row = make_registration(event, make_user(kindergarten))
        MeetingMark.objects.create(registration=row, meeting=event.meetings.all()[0], state="here")

    one, three = costs(lambda: reader.get(address(event)), add_a_row)

    assert one == three <= MOST


def test_completing_is_a_button(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher)
    make_registration(event, colleague)
    client = sign_in(teacher)

    offered = "Завершить событие" in client.get(address(event)).content.decode()
    client.post(f"/events/{event.pk}/attendance/finish/")

    assert (offered, closed(event)) == (True, True)
    assert "Завершить событие" not in client.get(address(event)).content.decode()


def test_a_person_reads_how_long_they_were_there(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = laboratory(teacher, -9, -2, 5)
    say(make_registration(event, colleague), HERE, PARTLY)

    assert "2,25 ч" in sign_in(colleague).get(event.get_absolute_url()).content.decode()


# --- Somebody who came without registering --------------------------------------------------------------------------


def adding(event: Event) -> str:
    return f"/events/{event.pk}/attendance/{event.meetings.all()[0].pk}/add/"


def offered(client: Client, event: Event, surname: str = "") -> list[str]:
    return [person.last_name for person in client.get(adding(event), {"q": surname}).context["people"]]


def test_a_colleague_is_added_and_marked_as_there(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher, capacity=1)
    make_registration(event, make_user(teacher.kindergarten))

    sign_in(teacher).post(adding(event), {"person": colleague.pk})

    row = Registration.objects.get(teacher=colleague)
    reasons = list(row.changes.values_list("was", "became", "reason"))
    assert (row.state, row.hours, row.kindergarten) == ("attended", 1, colleague.kindergarten)
    assert reasons == [("", "joined", "без предварительной записи"), ("joined", "attended", "")]


@pytest.mark.parametrize("state", ["waiting", "left", "asked"])
def test_whoever_waited_or_left_and_came_is_added(teacher: User, colleague: User, sign_in: SignIn, state: str) -> None:
    event = make_past_event(teacher)
    make_registration(event, colleague, state, queue_number=1)

    sign_in(teacher).post(adding(event), {"person": colleague.pk})

    assert Registration.objects.values_list("state", "queue_number").get() == ("attended", None)


def test_those_on_the_list_and_hosts_are_not_offered(
    teacher: User, colleague: User, head: User, methodist: User, sign_in: SignIn
) -> None:
    event = make_past_event(teacher)
    make_registration(event, colleague)
    CoHost.objects.create(event=event, person=head, state="agreed")

    assert offered(sign_in(teacher), event) == ["Лугова"]


def test_a_guest_is_found_by_the_whole_surname_only(teacher: User, outsider: User, sign_in: SignIn) -> None:
    event, client = make_past_event(teacher, audience="network"), sign_in(teacher)

    found = [offered(client, event, surname) for surname in ("", "Чуж", "чужова")]

    assert found == [[], [], ["Чужова"]]


@pytest.mark.parametrize(("audience", "found"), [("kindergarten", []), ("chosen", ["Чужова"]), ("network", ["Чужова"])])
def test_a_guest_is_added_where_the_event_is_offered_to_them(
    teacher: User, outsider: User, sign_in: SignIn, audience: str, found: list[str]
) -> None:
    event = make_past_event(teacher, audience=audience)
    if audience == "chosen":
        Offer.objects.create(event=event, kindergarten_id=outsider.memberships.get().kindergarten_id)

    sign_in(teacher).post(adding(event), {"q": "Чужова", "person": outsider.pk})

    assert [row.teacher.last_name for row in event.registrations.all()] == found


def test_a_stranger_is_not_added_by_a_guessed_number(teacher: User, outsider: User, sign_in: SignIn) -> None:
    event = make_past_event(teacher, audience="network")

    answers = [sign_in(teacher).post(adding(event), {"person": pk}).status_code for pk in (outsider.pk, "x", "9" * 40)]

    assert (answers, event.registrations.count()) == ([404] * 3, 0)


def test_who_is_added_sits_in_the_stream_they_came_to(teacher: User, colleague: User, sign_in: SignIn) -> None:
    event, _, second = in_streams(teacher)
    meeting = event.meetings.get(stream=second)

    sign_in(teacher).post(f"/events/{event.pk}/attendance/{meeting.pk}/add/", {"person": colleague.pk})

    row = Registration.objects.get()
    assert (row.stream, row.state, row.hours) == (second, "partly", 0.5)


def test_looking_for_people_costs_the_same_however_many(
    kindergarten: Kindergarten, teacher: User, sign_in: SignIn
) -> None:
    event, reader = make_past_event(teacher), sign_in(teacher)

    one, three = costs(lambda: reader.get(adding(event)), lambda: make_user(kindergarten))

    assert one == three <= MOST


# --- The sheet to sign ----------------------------------------------------------------------------------------------


def sheet_of(client: Client, meeting: Meeting) -> str:
    response = client.get(f"/events/{meeting.event_id}/attendance/{meeting.pk}/sheet.pdf")
    assert response["Content-Type"] == "application/pdf"
    return text_of(response.content)


def test_the_sheet_lists_who_is_expected(
    teacher: User, colleague: User, head: User, outsider: User, sign_in: SignIn
) -> None:
    event, first, second = in_streams(teacher)
    for person, stream in ((colleague, first), (outsider, first), (head, second)):
        make_registration(event, person, stream=stream, kindergarten=person.kindergarten)

    text = sheet_of(sign_in(teacher), event.meetings.get(stream=first))

    words = ("Регистрационный лист", event.title, "Первый", "Подпись", "1 Зорина Вера", "2 Чужова Инна")
    assert [word for word in words if word not in text] == []
    assert ("Морозова" in text, "Детский сад «Теремок»" in text, "Воспитатель" in text) == (False, True, True)


def test_a_sheet_has_rows_for_those_who_did_not_register(teacher: User, sign_in: SignIn) -> None:
    assert " 5" in sheet_of(sign_in(teacher), make_event(teacher).meetings.get())


def test_the_sheet_of_another_event_is_not_there(teacher: User, colleague: User, sign_in: SignIn) -> None:
    mine, other = make_event(teacher), make_event(colleague).meetings.get()

    assert sign_in(teacher).get(f"/events/{mine.pk}/attendance/{other.pk}/sheet.pdf").status_code == 404
