"""`manage.py run_embedded` with real processes: from an empty folder to a signed-in page, and to silence."""

import http.cookiejar
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from coworking.demo import PASSWORD
from tests.coworking.test_embedded import wait_until_gone
from tests.services import free_port

pytestmark = pytest.mark.services
OF_SERVERS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMBEDDED", "DJANGO_SETTINGS_MODULE", "LOG_LEVEL")


class Installation:
    """A running command, its output, and a browser of a kind."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, output: Path) -> None:
        self.process, self.port, self.output = process, port, output
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)

    def open(self, path: str, data: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(data).encode() if data else None
        with self.browser.open(f"http://127.0.0.1:{self.port}{path}", body, timeout=10) as response:
            return str(response.read().decode())

    def wait_for(self, path: str, seconds: float = 60) -> str:
        """What the address says once it answers 200."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                return self.open(path)
            except OSError:
                time.sleep(0.2)
        raise TimeoutError(f"{path} does not answer:\n{self.output.read_text()}")

    def children(self) -> list[int]:
        return [child.pid for child in psutil.Process(self.process.pid).children(recursive=True)]


COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_embedded"]


@contextmanager
def running(folder: Path, command: list[str] = COMMAND) -> Iterator[Installation]:
    """The command in a fresh folder, on a free port; killed at the end if the test did not stop it."""
    port, output = free_port(), folder / "output.txt"
    environment = {name: value for name, value in os.environ.items() if name not in OF_SERVERS}
    environment |= {"DATA_DIR": str(folder / "data"), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    with output.open("wb") as sink:
        process = subprocess.Popen(command, env=environment, stdout=sink, stderr=subprocess.STDOUT)
    try:
        installation = Installation(process, port, output)
        installation.wait_for("/healthz")
        yield installation
    finally:
        process.kill()
        process.wait()


def test_a_newcomer_signs_in_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(tmp_path) as installation:
        mailbox = installation.open("/dev/mail/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', installation.open("/account/login/"))
        assert token
        answers = {"login": "teacher@demo.example", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        home = installation.open("/account/login/", answers)
        ready = json.loads(installation.wait_for("/readyz"))
        children = installation.children()
        installation.process.send_signal(signal.SIGINT)
        code = installation.process.wait(30)

    assert "<h1>Письма</h1>" in mailbox
    assert "Анна Сергеевна" in home
    assert ready == {"database": True, "broker": True, "sweep": True}
    assert len(children) >= 4
    assert wait_until_gone(children) == []
    assert code == 0
    assert "teacher@demo.example" in installation.output.read_text()
    assert "ERROR" not in installation.output.read_text()


def test_when_the_worker_dies_everything_stops_and_says_so(tmp_path: Path) -> None:
    with running(tmp_path) as installation:
        installation.wait_for("/readyz")
        children = installation.children()
        worker = next(pid for pid in children if "worker" in psutil.Process(pid).cmdline())
        psutil.Process(worker).kill()
        code = installation.process.wait(30)

    assert code == 1
    assert wait_until_gone(children) == []
    assert "worker" in installation.output.read_text()


def test_nobody_outlives_a_killed_parent(tmp_path: Path) -> None:
    with running(tmp_path) as installation:
        installation.wait_for("/readyz")
        children = installation.children()
        installation.process.kill()
        installation.process.wait()

        assert wait_until_gone(children) == []


def test_what_make_started_does_not_outlive_a_killed_make(tmp_path: Path) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@{shlex.join(COMMAND)} --with-parent\n")
    with running(tmp_path, ["make", "-f", str(makefile), "run"]) as installation:
        installation.wait_for("/readyz")
        children = installation.children()
        installation.process.kill()
        installation.process.wait()

        assert wait_until_gone(children) == []
