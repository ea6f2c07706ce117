"""One step of `./dev test`: a command with a time limit, a log, and perhaps a count of tests."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev import processes, say, shell
from dev.counts import Counts
from dev.places import ROOT, VAR

LOGS = VAR / "test"
SHOWN_LINES = 200
MINUTE = 60.0


@dataclass(frozen=True)
class Outcome:
    """How a step ended; `counts` is empty for steps that run no tests."""

    name: str
    ok: bool
    seconds: float
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True)
class Step:
    """`limit` in seconds: a step that hangs fails instead of holding everything up."""

    name: str
    command: list[str]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)
    limit: float = 600
    count: Callable[[], Counts] | None = None

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name.replace(' ', '-')}.log"

    def run(self) -> Outcome:
        """Runs the command; says one line when it passes, and shows the end of its log when it fails."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        code = self._execute()
        counts = self.count() if self.count else Counts()
        outcome = Outcome(self.name, code == 0 and not counts.failed, time.monotonic() - started, counts)
        self._report(outcome, code)
        return outcome

    def _execute(self) -> int | None:
        """The exit code, or None when time ran out."""
        with self.log.open("wb") as output:
            env = shell.environment({**shell.PLAIN, **self.env})
            process = processes.start(self.command, env=env, output=output, cwd=self.cwd)
            try:
                return process.wait(self.limit)
            except subprocess.TimeoutExpired:
                return None
            finally:
                processes.stop(process, patience=5.0)

    def _report(self, outcome: Outcome, code: int | None) -> None:
        tests = f"  {outcome.counts}" if outcome.counts.total else ""
        if outcome.ok:
            say.good(f"{self.name:<16} {outcome.seconds:6.1f} s{tests}")
            return
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        left_out = len(lines) - SHOWN_LINES
        if left_out > 0:
            say.line(f"... {left_out} lines more in {self.log}")
        for line in lines[-SHOWN_LINES:]:
            say.line(f"  | {line}")
        why = f"took longer than {self.limit / 60:.0f} minutes" if code is None else f"ended with {code}"
        say.bad(f"{self.name:<16} {outcome.seconds:6.1f} s{tests}  {why}")
