"""Servers on loopback for the cluster test: PostgreSQL, Redis, object storage and Airflow's parts.

Everything lies in one folder and ends with the block; nothing listens outside this machine.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parent.parent
POSTGRES = Path("/usr/lib/postgresql")
READY_WITHIN_S = 600


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(what: str, ready: Callable[[], bool], within_s: float = READY_WITHIN_S) -> None:
    """Return when `ready` answers True.

    Raises:
        SystemExit: it did not in time.
    """
    until = time.monotonic() + within_s
    while not ready():
        if time.monotonic() > until:
            raise SystemExit(f"{what} is not there after {within_s} s")
        time.sleep(1)


def listens(port: int) -> bool:
    """Return whether something listens on the port of this machine."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@dataclass
class Servers:
    """Processes by name, each the leader of a session of its own, with its log in `folder`."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str | Path, user: str | None = None) -> None:
        """Start a server; as `user` when this is root."""
        as_user = ["runuser", "-u", user, "--"] if user and os.geteuid() == 0 else []
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*as_user, *map(str, command)],
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> int:
        """Kill the server and all it started, at once; return how many processes."""
        members = session_of(self.running.pop(name).pid)
        for pid in members:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(members)

    def stop(self) -> None:
        """End everything, last started first."""
        for name in reversed(list(self.running)):
            members = session_of(self.running[name].pid)
            for pid in members:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.running[name].wait(timeout=20)
            self.kill(name)


def session_of(leader: int) -> list[int]:
    """Return the processes of the session that `leader` leads."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                members.append(int(stat.parent.name))
    return members


@contextmanager
def postgres(servers: Servers) -> Iterator[int]:
    """A PostgreSQL with the databases `airflow` and `meer` for the user `stadspols`; its port."""
    binaries = max(POSTGRES.glob("*/bin"), default=None)
    if binaries is None or shutil.which("redis-server") is None:
        raise SystemExit("first: apt-get install postgresql redis-server")
    folder, port = servers.folder / "postgresql", free_port()
    folder.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        as_user = ["runuser", "-u", "postgres", "--"]
    subprocess.run(
        [*as_user, binaries / "initdb", "-D", folder / "d", "-A", "trust", "-U", "stadspols"],
        check=True,
        capture_output=True,
        cwd="/tmp",
    )
    listen = f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=200"
    servers.start(
        "postgresql",
        binaries / "postgres",
        "-D",
        folder / "d",
        *listen.split(),
        user="postgres",
    )
    wait_for("PostgreSQL", lambda: listens(port))
    for database in ("airflow", "meer"):
        subprocess.run(
            [
                binaries / "createdb",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-U",
                "stadspols",
                database,
            ],
            check=True,
        )
    yield port


def redis(servers: Servers) -> int:
    """Start Redis; return its port."""
    port = free_port()
    servers.start("redis", "redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "")
    wait_for("Redis", lambda: listens(port))
    return port


def object_storage(servers: Servers, python: Path) -> int:
    """Start an S3-compatible server (moto) with the bucket `meer`; return its port."""
    port = free_port()
    servers.start("s3", python, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    wait_for("object storage", lambda: listens(port))
    subprocess.run(
        ["curl", "-sf", "--noproxy", "*", "-X", "PUT", f"http://127.0.0.1:{port}/meer"],
        check=True,
        capture_output=True,
    )
    return port


def airflow(environment: Mapping[str, str], *arguments: str) -> str:
    """Run an Airflow command; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "airflow", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(
            f"airflow {' '.join(arguments)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done.stdout
