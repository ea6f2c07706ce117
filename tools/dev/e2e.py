"""A whole Groundwork for browser tests: PostgreSQL, Redis, web server, worker with beat, and the demo's people."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from dev import installation, node_env, packages, python_env, secret_files, servers, shell, supervisor, up
from dev.places import FRONTEND, VAR, node_tool

LOGS = VAR / "test" / "e2e"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving() -> Iterator[dict[str, str]]:
    """The environment with which Playwright finds the server, the people and the browser."""
    packages.require("chromium", "chinese-font")
    LOGS.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with servers.running() as running:
        keys = secret_files.fresh_keys()
        env = {**up.environment("127.0.0.1", port), **running.environment(), **keys}
        installation.migrate(env)
        installation.collect_static(env)
        sign_ins = running.folder / "sign-ins.json"
        people = installation.sign_ins_of("demo", env)
        secret_files.write_private(sign_ins, json.dumps([asdict(person) for person in people]))
        settings = running.folder / "server-environment.json"
        secret_files.write_private(settings, json.dumps(env))
        services = [up.worker(env, LOGS / "worker.log"), up.web(env, "127.0.0.1", port, LOGS / "web.log")]
        for service in services:
            service.log.unlink(missing_ok=True)
        try:
            for service in services:
                service.start()
            up.wait_for(services[1], "127.0.0.1", port)
            yield {
                "E2E_URL": env["PUBLIC_URL"],
                "E2E_SIGN_INS": str(sign_ins),
                "E2E_SERVER_ENVIRONMENT": str(settings),
                "CHROMIUM": str(packages.find_chromium()),
            }
        finally:
            supervisor.stop(services)


def main(arguments: list[str]) -> int:
    python_env.prepare(development=True)
    node_env.prepare_build()
    with serving() as env:
        return shell.run([node_tool("playwright"), "test", *arguments], env=env, cwd=FRONTEND)
