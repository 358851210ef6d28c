"""«Now in the space»: what a kindergarten's board shows to whoever stands before it, signed in or not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.check_in import OPENS_BEFORE, address_of
from events.models import Board, Event, Meeting, MeetingMark, Offer
from events.models.meetings import MeetingQuerySet
from teachers.models import Kindergarten

# More than a wall can hold in letters to be read from the door.
RUNNING_AT_MOST, NEXT_AT_MOST = 6, 8


@dataclass(frozen=True)
class Line:
    """A meeting, the path its code opens, and who is there: by name as they allow, the rest as a number."""

    meeting: Meeting
    path: str
    host: str
    names: list[str] = field(default_factory=list)
    others: int = 0

    @property
    def has_begun(self) -> bool:
        return self.meeting.is_running


@dataclass(frozen=True)
class Shown:
    """All that is on the board at one moment."""

    kindergarten: Kindergarten
    running: list[Line]
    today: list[Line]
    tomorrow: list[Line]
    more: int


def board_with(slug: str, key: str) -> Board | None:
    """The board of the kindergarten, for whoever has its secret; None for everybody else."""
    return Board.objects.select_related("kindergarten").filter(kindergarten__slug=slug, secret=key).first()


def shown_on(board: Board, now: dt.datetime) -> Shown:
    """In the kindergarten's own time, which is active now: today and tomorrow are its days."""
    today = timezone.localdate(now)
    end = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=2), dt.time.min))
    meetings = list(_meetings(board.kindergarten, now, end))
    near = [meeting for meeting in meetings if meeting.starts_at <= now + OPENS_BEFORE]
    ahead = [_ahead(meeting) for meeting in meetings[len(near) :]]
    running, coming = _running(near[:RUNNING_AT_MOST]), ahead[:NEXT_AT_MOST]
    return Shown(
        kindergarten=board.kindergarten,
        running=running,
        today=[line for line in coming if timezone.localdate(line.meeting.starts_at) == today],
        tomorrow=[line for line in coming if timezone.localdate(line.meeting.starts_at) != today],
        more=len(meetings) - len(running) - len(coming),
    )


def _meetings(kindergarten: Kindergarten, now: dt.datetime, end: dt.datetime) -> MeetingQuerySet:
    """Of its own events and of those that its people may attend, not over yet, the nearest first."""
    offers = Offer.objects.filter(event=OuterRef("event"), kindergarten=kindergarten)
    open_to_it = Q(event__kindergarten=kindergarten) | Q(event__audience=Event.Audience.NETWORK)
    open_to_it |= Q(Exists(offers), event__audience=Event.Audience.CHOSEN)
    rows = Meeting.objects.of_published().upcoming(now).filter(open_to_it, starts_at__lt=end)
    return rows.select_related("event__form", "event__host", "event__kindergarten", "place", "stream")


def _host(meeting: Meeting) -> str:
    """A host's name hangs on the wall by the same consent as anybody's."""
    host = meeting.event.host
    return host.get_short_name() if host.shown_on_board else ""


def _ahead(meeting: Meeting) -> Line:
    return Line(meeting, meeting.event.get_absolute_url(), _host(meeting))


def _running(meetings: Collection[Meeting]) -> list[Line]:
    here = MeetingMark.objects.at(meetings).select_related("registration__teacher")
    people = defaultdict(list)
    for mark in here.order_by("registration__teacher__last_name", "registration__teacher__first_name", "pk"):
        people[mark.meeting_id].append(mark.registration.teacher)
    lines = []
    for meeting in meetings:
        names = [person.get_short_name() for person in people[meeting.pk] if person.shown_on_board]
        others = len(people[meeting.pk]) - len(names)
        lines.append(Line(meeting, address_of(meeting), _host(meeting), names, others))
    return lines
