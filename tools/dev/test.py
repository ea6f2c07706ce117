"""`./dev test`: everything a change must pass, in one order, to the end, with one line that says how it went."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from dev import counts, e2e, lint, node_env, packages, python_env, say, servers
from dev.counts import Counts
from dev.places import FRONTEND, ROOT, node_tool, tool
from dev.steps import LOGS, MINUTE, Outcome, Step

ON_SQLITE = ("tests/flows", "tests/projects", "tests/annotation/documents", "tests/qa", "tests/delivery")


@dataclass(frozen=True)
class Plan:
    """A step by name; it is made when its turn comes, for some need servers that must be up by then."""

    name: str
    make: Callable[[ExitStack], Step]
    slow: bool = False


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./dev test", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="without the browser tests and the tests marked slow")
    parser.add_argument("names", nargs="*", metavar="step", help="only these steps: " + ", ".join(_names()))
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - set(_names())
    if unknown:
        raise say.Problem(f"No such step: {', '.join(sorted(unknown))}", f"There are: {', '.join(_names())}")
    started = time.monotonic()
    _prepare()
    outcomes = list(_run(chosen.names, fast=chosen.fast))
    return _summary(outcomes, time.monotonic() - started, fast=chosen.fast)


def _prepare() -> None:
    started = time.monotonic()
    packages.require(*packages.CATALOGUE)
    python_env.prepare(development=True)
    node_env.prepare_packages()
    say.good(f"{'prepare':<16} {time.monotonic() - started:6.1f} s")


def _run(names: list[str], *, fast: bool) -> Iterator[Outcome]:
    for plan in plans(fast=fast):
        if plan.name in names or (not names and not (fast and plan.slow)):
            yield _run_one(plan)


def _run_one(plan: Plan) -> Outcome:
    """A step whose servers do not start has failed like one whose tests fail."""
    started = time.monotonic()
    try:
        with ExitStack() as stack:
            return plan.make(stack).run()
    except say.Problem as problem:
        say.bad(f"{plan.name}: {problem.message}", problem.remedy)
        return Outcome(plan.name, False, time.monotonic() - started)


def _names() -> list[str]:
    return [plan.name for plan in plans(fast=False)]


def plans(*, fast: bool) -> list[Plan]:
    static = [*lint.python_steps(), *lint.browser_steps()]
    return [
        *(_ready(step) for step in static),
        Plan("architecture", lambda stack: _architecture()),
        Plan("backend", lambda stack: _backend(stack, fast=fast)),
        Plan("sqlite", lambda stack: _sqlite()),
        Plan("api", lambda stack: Step("api", [str(ROOT / "dev"), "api", "--check"], limit=3 * MINUTE)),
        Plan("vitest", lambda stack: _vitest()),
        Plan("build", lambda stack: Step("build", ["npm", "run", "--silent", "build"], cwd=FRONTEND)),
        Plan("e2e", _browser, slow=True),
    ]


def _ready(step: Step) -> Plan:
    return Plan(step.name.replace(" ", "-"), lambda stack: step)


def _pytest(name: str, arguments: list[str], *, env: dict[str, str], limit: float) -> Step:
    report = _report(f"{name}.xml")
    command = [tool("pytest"), "-q", f"--junitxml={report}", *arguments]
    return Step(name, command, env=env, limit=limit, count=lambda: counts.of_junit(report))


def _report(name: str) -> Path:
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / name
    path.unlink(missing_ok=True)
    return path


def _architecture() -> Step:
    """These tests read the source; they need no database."""
    return _pytest("architecture", ["tests/architecture"], env=_one_machine("architecture"), limit=3 * MINUTE)


def _backend(stack: ExitStack, *, fast: bool) -> Step:
    running = stack.enter_context(servers.running())
    arguments = ["tests", "--ignore=tests/architecture", "-n", "2", "--dist=worksteal", "--durations=10"]
    if fast:
        arguments += ["-m", "not slow"]
    return _pytest("backend", arguments, env=running.environment(), limit=20 * MINUTE)


def _sqlite() -> Step:
    """What `./dev up` stands on, SQLite and the filesystem broker, for all that changes rows."""
    folders = [name for name in ON_SQLITE if (ROOT / name).is_dir()]
    arguments = [*folders, "-n", "2", "--dist=worksteal", "-m", "not slow"]
    return _pytest("sqlite", arguments, env=_one_machine("sqlite"), limit=15 * MINUTE)


def _one_machine(name: str) -> dict[str, str]:
    return {"GROUNDWORK_VAR": str(LOGS / f"var-{name}"), "DATABASE_URL": "", "REDIS_URL": "", "CELERY_BROKER_URL": ""}


def _vitest() -> Step:
    report = _report("vitest.json")
    command = [node_tool("vitest"), "run", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    return Step("vitest", command, cwd=FRONTEND, limit=10 * MINUTE, count=lambda: counts.of_vitest(report))


def _browser(stack: ExitStack) -> Step:
    node_env.prepare_build()
    report = _report("playwright.json")
    env = {**stack.enter_context(e2e.serving()), "PLAYWRIGHT_JSON_OUTPUT_NAME": str(report)}
    command = [node_tool("playwright"), "test", "--reporter=list,json"]
    return Step("e2e", command, cwd=FRONTEND, env=env, limit=25 * MINUTE, count=lambda: counts.of_playwright(report))


def _summary(outcomes: list[Outcome], seconds: float, *, fast: bool) -> int:
    total = sum((outcome.counts for outcome in outcomes), Counts())
    failed = [outcome for outcome in outcomes if not outcome.ok]
    without_tests = sum(1 for outcome in failed if not outcome.counts.failed)
    say.line()
    for reason in total.skipped:
        say.line(f"skipped: {reason}")
    if fast:
        say.line("--fast left out: the browser tests (e2e) and the tests marked slow.")
    if failed:
        say.bad(f"{', '.join(outcome.name for outcome in failed)} failed; logs are in {LOGS}")
    say.line(f"{len(outcomes)} steps in {seconds / 60:.1f} minutes")
    say.line(str(Counts(total.passed, total.failed + without_tests, total.skipped)))
    return 1 if failed else 0
