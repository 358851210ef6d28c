"""The demo: a small network that is alive on whatever day it is loaded."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from coworking import demo
from coworking.demo.script import working_day
from events.behaviours import behaviour_of
from events.behaviours.case_study import VOTING
from events.models import Event, EventForm, Feedback, FeedbackGiven, Note, Offer, Registration, Series
from events.slots import hours_of_event, slots_of
from notifications.models import Message
from portfolio.models import Evidence, Item
from teachers.models import Invitation, Membership, User

pytestmark = pytest.mark.django_db
State = Event.State
# A school day, a Saturday in July, the last minutes of a year, the first morning of a school year, a leap day.
DAYS = ["2026-11-25 09:00", "2026-07-11 12:00", "2026-12-31 23:50", "2027-09-01 00:10", "2028-02-29 18:40"]


def person(role: str) -> User:
    return User.objects.get(email=f"{role}@demo.example")


@pytest.mark.parametrize("sign_in", demo.SIGN_INS, ids=lambda sign_in: sign_in.email.partition("@")[0])
def test_each_person_of_the_list_signs_in(client: Client, sign_in: demo.SignIn) -> None:
    demo.load()

    response = client.post(reverse("account_login"), {"login": sign_in.email, "password": demo.PASSWORD})

    assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_there_is_one_person_of_each_role() -> None:
    demo.load()

    assert not person("teacher").is_staff
    assert person("methodist").is_methodist
    assert person("head").reads_reports
    assert person("network").is_superuser


def test_a_second_load_changes_nothing() -> None:
    demo.load()
    before = [model.objects.count() for model in (User, Event, Registration, Message)]

    assert demo.load() is False
    assert [model.objects.count() for model in (User, Event, Registration, Message)] == before


def test_the_demo_is_not_mixed_with_real_people(teacher: User) -> None:
    with pytest.raises(demo.NotForDemo):
        demo.load()

    assert User.objects.get() == teacher


def test_the_demo_with_its_open_passwords_stays_out_of_a_production_installation(settings: Settings) -> None:
    settings.EMBEDDED = False

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert not User.objects.exists()


def test_the_command_names_the_sign_ins() -> None:
    out = StringIO()

    call_command("load_demo", stdout=out)

    assert [email for email in (sign_in.email for sign_in in demo.SIGN_INS) if email not in out.getvalue()] == []
    assert demo.PASSWORD in out.getvalue()


def test_the_first_kindergarten_is_large_enough_for_a_report() -> None:
    demo.load()

    pedagogical = User.objects.filter(
        memberships__kindergarten__slug="demo-solnyshko", employments__position__is_pedagogical=True
    )

    assert pedagogical.distinct().count() >= 24


@pytest.mark.parametrize("now", DAYS)
def test_the_demo_is_alive_on_any_day(now: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=timezone.get_default_timezone())
    with time_machine.travel(moment, tick=False):
        demo.load()
        soon = timezone.now() + dt.timedelta(days=14)
        upcoming = Event.objects.visible_to(person("teacher")).upcoming()

        assert upcoming.filter(starts_at__lt=soon).count() >= 3
        assert upcoming.filter(starts_at__gt=soon).count() >= 4
        assert Registration.objects.attended().filter(teacher=person("teacher")).count() >= 4


def test_events_stand_in_every_state_a_newcomer_should_see() -> None:
    demo.load()

    assert set(Event.objects.values_list("state", flat=True)) == set(State.values) - {
        State.DECLINED,
        State.CONFIRMED,
        State.WITHDRAWN,
    }


def test_every_form_of_event_was_held_or_is_planned() -> None:
    demo.load()

    assert Event.objects.values("form").distinct().count() == 10


def test_proposed_events_wait_for_the_methodist() -> None:
    demo.load()

    assert Event.objects.awaiting_word_of(person("methodist")).count() == 2


def test_attendance_of_the_past_gives_hours() -> None:
    demo.load()

    past = Registration.objects.filter(event__state=State.CLOSED)

    assert not past.attended().filter(hours=None).exists()
    assert not past.exclude(state="absent").filter(hours=None).exists()


def test_no_event_holds_more_people_than_seats() -> None:
    demo.load()
    limited = [event for event in Event.objects.select_related("place") if event.seat_limit]

    left = [(event.seat_limit or 0) - event.registrations.seated().count() for event in limited]

    assert min(left) == 0


def test_nobody_takes_part_in_what_they_could_not_see() -> None:
    demo.load()

    own_only = Registration.objects.filter(event__audience=Event.Audience.KINDERGARTEN).select_related("event")

    assert [r for r in own_only if r.event not in Event.objects.visible_to(r.teacher)] == []


def test_invited_people_have_not_come_in_yet() -> None:
    demo.load()

    invited = [invitation.user for invitation in Invitation.objects.open()]

    assert len(invited) == 2
    assert not any(user.has_usable_password() for user in invited)


def test_the_portfolio_holds_pictures_and_a_paper_that_passed_the_check() -> None:
    demo.load()

    kinds = Evidence.objects.filter(item__teacher=person("teacher")).values_list("content_type", flat=True)

    assert sorted(kinds) == ["application/pdf", "image/webp", "image/webp"]


def test_the_teacher_has_items_that_wait_for_her_word_and_items_that_stay() -> None:
    demo.load()
    hers = Item.objects.of(person("teacher"))

    assert hers.undecided().count() == 3
    assert hers.kept().filter(event__isnull=False).count() >= 3


def test_what_is_hers_alone_is_not_seen_by_the_methodist() -> None:
    demo.load()

    seen = Item.objects.visible_to(person("methodist")).of(person("teacher"))

    assert set(seen.values_list("title", flat=True)) >= {"Уголок тишины в группе", "Картотека игр с песком"}
    assert "Что изменилось с сентября" not in seen.values_list("title", flat=True)


def test_roles_began_in_the_past() -> None:
    demo.load()

    assert Membership.objects.current().count() == Membership.objects.count()


@pytest.mark.parametrize(
    ("today", "offset", "expected"),
    [
        ("2026-11-24", 0, "2026-11-24"),
        ("2026-11-28", 0, "2026-11-30"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", -1, "2026-11-27"),
        ("2026-12-31", 1, "2027-01-11"),
    ],
)
def test_working_days_skip_weekends_and_holidays(today: str, offset: int, expected: str) -> None:
    assert working_day(dt.date.fromisoformat(today), offset) == dt.date.fromisoformat(expected)


def test_every_behaviour_has_notes_in_it() -> None:
    demo.load()

    behaviours = set(EventForm.objects.exclude(behaviour="").values_list("behaviour", flat=True))

    assert set(Note.objects.values_list("event__form__behaviour", flat=True)) == behaviours


def test_every_note_is_of_a_kind_that_its_form_has() -> None:
    demo.load()
    notes = Note.objects.exclude(kind=VOTING).select_related("event__form")

    assert [note.kind for note in notes if behaviour_of(note.event).part(note.kind) is None] == []


@pytest.mark.parametrize("now", DAYS)
def test_a_laboratory_is_half_way_on_any_day(now: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=timezone.get_default_timezone())
    with time_machine.travel(moment, tick=False):
        demo.load()
        laboratory = Event.objects.get(form__code="laboratory")
        past = laboratory.meetings.filter(ends_at__lt=timezone.now()).count()

    assert 0 < past < laboratory.meetings.count() == 6


def test_a_full_event_has_a_queue() -> None:
    demo.load()

    assert Registration.objects.waiting().values("event").distinct().count() == 1
    assert Registration.objects.waiting().count() == 3


def test_somebody_waits_for_the_word_of_a_host() -> None:
    demo.load()

    asked = Registration.objects.filter(state="asked").values_list("event__form__code", flat=True)

    assert set(asked) == {"internship", "trial"}


def test_times_of_a_consultation_are_booked_and_free() -> None:
    demo.load()
    event = Event.objects.upcoming().get(form__code="consultation")

    free = [slot for slot in slots_of(event, hours_of_event(event)) if slot.is_free]

    assert (event.registrations.booked().count(), len(free) > 2) == (3, True)


def test_a_lounge_is_held_in_a_series() -> None:
    demo.load()

    assert Event.objects.filter(series=Series.objects.get()).count() == 3


def test_seats_of_a_network_event_are_kept_for_neighbours() -> None:
    demo.load()

    assert dict(Offer.objects.values_list("kindergarten__slug", "quota")) == {"demo-rodnichok": 6, "demo-teremok": 4}


def test_a_diary_is_signed_by_both_and_another_waits_for_the_host() -> None:
    demo.load()
    signed = Registration.objects.filter(teacher_signed_at__isnull=False)

    hours = [(registration.is_signed_off, registration.hours) for registration in signed.order_by("hours")]
    assert hours == [(False, Decimal(4)), (True, Decimal("5.5"))]


def test_past_events_have_products_and_answers_without_names() -> None:
    demo.load()

    assert Event.objects.exclude(summary="").filter(materials__is_product=True).count() == 4
    assert Feedback.objects.count() == FeedbackGiven.objects.count() == 15
