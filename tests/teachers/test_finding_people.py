"""People found by experience, post and category: the database says what the rows themselves say."""

import datetime as dt

import pytest

from teachers.models import CategoryRecord, CategoryRule, Kindergarten, Position, User
from tests.factories import make_user

TODAY = dt.date(2026, 10, 15)


def working_since(kindergarten: Kindergarten, day: dt.date | None) -> User:
    person = make_user(kindergarten)
    person.profile.work_began_on = day
    person.profile.save()
    return person


@pytest.mark.parametrize(
    ("since", "fits"),
    [
        (dt.date(2023, 10, 15), True),
        (dt.date(2023, 10, 16), False),
        (dt.date(2021, 10, 16), True),
        (dt.date(2021, 10, 15), False),
        (None, False),
    ],
)
def test_experience_is_whole_years_and_the_lower_bound_counts(
    kindergarten: Kindergarten, since: dt.date | None, fits: bool
) -> None:
    person = working_since(kindergarten, since)

    found = User.objects.get_queryset().with_experience(3, 5, on=TODAY)

    assert list(found) == ([person] if fits else [])


def test_and_more_has_no_upper_bound(kindergarten: Kindergarten) -> None:
    veteran = working_since(kindergarten, dt.date(1986, 9, 1))

    assert list(User.objects.get_queryset().with_experience(20, None, on=TODAY)) == [veteran]


def test_a_post_is_one_held_today(teacher: User, methodist: User) -> None:
    teacher.employments.update(ended_on=dt.date(2021, 1, 1))
    posts = {name: Position.objects.get(name=name) for name in ("Воспитатель", "Старший воспитатель")}

    people = User.objects.get_queryset()

    assert [list(people.in_post(post)) for post in posts.values()] == [[], [methodist]]


@pytest.mark.parametrize("kind", ["first", "suitable", "teacher_mentor"])
@pytest.mark.parametrize(
    "assigned_on",
    [
        None,
        dt.date(2021, 10, 14),
        dt.date(2021, 10, 15),
        dt.date(2023, 8, 31),
        dt.date(2023, 9, 1),
        dt.date(2027, 1, 1),
    ],
)
@pytest.mark.parametrize("by_hand", [None, TODAY, dt.date(2026, 10, 14)])
def test_a_category_is_held_as_its_rules_say(
    teacher: User, kind: str, assigned_on: dt.date | None, by_hand: dt.date | None
) -> None:
    record = CategoryRecord.objects.create(user=teacher, kind=kind, assigned_on=assigned_on, lapses_on_override=by_hand)
    holds = record.holds_on(TODAY, list(CategoryRule.objects.all()))

    people = User.objects.get_queryset()

    assert list(people.holding(kind, on=TODAY)) == ([teacher] if holds else [])
    assert list(people.holding("", on=TODAY)) == ([] if holds else [teacher])
