"""A bounded load on loopback: a fixed number of connections that ask as fast as they are answered."""

import itertools
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

CLIENTS = 8
# A connection is renewed now and then, as through a proxy; else all of them may stay with one worker.
REQUESTS_A_CONNECTION = 25
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """One request and the status that is its only right answer."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    @cached_property
    def as_bytes(self) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join([*lines, "Content-Length: 0", "", ""]).encode()


class Refused(Exception):
    """An answer that was not the right one; a rate of wrong answers is worth nothing."""


def rate(port: int, asks: Callable[[int], Iterator[Ask]], seconds: float) -> float:
    """Right answers a second over `seconds`; `asks` gives client number -> its endless requests."""
    until = time.monotonic() + seconds
    answered, failures = [0] * CLIENTS, []

    def client(number: int) -> None:
        try:
            answered[number] = _ask_until(until, port, asks(number))
        except (Refused, OSError) as failure:
            failures.append(failure)

    began = time.monotonic()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(answered) / (time.monotonic() - began)


def _ask_until(until: float, port: int, asks: Iterator[Ask]) -> int:
    """Asks one thing after another until the time has come; returns how many answers were right."""
    answered = 0
    while time.monotonic() < until:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            for ask in itertools.islice(asks, REQUESTS_A_CONNECTION):
                connection.sendall(ask.as_bytes)
                if (status := _read_answer(connection)) != ask.status:
                    raise Refused(f"{ask.as_bytes[:60]!r}: {status}, not {ask.status}")
                answered += 1
                if time.monotonic() >= until:
                    break
    return answered


def _read_answer(connection: socket.socket) -> int:
    """The status of an answer, once the whole of it has come. A browser's parser would cost more than a small page."""
    answer = b""
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _more(connection)
    length = CONTENT_LENGTH.search(answer, 0, end + 2)
    if length is None:
        raise Refused(f"an answer without a length: {answer[:end]!r}")
    missing = end + 4 + int(length[1]) - len(answer)
    while missing > 0:
        missing -= len(_more(connection))
    return int(answer[9:12])


def _more(connection: socket.socket) -> bytes:
    if not (piece := connection.recv(65536)):
        raise Refused("the connection was closed in the middle of an answer")
    return piece
