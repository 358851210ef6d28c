"""The load that `make bench` makes: only right answers count."""

import itertools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.load import Ask, Refused, rate


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"x" * 100_000
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_counts_answers_a_second(port: int) -> None:
    assert rate(port, lambda client: itertools.repeat(Ask("/")), 0.3) > 10


def test_a_wrong_answer_stops_it(port: int) -> None:
    with pytest.raises(Refused, match="404, not 200"):
        rate(port, lambda client: itertools.repeat(Ask("/elsewhere")), 0.3)


def test_a_server_that_is_not_there_stops_it() -> None:
    with pytest.raises(OSError, match="refused"):
        rate(9, lambda client: itertools.repeat(Ask("/")), 0.3)
