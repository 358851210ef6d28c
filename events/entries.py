"""What a list says of one meeting, and how its reader takes part."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, Meeting, Registration

State = Registration.State


@dataclass(frozen=True)
class Mine:
    """The reader's part in an event: a state of their registration, or «hosts»; from 1, their place in the queue."""

    state: str
    place_in_queue: int | None = None

    @property
    def in_words(self) -> str:
        if self.state == State.WAITING and self.place_in_queue:
            return _("Your number in the queue: {n}").format(n=self.place_in_queue)
        return _MINE[self.state]()

    @property
    def waits(self) -> bool:
        return self.state in (State.WAITING, State.ASKED)


_MINE = {
    "hosts": lambda: _("You host it"),
    State.ASKED.value: lambda: _("Waits for the host's consent"),
    State.JOINED.value: lambda: _("You are registered"),
    State.WAITING.value: lambda: _("You are in the queue"),
    State.ATTENDED.value: lambda: _("You were there"),
    State.PARTLY.value: lambda: _("You were there in part"),
    State.ABSENT.value: lambda: _("You did not come"),
}


@dataclass(frozen=True)
class Entry:
    """A meeting read `with_cards()`, the `number`-th of `total` that its event or its stream has."""

    meeting: Meeting
    number: int = 1
    total: int = 1
    mine: Mine | None = None
    # The kindergarten that holds it, where that is not the reader's own.
    home: str = ""
    reason: str = ""

    @property
    def event(self) -> Event:
        return self.meeting.event

    @property
    def day(self) -> dt.date:
        """The day on which it begins, in the reader's zone."""
        return timezone.localdate(self.meeting.starts_at)

    @property
    def number_in_words(self) -> str:
        """«встреча 2 из 6»; empty for the only one."""
        if self.total == 1:
            return ""
        return _("meeting {n} of {total}").format(n=self.number, total=self.total)

    @property
    def is_cancelled(self) -> bool:
        return self.event.state == Event.State.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.meeting.ends_at <= timezone.now()
