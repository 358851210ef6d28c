"""Runs the whole suite on throw-away servers: PostgreSQL and Redis of its own on free ports, stopped at the end.

    python -m tests.services [pytest arguments]

Installs what is missing from Debian's packages. PostgreSQL runs as the unprivileged user that its package makes.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {"redis-server": "redis-server", "chromium": "chromium"}
POSTGRES_HOME = Path("/usr/lib/postgresql")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def install_missing() -> None:
    """Installs the servers and the browser that this machine lacks."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if not list(POSTGRES_HOME.glob("*/bin/initdb")):
        missing.append("postgresql")
    if not missing:
        return
    _say(f"Installing {', '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, seconds: float = 20) -> None:
    """Returns once something listens on the port; raises TimeoutError after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def postgres_program(name: str) -> str:
    """The path of a program of the newest PostgreSQL on the machine."""
    return str(max(POSTGRES_HOME.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])))


def _as_postgres(*command: str) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


@contextlib.contextmanager
def postgres(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """A PostgreSQL server with Russian order; yields the address of its database. Tests do not wait for the disk."""
    data, port = folder / "postgres", free_port()
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
    locale = ["--locale-provider=icu", "--icu-locale=ru-RU", "--encoding=UTF8", "--locale=C.UTF-8"]
    _as_postgres(postgres_program("initdb"), "-D", f"{data}/db", "-U", "test", "--auth=trust", "--no-sync", *locale)
    place = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    options = f"{place} -c max_connections=250 -c fsync={'on' if durable else 'off'}"
    _as_postgres(postgres_program("pg_ctl"), "-w", "-D", f"{data}/db", "-l", f"{data}/log", "-o", options, "start")
    try:
        yield f"postgres://test@127.0.0.1:{port}/postgres"
    finally:
        _as_postgres(postgres_program("pg_ctl"), "-D", f"{data}/db", "-m", "immediate", "stop")


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis server that keeps nothing; yields its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=10)


def main(arguments: list[str]) -> int:
    install_missing()
    with tempfile.TemporaryDirectory(prefix="coworking-services-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postgres(folder) as database_url, redis() as redis_url:
            environment = os.environ | {
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "SECRET_KEY": secrets.token_urlsafe(50),
                "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            }
            command = [sys.executable, "-m", "pytest", *(arguments or ["-n", "2"])]
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
