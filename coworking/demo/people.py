"""Kindergartens of the demo network and their people, with posts, categories and courses.

All of them are invented; any likeness is chance. Addresses are of a domain reserved for examples.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from common.dates import years_before
from coworking.demo.script import listed, rows
from teachers.actions.invitations import invite
from teachers.models import (
    CategoryRecord,
    Course,
    Employment,
    Kindergarten,
    Membership,
    Position,
    Profile,
    User,
)

DOMAIN = "demo.example"
PASSWORD = "coworking-demo"  # noqa: S105 -- said aloud at the start, and in embedded installations only
INVITED = "invited"

HOUSES = (
    # slug, name, time zone, whether a methodist publishes events
    ("demo-solnyshko", "Солнышко", "Europe/Moscow", True),
    ("demo-rodnichok", "Родничок", "Europe/Moscow", False),
    ("demo-teremok", "Теремок", "Asia/Yekaterinburg", True),
)
COURSES = (
    # topic, hours, months since it ended
    ("Федеральная образовательная программа в ежедневной практике", 72, 8),
    ("Речь и общение в раннем возрасте", 36, 15),
    ("Проекты, которые начинают дети", 72, 22),
    ("Дети с особыми потребностями в обычной группе", 144, 30),
    ("Цифровые средства в работе педагога", 16, 5),
    ("Партнёрство с семьёй", 36, 41),
)
PROVIDERS = ("Областной институт развития образования", "Городской методический центр", "Педагогический университет")


@dataclass(frozen=True)
class Cast:
    """Everyone the rest of the demo speaks of: kindergartens by slug, people by surname."""

    kindergartens: dict[str, Kindergarten]
    people: dict[str, User]

    def teachers_of(self, slug: str) -> list[User]:
        """Those of a kindergarten who attend events, in the order of its list."""
        pk = self.kindergartens[slug].pk
        return [user for user in self.people.values() if pk in user.kindergarten_ids_as(Membership.Role.TEACHER)]

    def methodist_of(self, slug: str) -> User:
        pk = self.kindergartens[slug].pk
        return next(user for user in self.people.values() if pk in user.kindergarten_ids_as(Membership.Role.METHODIST))


def bring_in(today: dt.date) -> Cast:
    kindergartens = {
        slug: Kindergarten.objects.create(
            slug=slug, name=f"Детский сад «{name}»", short_name=f"«{name}»", time_zone=zone, moderates_events=moderated
        )
        for slug, name, zone, moderated in HOUSES
    }
    positions = {position.name: position for position in Position.objects.all()}
    # One hash for all: hashing is slow on purpose, and the password is no secret.
    password = make_password(PASSWORD)
    network = User(email=f"network@{DOMAIN}", last_name="Горизонтова", first_name="Майя", patronymic="Яновна")
    network.is_superuser, network.password = True, password
    network.save()
    Profile.objects.create(user=network)
    _confirm_address(network)
    people = {}
    for number, row in enumerate(rows("people")):
        user = _person(row, number, password)
        _profile(user, row, today)
        _place_in(kindergartens[row["kindergarten"]], positions[row["position"]], user, row, today)
        _qualification(user, row, number, today)
        people[user.last_name] = user
    return Cast(kindergartens, people)


def invite_the_rest(cast: Cast) -> None:
    """Those who have not come in yet; their letters wait in the mailbox, to be followed."""
    for row in rows("people"):
        if row["roles"] == INVITED:
            slug, person = row["kindergarten"], cast.people[row["surname"]]
            invite([person], cast.kindergartens[slug], by=cast.methodist_of(slug))


def _person(row: dict[str, str], number: int, password: str) -> User:
    user = User(
        email=f"{row['email'] or f'person{number:02d}'}@{DOMAIN}",
        last_name=row["surname"],
        first_name=row["name"],
        patronymic=row["patronymic"],
    )
    if row["roles"] == INVITED:
        user.set_unusable_password()
    else:
        user.password = password
    user.save()
    if user.has_usable_password():
        _confirm_address(user)
    return user


def _confirm_address(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _profile(user: User, row: dict[str, str], today: dt.date) -> None:
    age, experience = int(row["age"]), int(row["experience"])
    Profile.objects.create(
        user=user,
        birth_year=today.year - age - 1,
        education=row["education"],
        work_began_on=years_before(today, experience) - dt.timedelta(days=60),
    )


def _place_in(kindergarten: Kindergarten, position: Position, user: User, row: dict[str, str], today: dt.date) -> None:
    """A post for everybody; roles for those who have come in."""
    since = years_before(today, min(int(row["experience"]), 8)) - dt.timedelta(days=50)
    Employment.objects.create(user=user, kindergarten=kindergarten, position=position, started_on=since)
    if row["roles"] != INVITED:
        for role in listed(row["roles"]):
            Membership.objects.create(user=user, kindergarten=kindergarten, role=role, since=since)


def _qualification(user: User, row: dict[str, str], number: int, today: dt.date) -> None:
    for kind, years in (category.split() for category in listed(row["categories"])):
        assigned_on = years_before(today, int(years)) - dt.timedelta(days=20 + 9 * number % 300)
        order = f"{100 + 7 * number}-к"
        CategoryRecord.objects.create(user=user, kind=kind, assigned_on=assigned_on, order_number=order)
    if int(row["experience"]) and number % 5:
        topic, hours, months = COURSES[number % len(COURSES)]
        Course.objects.create(
            user=user,
            title=topic,
            hours=hours,
            provider=PROVIDERS[number % len(PROVIDERS)],
            finished_on=today - dt.timedelta(days=30 * months + number),
            # A few certificates nobody has looked at yet.
            verified_at=timezone.now() if number % 6 else None,
        )
