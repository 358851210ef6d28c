"""What the image runs, run here: the same commands on PostgreSQL and Redis, with production settings."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psycopg2
import pytest
from django.conf import settings

from coworking.probe import lives
from tests.services import free_port

pytestmark = pytest.mark.services
HOST = "coworking.example"
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "coworking"]
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:coworking.web_server", "coworking.wsgi"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A database of its own on the throw-away server, and the variables of docker-compose.yml."""
    server, folder = os.environ["DATABASE_URL"], tmp_path_factory.mktemp("production")
    name = f"production_{os.getpid()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    yield {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))} | {
        "EMBEDDED": "false",
        "DATABASE_URL": f"{server.rpartition('/')[0]}/{name}",
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "TRUSTED_PROXY_COUNT": "1",
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "MEDIA_ACCEL_PREFIX": "/protected/",
        "PORT": str(free_port()),
    }
    connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.fixture(scope="module")
def running(environment: dict[str, str]) -> Iterator[int]:
    """Web, worker and beat after the one-shot preparation; the port of the web."""
    for command in (["migrate", "--no-input", "-v0"], ["createcachetable"], ["collectstatic", "--no-input", "-v0"]):
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]
        subprocess.run(manage, env=environment, check=True)
    beat = [*CELERY, "beat", "--pidfile", "", "--schedule", f"{environment['STATIC_ROOT']}/../beat-schedule"]
    programs = [GUNICORN, [*CELERY, "worker", "--pool", "threads", "--concurrency", "4"], beat]
    processes = [subprocess.Popen(program, env=environment, cwd=settings.BASE_DIR) for program in programs]
    port = int(environment["PORT"])
    _wait(lambda: lives(port, HOST))
    yield port
    for process in processes:
        process.terminate()
    # A worker told to stop before it has set itself up ends by the signal itself.
    assert {process.wait(30) for process in processes} <= {0, -signal.SIGTERM}


def _wait(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)


def ask(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    """What the web process answers to a proxy that speaks HTTPS with the visitor."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as web:
        web.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"} | headers)
        response = web.getresponse()
        return response, response.read().decode()


def test_every_part_becomes_ready(running: int) -> None:
    _wait(lambda: ask(running, "/readyz")[0].status == 200)

    assert json.loads(ask(running, "/readyz")[1]) == {"database": True, "broker": True, "sweep": True}


def test_the_sign_in_page_and_its_styles_arrive(running: int) -> None:
    page, words = ask(running, "/account/login/")
    styles = re.search(r"/static/css/house\.\w+\.css", words)
    assert page.status == 200
    assert styles

    response, _body = ask(running, styles[0])

    assert response.status == 200
    assert "immutable" in str(response.getheader("Cache-Control"))


def test_a_visitor_without_https_is_sent_to_it(running: int) -> None:
    response, _body = ask(running, "/account/login/", **{"X-Forwarded-Proto": "http"})

    assert (response.status, response.getheader("Location")) == (301, f"https://{HOST}/account/login/")


def test_a_forged_host_is_refused(running: int) -> None:
    assert ask(running, "/account/login/", Host="evil.example")[0].status == 400


def test_the_mailbox_of_the_embedded_mode_is_absent(running: int) -> None:
    assert ask(running, "/dev/mail/")[0].status == 404


def test_health_checks_of_the_containers_tell_life_from_death(running: int, environment: dict[str, str]) -> None:
    probe = [sys.executable, "-m", "coworking.probe"]
    codes = [
        subprocess.run(probe, env=environment | {"PORT": port}, cwd=settings.BASE_DIR, check=False).returncode
        for port in (str(running), "1")
    ]

    assert codes == [0, 1]


def test_the_worker_answers_its_health_check(running: int, environment: dict[str, str]) -> None:
    ping = [*CELERY, "inspect", "ping", "--timeout", "5", "--destination", f"celery@{socket.gethostname()}"]

    assert subprocess.run(ping, env=environment, cwd=settings.BASE_DIR, check=False).returncode == 0
