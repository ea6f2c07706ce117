"""Runs other programs: quietly with their output kept for the day they fail, or in the open."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dev.places import ROOT, VAR
from dev.say import Problem

PLAIN = {"NO_COLOR": "1", "FORCE_COLOR": "0"}
"""For output that is read later, in a file or in parts."""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": "", "PYTHONUNBUFFERED": "1", **(extra or {})}


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Runs in the open and answers the exit code."""
    return subprocess.call(list(command), cwd=cwd, env=environment(env))


def quiet(
    command: Sequence[str],
    *,
    doing: str,
    remedy: str = "",
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> str:
    """Runs without a word and answers what it printed; raises `Problem` with the last lines when it fails."""
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env=environment({**PLAIN, **(env or {})}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        if "No space left on device" in tail:
            remedy = "The disk is full: free a few gigabytes and run the same command again."
        raise Problem(f"{doing} failed ({command[0]} ended with {done.returncode}):\n{tail}", remedy)
    return done.stdout


def answers(command: Sequence[str]) -> str | None:
    """What a program prints when asked something harmless (its version, say), or None when it cannot be run."""
    try:
        done = subprocess.run(list(command), capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (done.stdout or done.stderr).strip() if done.returncode == 0 else None


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Keeps two `./dev` at the same time from installing or building over each other."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
