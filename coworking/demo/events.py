"""Places and events of the demo: the past with attendance and hours, this week's, those ahead, those that wait.

Events ahead live through the same actions as in life. Past ones are written down, and the action that records
attendance brings their hours and their place in portfolios.
"""

import datetime as dt
import zoneinfo

from django.db.models import Count

from coworking.demo.people import Cast
from coworking.demo.script import listed, moment, rows, working_day
from events.actions import attendance, consultations, lifecycle, registration
from events.actions.planning import Time, plan
from events.behaviours import behaviour_of
from events.models import Event, EventForm, Offer, Place, Registration, Series
from events.slots import cut, hours_of_event, slots_of
from teachers.models import User

WEEK = 5  # working days
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
        comers, times = _comers(event, row, cast, number), _times(event, row, now)
        event.ends_at = times[-1].ends_at
        if event.starts_at <= now:
            _look_back(event, comers, times, row["state"])
        else:
            _look_ahead(event, comers, times, row, cast)
    _join_in_series()


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


def _times(event: Event, row: dict[str, str], now: dt.datetime) -> list[Time]:
    """Its meetings: one, or as many as the row says, a working week apart."""
    zone, length = event.kindergarten.time_zone, event.ends_at - event.starts_at
    first = event.starts_at.astimezone(zoneinfo.ZoneInfo(zone)).date()
    days = [working_day(first, WEEK * number) for number in range(int(row["meetings"] or 1))]
    begins = [moment(day, row["begins"], zone) for day in days]
    return [Time(starts_at, starts_at + length) for starts_at in begins]


def _look_back(event: Event, comers: list[User], times: list[Time], state: str) -> None:
    joined_at = event.starts_at - dt.timedelta(days=4)
    event.state, event.state_changed_at, event.state_changed_by = State.PUBLISHED, joined_at, event.host
    event.full_clean()
    event.save()
    plan(event, times)
    registrations = Registration.objects.bulk_create(
        Registration(event=event, teacher=user, joined_at=joined_at, changed_by=user) for user in comers
    )
    if behaviour_of(event).books_slots:
        _book(event, registrations)
    if event.has_ended and state != "unmarked":
        marks = {row.pk: MARKS[number % len(MARKS)].value for number, row in enumerate(registrations)}
        attendance.record_attendance(event, marks, by=event.host)


def _book(event: Event, registrations: list[Registration]) -> None:
    """Gives everybody a slot of a consultation that is over."""
    for booked, slot in zip(registrations, cut(event.meetings.all(), hours_of_event(event)), strict=False):
        booked.slot_starts_at, booked.slot_ends_at = slot.starts_at, slot.ends_at
        booked.save()


def _look_ahead(event: Event, comers: list[User], times: list[Time], row: dict[str, str], cast: Cast) -> None:
    state, methodist = row["state"], cast.methodist_of(row["kindergarten"])
    event.full_clean()
    event.save()
    plan(event, times)
    _keep_seats(event, row["kept"], cast)
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
        _come(event, user, is_last=user == comers[-1])
    if state == State.CANCELLED:
        lifecycle.cancel(event, reason=CANCELLED, by=methodist)


def _keep_seats(event: Event, kept: str, cast: Cast) -> None:
    """«slug 6, slug 4»: seats kept for neighbours until a week before."""
    if not kept:
        return
    Event.objects.filter(pk=event.pk).update(quotas_until=event.starts_at - dt.timedelta(days=7))
    for words in listed(kept):
        slug, quota = words.split()
        Offer.objects.create(event=event, kindergarten=cast.kindergartens[slug], quota=int(quota))


def _join_in_series() -> None:
    """Events ahead that bear one title are a series, two weeks apart."""
    titles = Event.objects.upcoming().order_by().values("title").annotate(number=Count("pk")).filter(number__gt=1)
    for title in titles.values_list("title", flat=True):
        events = Event.objects.upcoming().filter(title=title)
        last = max(event.ends_at for event in events)
        events.order_by().update(series=Series.objects.create(every_weeks=2, until=last.date()))


def _come(event: Event, user: User, *, is_last: bool) -> None:
    """Joins or waits, or books the first time that is free; where the host is asked, the last one still waits."""
    if behaviour_of(event).books_slots:
        free = (slot for slot in slots_of(event, hours_of_event(event)) if slot.is_free)
        consultations.book(event, next(free).starts_at, by=user)
        return
    mine = registration.join(event, by=user, or_wait=True)
    if mine.state == Mark.ASKED and not is_last:
        registration.answer_request(mine, accept=True, by=event.host)
