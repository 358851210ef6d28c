"""Two workers of the product, as production runs them, behind the headers that a proxy would set."""

import contextlib
import http.client
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.services import free_port

HOST = "coworking.example"
PROXY_HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@contextlib.contextmanager
def workers() -> Iterator[int]:
    """Starts gunicorn with `bench.settings`; yields its port once it answers, stops it at the end."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:coworking.web_server", "coworking.wsgi"]
    # Nobody's figure should hold the renewal of a worker.
    ours = ["--bind", f"127.0.0.1:{port}", "--max-requests", "0", "--max-requests-jitter", "0"]
    server = subprocess.Popen([*command, *ours, "--log-level", "warning"])
    try:
        _wait_until_alive(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_alive(port: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/healthz", headers=PROXY_HEADERS)
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"no answer on port {port}")
