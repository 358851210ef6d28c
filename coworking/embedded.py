"""One parent for everything an embedded installation needs: web, worker and a separate beat.

Each child leads a session of its own, so Ctrl-C in the terminal reaches the parent only, which stops all of them in
order: TERM, a while to finish, KILL. The death of any child stops the others; should the parent itself be killed,
the kernel passes TERM to its children.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from django.conf import settings

GRACE_SECONDS = 12
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>
_libc = ctypes.CDLL(None)

_CELERY = (sys.executable, "-m", "celery", "--quiet", "--app", "coworking")
PROGRAMS: dict[str, tuple[str, ...]] = {
    "web": (sys.executable, "-m", "gunicorn", "--config", "python:coworking.web_server", "coworking.wsgi"),
    "worker": (*_CELERY, "worker", "--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"),
    "beat": (*_CELERY, "beat", "--pidfile", ""),
}


class AlreadyRunning(Exception):
    """Another parent keeps the same data folder."""


class PortTaken(Exception):
    """Somebody else listens on the port, or may not be asked to share it."""


class ChildDied(Exception):
    """A child ended by itself: its name and its exit code."""


@contextmanager
def only_one(folder: Path) -> Iterator[IO[str]]:
    """Holds the data folder for one parent at a time; raises AlreadyRunning."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning from error
        yield lock


def require_free_port(port: int) -> None:
    """Raises PortTaken unless this machine lets us listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise PortTaken from error


class Family:
    """The children, from their start to the end of the last of them."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.told_to_stop = threading.Event()

    def __enter__(self) -> "Family":
        self._former = {number: signal.signal(number, self._told) for number in STOP_SIGNALS}
        return self

    def start(self, *names: str) -> None:
        """Starts these of PROGRAMS."""
        for name in names:
            self.children[name] = subprocess.Popen(  # noqa: S603 -- our own programs
                PROGRAMS[name],
                env=_environment(),
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def __exit__(self, *exception: object) -> None:
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def watch(self, seconds: float | None = None) -> bool:
        """Waits until told to stop (True) or until `seconds` are over (False); raises ChildDied."""
        deadline = time.monotonic() + seconds if seconds is not None else float("inf")
        while time.monotonic() < deadline:
            for name, child in self.children.items():
                if child.poll() is not None:
                    raise ChildDied(name, child.returncode)
            if self.told_to_stop.wait(min(0.5, max(deadline - time.monotonic(), 0))):
                return True
        return False

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop.set()


def end_with_parent() -> None:
    """From now on the kernel sends this process TERM when its parent is gone; for a child, before its program."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _environment() -> dict[str, str]:
    """The parent's environment, with calm logs: what an installation says by itself is worth reading."""
    # Celery's word on root is for servers; here the person at the keyboard chose.
    calm = {"LOG_LEVEL": "WARNING", "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    return calm | os.environ | {"EMBEDDED": "true"}
