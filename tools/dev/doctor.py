"""`./dev doctor`: what is missing or down, in plain words, each with its remedy. Changes nothing."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from dev import node_env, packages, python_env, say, shell
from dev.places import PYTHON, ROOT, SECRETS, VAR
from dev.say import Problem


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `needed` is false for what only tests want."""

    ok: bool
    what: str
    remedy: str = ""
    needed: bool = True


def main(arguments: list[str]) -> int:
    findings = [*_machine(), *_installation(), *_server(), *_for_tests()]
    for finding in findings:
        if finding.ok:
            say.good(finding.what)
        else:
            say.bad(finding.what, finding.remedy)
    wrong = [finding for finding in findings if not finding.ok]
    needed = [finding for finding in wrong if finding.needed]
    say.line()
    if needed:
        say.line(f"{len(needed)} of {len(findings)} need attention.")
    elif wrong:
        say.line("Groundwork can run. What is missing is needed for ./dev test only.")
    else:
        say.line("All is well.")
    return 1 if needed else 0


def _machine() -> Iterator[Finding]:
    yield Finding(True, f"Python {platform.python_version()}")
    try:
        yield Finding(True, f"Node.js {node_env.check_node().lstrip('v')}")
    except Problem as problem:
        yield Finding(False, problem.message, problem.remedy)
    VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(VAR).free // 1024**2
    yield Finding(free >= 1024, f"{free / 1024:.1f} GB free on the disk of {VAR}", "Free at least 1 GB.")


def _installation() -> Iterator[Finding]:
    python = python_env.up_to_date(development=False)
    words = "match" if python else "do not match"
    yield Finding(python, f"Python packages {words} the lock file", "Run ./dev up, which installs them.")
    built = node_env.build_up_to_date()
    words = "is" if built else "is not"
    yield Finding(
        built, f"The browser application {words} built from the present source", "Run ./dev up, which builds it."
    )
    if not SECRETS.exists():
        yield Finding(False, "There are no secrets yet", "Run ./dev up or ./dev secrets, which make them.")
    else:
        private = SECRETS.stat().st_mode & 0o077 == 0
        words = "are readable by their owner alone" if private else "can be read by others"
        yield Finding(private, f"The secrets {words}", f"chmod 600 {SECRETS}")


def _server() -> Iterator[Finding]:
    """The server looks after itself: database, migrations, broker, worker, storage, clock."""
    if not PYTHON.exists() or not SECRETS.exists():
        return
    done = subprocess.run(
        [str(PYTHON), "manage.py", "doctor", "--json"],
        cwd=ROOT,
        env=shell.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    try:
        reported = json.loads(done.stdout)
    except ValueError:
        tail = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        yield Finding(False, f"The server does not start: {tail[0]}", "Run ./dev manage check for the whole message.")
        return
    for item in reported:
        yield Finding(item["ok"], item["what"], item["remedy"])


def _for_tests() -> Iterator[Finding]:
    for package in packages.CATALOGUE.values():
        found = package.find()
        what = f"{package.what}: {found}" if found else f"{package.what} is missing (for ./dev test only)"
        yield Finding(found is not None, what, f"apt-get install {package.apt}", needed=False)
