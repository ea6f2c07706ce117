"""The verbs of `./dev`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dev import api_files, bench, doctor, e2e, lint, python_env, say, secret_files, servers, shell, test, up
from dev.places import PYTHON, tool


@dataclass(frozen=True)
class Verb:
    run: Callable[[list[str]], int]
    usage: str
    help: str


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    verb = VERBS.get("help" if name in ("-h", "--help") else name)
    if verb is None:
        say.bad(f"./dev {name} is not a command.")
        show_help([])
        return 2
    return verb.run(rest)


def show_help(arguments: list[str]) -> int:
    say.line("Groundwork for people who run or change it:\n")
    for name, verb in VERBS.items():
        say.line(f"  ./dev {f'{name} {verb.usage}'.strip():<28} {verb.help}")
    return 0


def run_pytest(arguments: list[str]) -> int:
    python_env.prepare(development=True)
    with servers.running() as running:
        return shell.run([tool("pytest"), *arguments], env=running.environment())


def run_manage(arguments: list[str]) -> int:
    python_env.prepare(development=False)
    return shell.run([str(PYTHON), "manage.py", *arguments])


VERBS = {
    "up": Verb(up.main, "[--empty] [--port N]", "install what is missing and serve, with a demo project"),
    "doctor": Verb(doctor.main, "", "say what is missing or down, and what to do about it"),
    "test": Verb(test.main, "[--fast] [step ...]", "everything a change must pass"),
    "lint": Verb(lint.main, "[--fix]", "only the checks that run no code"),
    "pytest": Verb(run_pytest, "ARGS", "pytest on a PostgreSQL and a Redis of its own"),
    "e2e": Verb(e2e.main, "ARGS", "Playwright against a whole server of its own"),
    "api": Verb(api_files.main, "[--check]", "write docs/openapi.yaml and the browser's types"),
    "bench": Verb(bench.main, "NAME", "compare with a peer, or measure the editor"),
    "manage": Verb(run_manage, "ARGS", "manage.py with this installation's settings"),
    "secrets": Verb(secret_files.main, "[--production URL]", "generate secrets, here or for docker compose"),
    "help": Verb(show_help, "", "this list"),
}
