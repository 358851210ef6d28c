"""Web, worker and beat of an embedded installation, kept by one parent."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from coworking import embedded
from coworking.embedded import AlreadyRunning, ChildDied, Family, PortTaken, only_one, require_free_port

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
)


def wait_until_gone(pids: list[int], seconds: float = 20) -> list[int]:
    """Those of the processes that still live after `seconds`."""
    _gone, alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=seconds)
    return [process.pid for process in alive]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, ...]]:
    """What the family runs in a test: edit it before entering."""
    chosen: dict[str, tuple[str, ...]] = {"web": SLEEPER, "worker": SLEEPER}
    monkeypatch.setattr(embedded, "PROGRAMS", chosen)
    return chosen


def start_and_watch(family: Family, programs: Mapping[str, tuple[str, ...]], seconds: float | None = None) -> bool:
    family.start(*programs)
    return family.watch(seconds)


def pids(family: Family) -> list[int]:
    return [child.pid for child in family.children.values()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_every_child(programs: Mapping[str, tuple[str, ...]], number: signal.Signals) -> None:
    with Family() as family:
        family.start(*programs)
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        told = family.watch()

    assert told is True
    assert wait_until_gone(pids(family), 0) == []


def test_the_death_of_one_child_is_noticed_and_stops_the_others(programs: dict[str, tuple[str, ...]]) -> None:
    programs["worker"] = (sys.executable, "-c", "raise SystemExit(3)")

    with pytest.raises(ChildDied) as death, Family() as family:
        start_and_watch(family, programs)

    assert death.value.args == ("worker", 3)
    assert wait_until_gone(pids(family), 0) == []


def test_a_child_that_does_not_listen_is_killed(
    programs: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    programs["web"] = STUBBORN
    monkeypatch.setattr(embedded, "GRACE_SECONDS", 0.2)

    with Family() as family:
        family.start(*programs)
        while "up" not in capfd.readouterr().out:
            time.sleep(0.05)

    assert family.children["web"].returncode == -signal.SIGKILL


def test_watching_ends_when_its_time_is_over(programs: Mapping[str, tuple[str, ...]]) -> None:
    with Family() as family:
        assert start_and_watch(family, programs, 0.1) is False


def test_children_are_beyond_the_reach_of_the_terminal(programs: Mapping[str, tuple[str, ...]]) -> None:
    with Family() as family:
        family.start(*programs)
        assert [os.getsid(pid) for pid in pids(family)] == pids(family)


def test_signals_mean_what_they_meant_before(programs: Mapping[str, tuple[str, ...]]) -> None:
    before = signal.getsignal(signal.SIGTERM)

    with Family():
        pass

    assert signal.getsignal(signal.SIGTERM) == before


def test_one_data_folder_has_one_parent(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(AlreadyRunning), only_one(tmp_path):
        pass

    with only_one(tmp_path):
        pass


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        yield busy.getsockname()[1]


def test_a_taken_port_is_noticed(taken_port: int) -> None:
    with pytest.raises(PortTaken):
        require_free_port(taken_port)


def test_a_number_that_is_no_port_is_noticed() -> None:
    with pytest.raises(PortTaken):
        require_free_port(70000)


def test_a_taken_port_is_said_in_words(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(taken_port))

    with pytest.raises(CommandError, match=f"{taken_port}.+make run PORT=8000"):
        call_command("run_embedded")


def test_an_installation_with_servers_is_not_run_this_way(settings: Settings) -> None:
    settings.EMBEDDED = False

    with pytest.raises(CommandError):
        call_command("run_embedded")
