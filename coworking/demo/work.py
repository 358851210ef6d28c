"""What people of the demo wrote at their events, and what is left of those that are over."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from coworking.demo.people import Cast
from coworking.demo.script import rows
from events.behaviours import behaviour_of
from events.behaviours.case_study import SOLUTION, VOTING
from events.models import Event, Feedback, FeedbackGiven, Group, Material, Note, Registration, Vote
from teachers.models import User

SIGN = "sign"
IN_A_GROUP = 3


def write(cast: Cast) -> None:
    """Notes of the table in their order, then what the events leave behind."""
    events = {event.title: event for event in Event.objects.select_related("form", "host").order_by("-starts_at")}
    for event in events.values():
        if behaviour_of(event).has_groups and event.has_ended:
            _divide(event)
    for row in rows("work"):
        _write(row, events[row["event"]], cast)
    for event in events.values():
        if behaviour_of(event).has_groups and event.has_ended:
            _vote(event)
    for row in rows("after"):
        _leave_behind(events[row["event"]], row)


def _divide(event: Event) -> None:
    people = list(event.registrations.seated())
    for number, start in enumerate(range(0, len(people), IN_A_GROUP), start=1):
        Group.objects.create(event=event, name=f"Группа {number}").members.set(people[start : start + IN_A_GROUP])


def _write(row: dict[str, str], event: Event, cast: Cast) -> None:
    day = timezone.localdate(event.starts_at) + dt.timedelta(days=int(row["day"]))
    about = event.registrations.get(teacher=cast.people[row["about"]]) if row["about"] else None
    group = Group.objects.get(event=event, name=f"Группа {row['group']}") if row["group"] else None
    author = cast.people[row["author"]] if row["author"] else _first_of(group)
    if about and row["kind"] == SIGN:
        _sign(about, author == event.host, event.ends_at + dt.timedelta(days=int(row["day"])))
        return
    part = behaviour_of(event).part(row["kind"])
    if part and part.many and about is None:
        about = event.registrations.get(teacher=author)
    Note.objects.create(
        event=event,
        kind=row["kind"],
        text=row["text"],
        author=author,
        registration=about,
        group=group,
        happened_on=day if part and part.has_day else None,
        hours=Decimal(row["hours"]) if row["hours"] else None,
        is_done=bool(row["done"]),
    )


def _sign(registration: Registration, is_host: bool, moment: dt.datetime) -> None:
    """With the second signature the hours of the diary count, as in life."""
    column = "host_signed_at" if is_host else "teacher_signed_at"
    setattr(registration, column, moment)
    if registration.is_signed_off:
        registration.hours = behaviour_of(registration.event).hours_of(registration)
    registration.save()


def _first_of(group: Group | None) -> User | None:
    member = group.members.select_related("teacher").first() if group else None
    return member.teacher if member else None


def _vote(event: Event) -> None:
    """Everybody votes for the solution of the group after their own; the last groups' people for the first."""
    solutions = {note.group_id: note for note in event.notes.filter(kind=SOLUTION)}
    groups = [group for group in event.groups.order_by("pk").prefetch_related("members") if group.pk in solutions]
    if len(groups) < 2:
        return
    Note.objects.create(event=event, kind=VOTING, author=event.host, is_done=True)
    for group, other in zip(groups, [*groups[1:], groups[0]], strict=True):
        Vote.objects.bulk_create(Vote(note=solutions[other.pk], registration=member) for member in group.members.all())


def _leave_behind(event: Event, row: dict[str, str]) -> None:
    """A summary, the product, and answers without names; who answered is kept apart, as in life."""
    Event.objects.filter(pk=event.pk).update(summary=row["summary"])
    Material.objects.create(event=event, title=row["product"], link=row["link"], is_product=True, added_by=event.host)
    marks = [int(mark) for mark in row["useful"].split(",")]
    liked, wished = (_spread(row[name], len(marks)) for name in ("liked", "wished"))
    Feedback.objects.bulk_create(
        Feedback(event=event, usefulness=mark, liked=good, wished=better, is_shown=True)
        for mark, good, better in zip(marks, liked, wished, strict=True)
    )
    there = event.registrations.attended()[: len(marks)]
    FeedbackGiven.objects.bulk_create(FeedbackGiven(registration=registration) for registration in there)


def _spread(words: str, number: int) -> Sequence[str]:
    """The sentences of a cell, one for each answer, the rest without words."""
    sentences = [sentence.strip() for sentence in words.split("|") if sentence.strip()]
    return [*sentences, *[""] * number][:number]
