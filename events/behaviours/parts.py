"""What a behaviour is made of: parts, each a kind of notes with its writers, its readers and its time."""

from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise

from events.models import Event


class Writers(Enum):
    HOSTS = auto()
    EXPERT = auto()  # the second host, or the host where there is none
    PARTICIPANTS = auto()
    MEMBERS = auto()  # those of the sub-group that the note belongs to
    ONE = auto()  # the participant whom the note is about
    PAIR = auto()  # that participant and the hosts


class Readers(Enum):
    EVERYBODY = auto()  # whoever sees the event
    PARTICIPANTS = auto()  # those with a seat, and whoever runs the event
    HOSTS = auto()
    PAIR = auto()  # the hosts and the participant whom the note is about: nobody else, a methodist neither


class About(Enum):
    """Whose a note is: every part has a heap of its own for each of them."""

    EVENT = auto()
    GROUP = auto()
    PERSON = auto()


class Opens(Enum):
    AT_ONCE = auto()
    AT_START = auto()
    AT_END = auto()


@dataclass(frozen=True)
class Part:
    """`kind` is what notes of the part bear in the table; `hint` stands beside the field, `empty` where nobody has
    written yet. A part that `outlives` may be written after the event is closed too."""

    kind: str
    title: str | Promise
    writers: Writers
    readers: Readers
    about: About = About.EVENT
    many: bool = False
    opens: Opens = Opens.AT_ONCE
    outlives: bool = False
    has_day: bool = False
    has_hours: bool = False
    can_be_done: bool = False
    button: str | Promise = ""
    hint: str | Promise = ""
    empty: str | Promise = ""

    def is_open_in(self, event: Event) -> bool:
        """Whether it is the time to write; a draft's own hosts may prepare what opens at once."""
        if event.state in _NEVER or (event.state == Event.State.CLOSED and not self.outlives):
            return False
        if self.opens == Opens.AT_START:
            return event.is_public and event.has_started
        return event.is_public and event.has_ended if self.opens == Opens.AT_END else True


_NEVER = (Event.State.CANCELLED, Event.State.DECLINED)
