"""Kinds of messages. The post office knows addresses, not letters: each app registers what it sends."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from notifications.models import Message

# What the letter needs to be written, looked up just before sending; None when it is no longer wanted
# (the person left, the event moved or was cancelled, rights were lost).
Load = Callable[[Message], Mapping[str, Any] | None]
# Messages that are due by now and not written yet, derived from an app's own tables by one statement per kind.
Producer = Callable[[dt.datetime], Iterable[Message]]


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter. With `speaks_for_letter` it is also offered as another form of the letter
    itself, under `content_type` with its parameters: that is how mail programs know an invitation."""

    name: str
    content: bytes
    content_type: str
    speaks_for_letter: bool = False


# Files made from what `load` gave, with `recipient` and `site_url` beside it, in the reader's language and time.
Attach = Callable[[Mapping[str, Any]], Iterable[Attachment]]


def nothing_attached(facts: Mapping[str, Any]) -> Iterable[Attachment]:
    return ()


@dataclass(frozen=True)
class Kind:
    """`templates/<app>/notifications/<name>.subject.txt`, `.txt` and `.html` are the words."""

    name: str
    app: str
    title: Promise | str
    load: Load
    attach: Attach = nothing_attached

    def template(self, suffix: str) -> str:
        return f"{self.app}/notifications/{self.name}.{suffix}"


_kinds: dict[str, Kind] = {}
_producers: list[Producer] = []


def register(kind: Kind) -> None:
    """Called from AppConfig.ready() of the app that sends this kind."""
    _kinds[kind.name] = kind


def register_producer(producer: Producer) -> None:
    """Called from AppConfig.ready() of the app whose rows the reminders are derived from."""
    if producer not in _producers:
        _producers.append(producer)


def kind_named(name: str) -> Kind:
    """The registered kind; raises KeyError for one that no app sends any more."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def all_producers() -> list[Producer]:
    return list(_producers)
