"""One row a person: who is in the report, and what is counted of their period."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from events.models import Event
from reports.staff_development.period import Period
from reports.staff_development.rows import Row
from teachers.models import CategoryRecord, Course, Employment, Kindergarten, Position, User
from tests.factories import make_item, make_trajectory, make_user
from tests.reports.conftest import IN_IT, PERIOD, attend, hold, report_on, row_of
from trajectories.models import Stage, Trajectory

BEFORE, AFTER = dt.datetime(2024, 8, 31, 12, tzinfo=dt.UTC), dt.datetime(2025, 9, 1, 12, tzinfo=dt.UTC)


def employ(person: User, position: str, **days: dt.date) -> Employment:
    assert person.kindergarten
    post = Position.objects.get(name=position)
    return Employment.objects.create(user=person, kindergarten=person.kindergarten, position=post, **days)


def only(row: Row | None) -> Row:
    assert row is not None
    return row


# --- Who is in it ---


def test_pedagogical_staff_are_listed_by_name(kindergarten: Kindergarten, teacher: User, colleague: User) -> None:
    make_user(kindergarten, last_name="Ёлкина", first_name="Ева")

    names = [row.name for row in report_on(kindergarten).rows]

    assert names == ["Ёлкина Ева", "Зорина Вера", "Светлова Елена Викторовна"]


@pytest.mark.parametrize("position", ["Заведующий", "Помощник воспитателя", "Младший воспитатель"])
def test_other_posts_are_not(kindergarten: Kindergarten, position: str) -> None:
    make_user(kindergarten, position=position)

    assert report_on(kindergarten).rows == []


def test_a_person_with_two_posts_is_one_row(teacher: User) -> None:
    employ(teacher, "Педагог-психолог")

    assert only(row_of(teacher)).positions == ("Воспитатель", "Педагог-психолог")


def test_a_head_who_also_teaches_is_listed_with_that_post_only(head: User) -> None:
    employ(head, "Педагог-психолог")

    assert only(row_of(head)).positions == ("Педагог-психолог",)


def test_who_left_in_the_middle_still_counts(teacher: User) -> None:
    Employment.objects.update(ended_on=dt.date(2025, 1, 20))

    assert only(row_of(teacher)).until == dt.date(2025, 1, 20)


def test_who_left_before_the_period_or_came_after_it_does_not(teacher: User, colleague: User) -> None:
    teacher.employments.update(ended_on=dt.date(2024, 8, 31))
    colleague.employments.update(started_on=dt.date(2025, 9, 1))

    assert (row_of(teacher), row_of(colleague)) == (None, None)


def test_a_person_who_left_after_the_period_worked_through_it(teacher: User) -> None:
    Employment.objects.update(ended_on=dt.date(2025, 10, 1))

    assert only(row_of(teacher)).until is None


def test_who_left_and_came_back_is_one_row_and_works_here(teacher: User) -> None:
    teacher.employments.update(ended_on=dt.date(2024, 12, 1))
    employ(teacher, "Воспитатель", started_on=dt.date(2025, 2, 1))

    row = only(row_of(teacher))

    assert (row.positions, row.since, row.until) == (("Воспитатель",), dt.date(2020, 9, 1), None)


def test_people_of_another_kindergarten_are_not_here(kindergarten: Kindergarten, teacher: User, outsider: User) -> None:
    assert [row.person for row in report_on(kindergarten).rows] == [teacher.pk]


# --- What they did ---


def test_events_and_hours_are_counted_by_form(teacher: User, host: User) -> None:
    attend(teacher, host, hours=1.5, form_code="lounge")
    attend(teacher, host, hours=1, form_code="lounge")
    attend(teacher, host, hours=0.75, form_code="trial", registration="partly")

    row = only(row_of(teacher))

    assert row.attended == {"lounge": 2, "trial": 1}
    assert row.hours == {"lounge": 2.5, "trial": 0.75}


@pytest.mark.parametrize("registration", ["joined", "left", "absent"])
def test_a_registration_is_no_attendance(teacher: User, host: User, registration: str) -> None:
    attend(teacher, host, registration=registration)

    assert only(row_of(teacher)).figures.took_part == 0


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_events_of_other_periods_do_not_count(teacher: User, host: User, at: dt.datetime) -> None:
    attend(teacher, host, at)
    hold(teacher, at)

    assert only(row_of(teacher)).figures.took_part == 0


def test_the_day_is_the_kindergartens_own(kindergarten: Kindergarten, teacher: User, host: User) -> None:
    """21:30 UTC on 31 August is 1 September in Moscow and still August in Kaliningrad."""
    attend(teacher, host, dt.datetime(2024, 8, 31, 21, 30, tzinfo=dt.UTC))
    assert only(row_of(teacher)).figures.attended == 1

    Kindergarten.objects.update(time_zone="Europe/Kaliningrad")
    kindergarten.refresh_from_db()

    assert report_on(kindergarten).totals.attended == 0


def test_held_events_are_public_and_over(teacher: User) -> None:
    hold(teacher, form_code="lounge")
    hold(teacher, form_code="trial", state=Event.State.PUBLISHED)
    for state in (Event.State.DRAFT, Event.State.PROPOSED, Event.State.DECLINED, Event.State.CANCELLED):
        hold(teacher, state=state)

    assert only(row_of(teacher)).hosted == {"lounge": 1, "trial": 1}


def test_an_event_still_ahead_is_not_held_yet(teacher: User) -> None:
    far = dt.datetime(2090, 1, 15, 10, tzinfo=dt.UTC)
    hold(teacher, far, state=Event.State.PUBLISHED)

    assert only(row_of(teacher, Period(dt.date(2089, 9, 1), dt.date(2090, 8, 31)))).hosted == {}


def test_a_network_event_of_another_kindergarten_counts(teacher: User, outsider: User) -> None:
    attend(teacher, outsider, audience=Event.Audience.NETWORK)

    assert only(row_of(teacher)).figures.attended == 1


def test_courses_are_apart_from_events(teacher: User, host: User) -> None:
    attend(teacher, host, hours=2)
    Course.objects.create(user=teacher, title="Речь", hours=72, finished_on=dt.date(2025, 3, 1))
    Course.objects.create(user=teacher, title="Давно", hours=36, finished_on=dt.date(2023, 3, 1))
    Course.objects.create(user=teacher, title="Без даты", hours=16)

    figures = only(row_of(teacher)).figures

    assert (figures.hours, figures.courses, figures.course_hours) == (2, 1, 72)


def test_only_kept_portfolio_items_added_in_the_period_count(teacher: User) -> None:
    for created_at, is_kept in ((IN_IT, True), (IN_IT, None), (IN_IT, False), (BEFORE, True)):
        item = make_item(teacher, is_kept=is_kept)
        type(item).objects.filter(pk=item.pk).update(created_at=created_at)

    assert only(row_of(teacher)).figures.items_added == 1


def begun(teacher: User, state: str = "agreed", **fields: Any) -> Trajectory:
    defaults: dict[str, Any] = {"starts_on": IN_IT.date(), "submitted_at": IN_IT, "state": state}
    return make_trajectory(teacher, **(defaults | fields))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("proposed", (1, 0, 0)),
        ("submitted", (1, 0, 0)),
        ("in_review", (1, 0, 0)),
        ("returned", (1, 0, 0)),
        ("agreed", (0, 1, 0)),
        ("completed", (0, 0, 1)),
        ("left", (0, 0, 0)),
        ("declined", (0, 0, 0)),
    ],
)
def test_trajectories_are_told_by_where_they_stand(teacher: User, state: str, expected: tuple[int, int, int]) -> None:
    begun(teacher, state)

    row = only(row_of(teacher)).figures

    assert (row.prepared, row.under_way, row.completed) == expected


def test_a_change_of_an_agreed_plan_does_not_stop_it(teacher: User) -> None:
    begun(teacher, "submitted", agreed_version=1)

    row = only(row_of(teacher)).figures

    assert (row.prepared, row.under_way) == (0, 1)


def test_a_private_draft_is_nobodys_business(teacher: User) -> None:
    begun(teacher, "draft", submitted_at=None)

    assert only(row_of(teacher)).figures.prepared == 0


def test_a_trajectory_counts_from_its_beginning_to_its_end(teacher: User) -> None:
    begun(teacher, starts_on=dt.date(2025, 9, 1))
    begun(teacher, "completed", starts_on=dt.date(2023, 9, 1), state_changed_at=BEFORE)
    begun(teacher, starts_on=dt.date(2023, 9, 1))

    row = only(row_of(teacher)).figures

    assert (row.under_way, row.completed) == (1, 0)


def test_closed_stages_count_in_the_period_of_their_closing(teacher: User) -> None:
    trajectory = begun(teacher)
    for number, closed_at in enumerate((IN_IT, IN_IT, BEFORE, None)):
        Stage.objects.create(trajectory=trajectory, title=f"Этап {number}", closed_at=closed_at)

    assert only(row_of(teacher)).figures.stages_closed == 2


def test_nothing_counts_from_before_a_person_came_or_after_they_left(teacher: User, host: User) -> None:
    teacher.employments.update(started_on=dt.date(2025, 1, 10), ended_on=dt.date(2025, 1, 20))
    for day in (9, 10, 20, 21):
        at = dt.datetime(2025, 1, day, 10, tzinfo=dt.UTC)
        attend(teacher, host, at)
        hold(teacher, at)
        Course.objects.create(user=teacher, title=f"Курс {day}", hours=16, finished_on=at.date())
        item = make_item(teacher)
        type(item).objects.filter(pk=item.pk).update(created_at=at)

    figures = only(row_of(teacher)).figures

    assert (figures.attended, figures.hosted, figures.courses, figures.items_added) == (2, 2, 2, 2)


def test_past_reports_keep_the_employer_of_that_time(
    kindergarten: Kindergarten, other_kindergarten: Kindergarten, teacher: User, host: User
) -> None:
    """A person who moved in January: each kindergarten tells its own half."""
    teacher.employments.update(ended_on=dt.date(2025, 1, 20))
    post = Position.objects.get(name="Воспитатель")
    since = dt.date(2025, 1, 21)
    Employment.objects.create(user=teacher, kindergarten=other_kindergarten, position=post, started_on=since)
    attend(teacher, host, hours=1)
    attend(teacher, host, dt.datetime(2025, 3, 1, 10, tzinfo=dt.UTC), hours=4)

    hours = [report_on(one).totals.hours for one in (kindergarten, other_kindergarten)]

    assert hours == [1, 4]


def test_a_year_without_anything_is_a_row_of_noughts(teacher: User) -> None:
    assert only(row_of(teacher)).figures == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


# --- What they are: on the last day of the period ---


def test_experience_and_age_are_those_of_the_last_day(teacher: User) -> None:
    teacher.profile.work_began_on, teacher.profile.birth_date = dt.date(2020, 8, 31), dt.date(1990, 9, 1)
    teacher.profile.save()

    row = only(row_of(teacher))

    assert (row.experience, row.age) == (5, 34)


def test_a_year_of_birth_is_enough(teacher: User) -> None:
    """85-К: full years on 1 January."""
    teacher.profile.birth_year = 1990
    teacher.profile.save()

    assert only(row_of(teacher)).age == 34


def test_what_is_not_known_is_not_invented(teacher: User) -> None:
    row = only(row_of(teacher))

    assert (row.experience, row.age, row.categories) == (None, None, ())


def test_a_person_without_a_profile_is_listed_all_the_same(teacher: User) -> None:
    teacher.profile.delete()

    assert only(row_of(teacher)).name == "Светлова Елена Викторовна"


def hold_category(person: User, kind: str, day: dt.date | None, **fields: Any) -> None:
    CategoryRecord.objects.create(user=person, kind=kind, assigned_on=day, **fields)


@pytest.mark.parametrize(
    ("assigned_on", "held"),
    [
        (dt.date(2020, 8, 30), ()),  # five years had gone by the last day
        (dt.date(2020, 8, 31), ("first",)),
        (dt.date(2023, 9, 1), ("first",)),  # for good since then
        (dt.date(2025, 9, 1), ()),  # assigned after the period
        (None, ("first",)),
    ],
)
def test_a_category_is_the_one_held_on_the_last_day(
    teacher: User, assigned_on: dt.date | None, held: tuple[str, ...]
) -> None:
    hold_category(teacher, "first", assigned_on)

    assert only(row_of(teacher)).categories == held


def test_a_date_set_by_hand_wins(teacher: User) -> None:
    hold_category(teacher, "first", dt.date(2024, 1, 1), lapses_on_override=dt.date(2025, 1, 1))

    assert only(row_of(teacher)).categories == ()


def test_a_higher_category_is_told_and_a_lower_one_is_not(teacher: User) -> None:
    for kind in ("suitable", "first", "highest", "teacher_mentor"):
        hold_category(teacher, kind, dt.date(2024, 1, 1))

    assert only(row_of(teacher)).categories == ("highest", "teacher_mentor")


def test_the_period_that_still_runs_is_told_as_of_today() -> None:
    today = timezone.localdate()
    running = Period(today - dt.timedelta(days=10), today + dt.timedelta(days=10))

    assert (running.as_of, PERIOD.as_of) == (today, PERIOD.last)


def test_a_period_still_ahead_is_told_as_of_its_first_day() -> None:
    ahead = Period(dt.date(2090, 9, 1), dt.date(2091, 8, 31))

    assert ahead.as_of == ahead.first
