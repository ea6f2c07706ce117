"""`./dev up`: from a fresh clone to an address in the browser."""

from __future__ import annotations

import argparse
import errno
import fcntl
import http.client
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import installation, node_env, processes, python_env, say, shell
from dev.installation import SignIn
from dev.places import SIGN_INS, VAR, VENV, tool
from dev.say import Problem
from dev.supervisor import Service, run, stop

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
QUEUES = "default,media,models,export"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./dev up", description="Serves Groundwork from this folder.")
    parser.add_argument("--empty", action="store_true", help="no demo project; creates the first administrator")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: only this machine)")
    chosen = parser.parse_args(arguments)
    with _only_one():
        check_port(chosen.host, chosen.port)
        installation.check_disk(needed=500 if VENV.exists() else 3000)
        node_env.check_node()
        python_env.prepare(development=False)
        node_env.prepare_build()
        env = environment(chosen.host, chosen.port)
        made = installation.prepare(empty=chosen.empty, env=env)
        serve(env, chosen.host, chosen.port, made)
    return 0


def environment(host: str, port: int) -> dict[str, str]:
    """What the person set wins; the rest follows from the address."""
    shown = "localhost" if host in {"0.0.0.0", "::"} else host
    names = dict.fromkeys([*sorted(LOOPBACK - {"::1"}), "[::1]", host, socket.gethostname(), socket.getfqdn()])
    return shell.environment(
        {
            "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://{shown}:{port}"),
            "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS", ",".join(names)),
        }
    )


def serve(env: dict[str, str], host: str, port: int, made: list[SignIn]) -> None:
    services = [web(env, host, port, VAR / "log" / "web.log"), worker(env, VAR / "log" / "worker.log")]
    try:
        for service in services:
            service.start()
        wait_for(services[0], host, port)
        _greet(env["PUBLIC_URL"], host, made)
    except BaseException:
        stop(services)
        raise
    run(services)


def web(env: dict[str, str], host: str, port: int, log: Path) -> Service:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = [
        "--bind",
        bind,
        "--workers",
        "2",
        "--threads",
        "8",
        "--timeout",
        "120",
        "--graceful-timeout",
        "5",
        "--preload",
    ]
    return Service("web server", [tool("gunicorn"), "config.wsgi", *options, "--no-control-socket"], env, log)


def worker(env: dict[str, str], log: Path) -> Service:
    options = ["--beat", "--queues", QUEUES, "--concurrency", "2", "--loglevel", "INFO", "--without-gossip"]
    return Service("worker", [tool("celery"), "-A", "config", "worker", *options], env, log)


def wait_for(service: Service, host: str, port: int) -> None:
    """Until the web server answers a request; the connection alone says too little."""
    address = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host

    def answers() -> bool:
        connection = http.client.HTTPConnection(address, port, timeout=10)
        try:
            connection.request("GET", "/api/v1/health")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    if service.process is not None:
        processes.wait_until(answers, process=service.process, log=service.log, what="The web server")


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(
                    f"Port {port} is used by another program.",
                    f"Stop it, or choose another: ./dev up --port {port + 1}",
                ) from error
            raise Problem(
                f"Cannot listen on {host}:{port}: {error.strerror}", "Choose another --host or --port."
            ) from error


@contextmanager
def _only_one() -> Iterator[None]:
    """Two workers on one folder would take each other's jobs."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "up.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem(
                f"Groundwork is running already on {VAR}.",
                "Stop it with Ctrl+C in its terminal, or set GROUNDWORK_VAR to another folder for a second one.",
            ) from error
        yield


def _greet(address: str, host: str, made: list[SignIn]) -> None:
    say.line()
    say.good(f"Groundwork is at {address}")
    if made:
        width = max(len(one.role) for one in made)
        address_width = max(len(one.email) for one in made)
        for one in made:
            say.line(f"    {one.role:<{width}}  {one.email:<{address_width}}  {one.password}")
        say.line(f"  Shown once. Also in {SIGN_INS}, which only you can read.")
    elif SIGN_INS.exists():
        say.line(f"  Sign-ins are in {SIGN_INS}, which only you can read.")
    if host not in LOOPBACK:
        say.line("  Everybody who reaches this machine can open it, unencrypted. For real work: docs/operators.md")
    say.line(f"  {time.strftime('%H:%M')}  Logs: {VAR / 'log'}    Stop: Ctrl+C")
