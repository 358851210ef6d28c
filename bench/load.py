"""A bounded load on loopback: a fixed number of connections that ask as fast as they are answered."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CLIENTS = 8
# A connection is renewed now and then, as through a proxy; else all of them may stay with one worker.
REQUESTS_A_CONNECTION = 25


@dataclass(frozen=True)
class Ask:
    """One request and the status that is its only right answer."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


class Refused(Exception):
    """An answer that was not the right one; a rate of wrong answers is worth nothing."""


def rate(port: int, asks: Callable[[int], Iterator[Ask]], seconds: float) -> float:
    """Right answers a second over `seconds`; `asks` gives client number -> its endless requests."""
    until = time.monotonic() + seconds
    answered, failures = [0] * CLIENTS, []

    def client(number: int) -> None:
        try:
            answered[number] = _ask_until(until, port, asks(number))
        except (Refused, OSError, http.client.HTTPException) as failure:
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
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number, ask in enumerate(asks, start=1):
        connection.request(ask.method, ask.path, headers=ask.headers)
        response = connection.getresponse()
        response.read()
        if response.status != ask.status:
            raise Refused(f"{ask.method} {ask.path}: {response.status}, not {ask.status}")
        if time.monotonic() >= until:
            break
        if number % REQUESTS_A_CONNECTION == 0:
            connection.close()
    connection.close()
    return number
