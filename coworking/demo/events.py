"""Places and events of the demo: the past with attendance and hours, this week's, those ahead, those that wait.

Events ahead live through the same actions as in life. Past ones are written down, and the action that records
attendance brings their hours and their place in portfolios.
"""

import datetime as dt

from coworking.demo.people import Cast
from coworking.demo.script import listed, moment, rows, working_day
from events.actions import attendance, consultations, lifecycle, registration
from events.actions.planning import Time, plan
from events.behaviours import behaviour_of
from events.models import Event, EventForm, Place, Registration
from events.slots import hours_of_event, slots_of
from teachers.models import User

State, Mark = Event.State, Registration.State
RETURNED = "Хорошая тема. Назовите, пожалуйста, возраст детей и добавьте, что принести с собой."
CANCELLED = "В зале меняют пол. Встретимся в следующем месяце."
# How the people of one event were there, over and over.
MARKS = (Mark.ATTENDED, Mark.ATTENDED, Mark.ATTENDED, Mark.PARTLY, Mark.ATTENDED, Mark.ATTENDED, Mark.ABSENT)


def hold(cast: Cast, now: dt.datetime) -> None:
    """Everything in the table of events, in its order."""
    forms = {form.code: form for form in EventForm.objects.all()}
    places = {
        row["name"]: Place.objects.create(
            kindergarten=cast.kindergartens[row["kindergarten"]], name=row["name"], capacity=row["seats"] or None
        )
        for row in rows("places")
    }
    for number, row in enumerate(rows("events")):
        event = _event(row, cast, now)
        event.form, event.place = forms[row["form"]], places[row["place"]]
        comers = _comers(event, row, cast, number)
        if event.ends_at <= now:
            _look_back(event, comers, row["state"])
        else:
            _look_ahead(event, comers, row["state"], cast.methodist_of(row["kindergarten"]))


def _event(row: dict[str, str], cast: Cast, now: dt.datetime) -> Event:
    kindergarten = cast.kindergartens[row["kindergarten"]]
    starts_at = _start(row, kindergarten.time_zone, now)
    return Event(
        kindergarten=kindergarten,
        title=row["title"],
        description=row["description"],
        host=cast.people[row["host"]],
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=int(row["minutes"])),
        capacity=int(row["seats"]) if row["seats"] else None,
        audience=row["audience"],
        outcome=row["outcome"],
    )


def _start(row: dict[str, str], zone: str, now: dt.datetime) -> dt.datetime:
    """The moment the row says; what is meant for today or later and has passed by now comes a working day later."""
    today, day = now.date(), int(row["day"])
    starts_at = moment(working_day(today, day), row["begins"], zone)
    late = day >= 0 and starts_at <= now
    return moment(working_day(today, day + 1), row["begins"], zone) if late else starts_at


def _comers(event: Event, row: dict[str, str], cast: Cast, number: int) -> list[User]:
    """Those named in the row, then colleagues in turn, the neighbours too when the whole network is invited."""
    surely = [cast.people[surname] for surname in listed(row["surely"])]
    if event.audience == Event.Audience.NETWORK:
        pool = [user for slug in cast.kindergartens for user in cast.teachers_of(slug)]
    else:
        pool = cast.teachers_of(row["kindergarten"])
    start = 7 * number % len(pool)
    others = [user for user in pool[start:] + pool[:start] if user != event.host and user not in surely]
    return [*surely, *others][: int(row["comers"])]


def _look_back(event: Event, comers: list[User], state: str) -> None:
    joined_at = event.starts_at - dt.timedelta(days=4)
    event.state, event.state_changed_at, event.state_changed_by = State.PUBLISHED, joined_at, event.host
    event.full_clean()
    event.save()
    plan(event, [Time(event.starts_at, event.ends_at)])
    registrations = Registration.objects.bulk_create(
        Registration(event=event, teacher=user, joined_at=joined_at, changed_by=user) for user in comers
    )
    if state != "unmarked":
        marks = {row.pk: MARKS[number % len(MARKS)].value for number, row in enumerate(registrations)}
        attendance.record_attendance(event, marks, by=event.host)


def _look_ahead(event: Event, comers: list[User], state: str, methodist: User) -> None:
    event.full_clean()
    event.save()
    plan(event, [Time(event.starts_at, event.ends_at)])
    if state == State.DRAFT:
        return
    event = lifecycle.submit(event, by=event.host)
    if state == State.PROPOSED:
        return
    if state == State.RETURNED:
        lifecycle.return_with_comment(event, comment=RETURNED, by=methodist)
        return
    if event.state == State.PROPOSED:
        event = lifecycle.accept(event, by=methodist)
    if state == State.ACCEPTED:
        return
    if event.state == State.ACCEPTED:
        event = lifecycle.confirm(event, by=event.host)
    for user in comers:
        _come(event, user)
    if state == State.CANCELLED:
        lifecycle.cancel(event, reason=CANCELLED, by=methodist)


def _come(event: Event, user: User) -> None:
    """Joins, or books the first time that is free where times are booked."""
    if not behaviour_of(event).books_slots:
        registration.join(event, by=user)
        return
    free = (slot for slot in slots_of(event, hours_of_event(event)) if slot.is_free)
    consultations.book(event, next(free).starts_at, by=user)
