"""The product's own processes on the test's database, started and stopped by the test."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """The address of the test database, for a process of its own."""
    server = connection.settings_dict
    return f"postgres://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['NAME']}"


def redis_url() -> str:
    """A database of the test's Redis that no other test process uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{int(worker) + 1}"))


@dataclass
class Processes:
    folder: Path
    smtp_port: int
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "coworking.settings",
            "EMBEDDED": "false",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": database_url(),
            "REDIS_URL": redis_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "SECRET_KEY": settings.SECRET_KEY,
            "SITE_URL": settings.SITE_URL,
            "ALLOWED_HOSTS": "localhost",
        }

    def sweep(self) -> subprocess.Popen[bytes]:
        return self._start("manage.py", "sweep")

    def worker(self) -> subprocess.Popen[bytes]:
        quiet = ["--without-gossip", "--without-mingle", "--loglevel=WARNING"]
        return self._start("-m", "celery", "-A", "coworking", "worker", "-P", "threads", "-c", "2", *quiet)

    def beat(self) -> subprocess.Popen[bytes]:
        schedule = self.folder / f"beat-{len(self.started)}"
        return self._start("-m", "celery", "-A", "coworking", "beat", "-s", str(schedule), "--pidfile=")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"process-{len(self.started)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [sys.executable, *arguments], env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log
            )
        self.started.append(process)
        return process

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.terminate()
        for process in self.started:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory runs out: no warning, no farewell."""
    os.kill(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def processes(folder: Path, smtp_port: int) -> Iterator[Processes]:
    """Starts nothing yet; whatever the test starts is stopped at its end."""
    ours = Processes(folder, smtp_port)
    try:
        yield ours
    finally:
        ours.stop()
