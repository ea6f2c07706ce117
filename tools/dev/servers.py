"""A PostgreSQL and a Redis of one's own for the length of a test run, on Unix sockets in a temporary folder.

Unix sockets need no port, so any number of runs go side by side. PostgreSQL refuses to run as root; there it runs as
the account `postgres` (or `nobody`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import packages, processes, shell

SUPERUSER, OWNER, DATABASE = "postgres", "groundwork", "groundwork"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Servers:
    """Running servers and the folder they live in."""

    folder: Path
    postgres: Path
    redis: Path

    def environment(self) -> dict[str, str]:
        """What Groundwork needs to know to use them; its state goes into the same temporary folder."""
        return {
            "DATABASE_URL": f"postgres://{OWNER}@/{DATABASE}?host={self.postgres}",
            "REDIS_URL": f"unix://{self.redis}",
            "CELERY_BROKER_URL": f"redis+socket://{self.redis}",
            "GROUNDWORK_VAR": str(self.folder / "var"),
        }


@contextmanager
def running() -> Iterator[Servers]:
    """PostgreSQL with an empty database and Redis, gone without a trace at the end."""
    packages.require("postgresql", "redis")
    folder = Path(tempfile.mkdtemp(prefix="groundwork-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        (folder / "var").mkdir(mode=0o700)
        postgres = stack.enter_context(_postgres(folder))
        redis = stack.enter_context(_redis(folder))
        yield Servers(folder, postgres, redis)


def _postgres_account() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def _postgres(folder: Path) -> Iterator[Path]:
    home = folder / "postgres"
    home.mkdir(mode=0o700)
    account = _postgres_account()
    if account:
        shutil.chown(home, account, pwd.getpwnam(account).pw_gid)
    env = {**shell.environment(), "LC_ALL": "C.UTF-8", "HOME": str(home)}
    binaries = packages.postgres_binaries()
    log = folder / "postgres.log"
    with log.open("wb") as output:
        options = ["-U", SUPERUSER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        init = [str(binaries / "initdb"), "-D", str(home / "data"), *options]
        made = processes.start(init, env=env, output=output, cwd=folder, user=account)
        if made.wait():
            raise RuntimeError(f"initdb failed:\n{log.read_text(errors='replace')}")
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(binaries / "postgres"), "-D", str(home / "data"), "-k", str(home), *settings]
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
        server = processes.start(command, env=env, output=output, cwd=folder, user=account, ends_with=signal.SIGINT)
        try:
            ready = home / ".s.PGSQL.5432"
            processes.wait_until(
                lambda: _accepts(binaries, home), process=server, log=log, what=f"PostgreSQL ({ready})"
            )
            _create_database(binaries, home)
            yield home
        finally:
            processes.stop(server, asked=signal.SIGINT)


def _accepts(binaries: Path, home: Path) -> bool:
    command = [str(binaries / "pg_isready"), "-q", "-h", str(home)]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def _create_database(binaries: Path, home: Path) -> None:
    """The owner is no superuser, as in production, but may create the test databases."""
    psql = [str(binaries / "psql"), "-q", "-h", str(home), "-U", SUPERUSER, "-v", "ON_ERROR_STOP=1"]
    for statement in (f"CREATE ROLE {OWNER} LOGIN CREATEDB", f"CREATE DATABASE {DATABASE} OWNER {OWNER}"):
        shell.quiet([*psql, "-c", statement], doing="Creating the database")


@contextmanager
def _redis(folder: Path) -> Iterator[Path]:
    path, log = folder / "redis.sock", folder / "redis.log"
    options = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--save", "", "--dir", str(folder)]
    with log.open("wb") as output:
        server = processes.start(
            [str(packages.redis_server()), *options, "--appendonly", "no"], env=shell.environment(), output=output
        )
        try:
            processes.wait_until(lambda: _listens(path), process=server, log=log, what="Redis")
            yield path
        finally:
            processes.stop(server)


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True
