"""The verbs of `./dev`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dev import python_env, say, servers, shell
from dev.places import PYTHON, tool


@dataclass(frozen=True)
class Verb:
    run: Callable[[list[str]], int]
    usage: str
    help: str


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    verb = VERBS.get(name)
    if verb is None:
        say.bad(f"./dev {name} is not a command.")
        show_help([])
        return 2
    return verb.run(rest)


def show_help(arguments: list[str]) -> int:
    say.line("Groundwork for people who run or change it:\n")
    for name, verb in VERBS.items():
        say.line(f"  ./dev {f'{name} {verb.usage}'.strip():<38} {verb.help}")
    return 0


def run_pytest(arguments: list[str]) -> int:
    python_env.prepare(development=True)
    with servers.running() as running:
        return shell.run([tool("pytest"), *arguments], env=running.environment())


def run_manage(arguments: list[str]) -> int:
    python_env.prepare(development=False)
    return shell.run([str(PYTHON), "manage.py", *arguments])


VERBS = {
    "pytest": Verb(run_pytest, "ARGS", "pytest on a PostgreSQL and a Redis of its own"),
    "manage": Verb(run_manage, "ARGS", "manage.py with this installation's settings"),
    "help": Verb(show_help, "", "this list"),
}
