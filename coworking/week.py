"""«Моя неделя»: what the person does next and what waits for them, each read once."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils import timezone

from events.entries import Entry
from events.models import Event
from events.own import own_meetings
from portfolio.models import Item
from teachers.models import User
from trajectories.models import Step, Trajectory
from trajectories.progress import next_step_for

AHEAD = 8
WAITING = 10


@dataclass(frozen=True)
class Week:
    """`ahead` are meetings one goes to, hosts or waits for, the nearest first; the rest waits for one's word."""

    today: dt.date
    ahead: list[Entry]
    step: Step | None
    events: list[Event]
    plans: list[Trajectory]
    to_review: list[Trajectory]
    arrived: int

    @property
    def meetings_today(self) -> list[Entry]:
        """What still runs since yesterday is today's too."""
        return [entry for entry in self.ahead if entry.day <= self.today]

    @property
    def meetings_later(self) -> list[tuple[dt.date, list[Entry]]]:
        """By day."""
        later = [entry for entry in self.ahead if entry.day > self.today]
        return [(day, list(entries)) for day, entries in groupby(later, key=attrgetter("day"))]

    @property
    def something_waits(self) -> bool:
        return bool(self.events or self.plans or self.to_review or self.arrived)


def week_of(user: User) -> Week:
    events = Event.objects.visible_to(user)
    trajectories = Trajectory.objects.awaiting_answer_of(user) | Trajectory.objects.awaiting_review_by(user)
    waiting = list(trajectories.select_related("teacher")[:WAITING])
    return Week(
        today=timezone.localdate(),
        ahead=own_meetings(user, AHEAD),
        step=next_step_for(user),
        events=list(events.awaiting_word_of(user).with_cards().with_seats()[:WAITING]),
        plans=[trajectory for trajectory in waiting if trajectory.teacher_id == user.pk],
        to_review=[trajectory for trajectory in waiting if trajectory.teacher_id != user.pk],
        arrived=Item.objects.of(user).undecided().count(),
    )
