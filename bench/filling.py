"""A network in bulk: kindergartens, teachers with sessions, events ahead and behind, and who takes part."""

import datetime as dt
import itertools

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from events.models import Event, EventForm, Meeting, Place, Registration
from portfolio.models import Item, Section
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
from teachers.models.qualification import CategoryKind
from trajectories.models import Stage, Trajectory

KINDERGARTENS = 5
TEACHERS = 1000
EVENTS_AHEAD = 2000
EVENTS_BEHIND = 1000
# Events ahead of one kindergarten: every fifth, beginning with the first.
OWN_EVENTS = EVENTS_AHEAD // KINDERGARTENS
TAKING_PART = 12
SEATS = 30
LARGE = 10_000
WEEK = dt.timedelta(days=7)
# Numbers that stand nowhere else in a statement, so that a script can put others in their place.
FIRST_TEACHER, FIRST_EVENT = 5_000_001, 7_000_001
FOUR_OF_FIVE_FOR_ALL = (Event.Audience.KINDERGARTEN, *[Event.Audience.NETWORK] * 4)
# What the network grows to: years behind it, and neighbours who keep their events to themselves.
GROWN_KINDERGARTENS, GROWN_BEHIND, GROWN_AHEAD, GROWN_TAKING_PART = 40, 8500, 8500, 10
SURNAMES = ("Светлова", "Лугова", "Зорина", "Морозова", "Ключева", "Берёзкина", "Ясенева", "Озерова")
TITLES = ("Утренний круг без спешки", "Детский вопрос как начало проекта", "Среда, которая говорит", "Театр из ничего")
ABOUT = "Пробуем три начала дня для разных возрастов и выбираем то, что подойдёт именно Вашей группе. " * 4


def fill() -> None:
    """Writes the whole network; four events in five are open to all of it."""
    _number_from("teachers_user", FIRST_TEACHER)
    _number_from("events_event", FIRST_EVENT)
    kindergartens = Kindergarten.objects.bulk_create(
        Kindergarten(slug=f"sad-{n}", name=f"Детский сад № {n}") for n in range(1, KINDERGARTENS + 1)
    )
    for kindergarten in kindergartens:
        hire(kindergarten, TEACHERS // KINDERGARTENS)
    events = _events_ahead(kindergartens) + _events_behind(kindergartens)
    take_part(events, list(User.objects.order_by("pk"))[100:])
    _analyze()


def hire(kindergarten: Kindergarten, number: int) -> list[User]:
    """`number` new teachers of the kindergarten, each with a profile, a role and a post."""
    teachers = User.objects.bulk_create(
        User(
            email=f"{kindergarten.slug}-{n}@example.com",
            last_name=SURNAMES[n % len(SURNAMES)],
            first_name="Елена",
            patronymic="Викторовна",
            password="!",
        )
        for n in range(number)
    )
    began, post = dt.date(2015, 9, 1), Position.objects.get(name="Воспитатель")
    Profile.objects.bulk_create(
        Profile(user=user, birth_year=1960 + n % 40, work_began_on=began.replace(year=1985 + n % 40))
        for n, user in enumerate(teachers)
    )
    Membership.objects.bulk_create(Membership(user=user, kindergarten=kindergarten, since=began) for user in teachers)
    Employment.objects.bulk_create(
        Employment(user=user, kindergarten=kindergarten, position=post, started_on=began) for user in teachers
    )
    return teachers


def _events_ahead(kindergartens: list[Kindergarten]) -> list[Event]:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    hosts = [_people(kindergarten)[0] for kindergarten in kindergartens]
    return hold(hosts, EVENTS_AHEAD, tomorrow, dt.timedelta(minutes=30), Event.State.PUBLISHED)


def _events_behind(kindergartens: list[Kindergarten]) -> list[Event]:
    hosts = [_people(kindergarten)[0] for kindergarten in kindergartens]
    return hold(hosts, EVENTS_BEHIND, timezone.now() - WEEK, -dt.timedelta(hours=4), Event.State.CLOSED)


def _people(kindergarten: Kindergarten) -> list[User]:
    return list(User.objects.filter(memberships__kindergarten=kindergarten).order_by("pk"))


def hold(
    hosts: list[User],
    number: int,
    first: dt.datetime,
    step: dt.timedelta,
    state: Event.State,
    audiences: tuple[Event.Audience, ...] = FOUR_OF_FIVE_FOR_ALL,
) -> list[Event]:
    """`number` events, `step` after each other; the hosts take turns, each at home."""
    forms = EventForm.objects.all()
    homes = {host.kindergarten for host in hosts}
    places = {home: Place.objects.get_or_create(kindergarten=home, name="Зал", capacity=60)[0] for home in homes}
    events = [
        Event(
            kindergarten=host.kindergarten,
            place=places[host.kindergarten],
            host=host,
            audience=audiences[n // KINDERGARTENS % len(audiences)],
            form=forms[n % len(forms)],
            title=f"{TITLES[n % len(TITLES)]} – {n}",
            description=ABOUT,
            starts_at=first + n * step,
            ends_at=first + n * step + dt.timedelta(hours=1),
            capacity=SEATS,
            state=state,
        )
        for n, host in zip(range(number), itertools.cycle(hosts), strict=False)
    ]
    for event in events:
        event.search_words = event.words_to_find()
    Event.objects.bulk_create(events, batch_size=1000)
    Meeting.objects.bulk_create(
        Meeting(event=event, starts_at=event.starts_at, ends_at=event.ends_at, place_id=event.place_id)
        for event in events
    )
    return events


def take_part(events: list[Event], teachers: list[User], number: int = TAKING_PART) -> None:
    """`number` people at every event; those of past events were there."""
    people = itertools.cycle(teachers)
    Registration.objects.bulk_create(
        (
            Registration(
                event=event,
                teacher=next(people),
                state=Registration.State.ATTENDED if behind else Registration.State.JOINED,
                hours=1 if behind else None,
                joined_at=event.created_at,
            )
            for event in events
            for behind in [event.state == Event.State.CLOSED]
            for _ in range(number)
        ),
        batch_size=5000,
    )


def grow() -> None:
    """To 20,000 events and 200,000 registrations: half of what comes is behind, half is ahead elsewhere, not opened."""
    ours, teachers = [_people(home)[0] for home in Kindergarten.objects.all()], list(User.objects.order_by("pk")[100:])
    behind = timezone.now() - WEEK * 30
    events = hold(ours, GROWN_BEHIND, behind, -dt.timedelta(hours=4), Event.State.CLOSED)
    homes = Kindergarten.objects.bulk_create(
        Kindergarten(slug=f"sosed-{n}", name=f"Соседний сад № {n}") for n in range(GROWN_KINDERGARTENS)
    )
    hosts = [hire(home, 1)[0] for home in homes]
    own, tomorrow = (Event.Audience.KINDERGARTEN,), timezone.now() + dt.timedelta(days=1)
    events += hold(hosts, GROWN_AHEAD, tomorrow, dt.timedelta(minutes=7), Event.State.PUBLISHED, own)
    take_part(events, teachers, GROWN_TAKING_PART)
    _analyze()


def fill_large() -> Kindergarten:
    """A kindergarten of ten thousand teachers with a year behind them; made last, as other pages know nothing of it."""
    kindergarten = Kindergarten.objects.create(slug="bolshoy", name="Самый большой детский сад")
    teachers = hire(kindergarten, LARGE)
    year_ago, step = timezone.now() - dt.timedelta(days=365), dt.timedelta(hours=8)
    take_part(hold(teachers[:1000], 1000, year_ago, step, Event.State.CLOSED), teachers, number=30)
    Course.objects.bulk_create(
        Course(user=user, title="Игровые технологии", hours=72, finished_on=(year_ago + WEEK).date())
        for user in teachers[::2]
    )
    kinds = itertools.cycle([CategoryKind.FIRST, CategoryKind.HIGHEST, CategoryKind.SUITABLE])
    CategoryRecord.objects.bulk_create(
        CategoryRecord(user=user, kind=next(kinds), assigned_on=(year_ago - WEEK).date()) for user in teachers[::3]
    )
    section = Section.objects.all()[0]
    Item.objects.bulk_create(
        Item(teacher=user, kindergarten=kindergarten, section=section, title="Конспект", happened_on=year_ago.date())
        for user in teachers
    )
    agreed = Trajectory.State.AGREED
    trajectories = Trajectory.objects.bulk_create(
        Trajectory(
            teacher=user, kindergarten=kindergarten, title="Речь", goal="Слышать", state=agreed, agreed_version=1
        )
        for user in teachers[::3]
    )
    Stage.objects.bulk_create(
        Stage(trajectory=trajectory, title="Пробую", kind="practice", closed_at=timezone.now())
        for trajectory in trajectories
    )
    _analyze()
    return kindergarten


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sign_in(user: User) -> dict[str, str]:
    """The headers of a browser in which the person has signed in; the session's key names the person."""
    session = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    row = Session(
        session_key=f"bench-{user.pk}",
        session_data=SessionStore().encode(session),
        expire_date=timezone.now() + dt.timedelta(days=1),
    )
    row.save()
    token = "t" * 32
    cookies = f"{settings.SESSION_COOKIE_NAME}={row.session_key}; {settings.CSRF_COOKIE_NAME}={token}"
    return {"Cookie": cookies, "X-CSRFToken": token, "Referer": settings.SITE_URL}


def _number_from(table: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {number}")
