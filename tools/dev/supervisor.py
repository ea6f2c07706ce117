"""Keeps the web server and the worker running: restarts what crashes, stops everything on Ctrl+C."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev import processes, say

LONGEST_PAUSE = 30.0
KEEP_LOG_BYTES = 20 * 1024 * 1024


@dataclass
class Service:
    """One supervised program and its log file."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    pause: float = 1.0
    due: float = 0.0
    started: float = field(default=0.0)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > KEEP_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as output:
            self.process = processes.start(self.command, env=self.env, output=output)
        self.started = time.monotonic()

    def watch(self) -> None:
        """Restarts the program after a crash, more patiently each time it does not last a minute."""
        if self.process is not None and (code := self.process.poll()) is not None:
            now = time.monotonic()
            self.pause = 1.0 if now - self.started > 60 else min(self.pause * 2, LONGEST_PAUSE)
            self.due = now + self.pause
            say.bad(f"The {self.name} ended with {code}; starting it again in {self.pause:.0f} s.", f"See {self.log}")
            processes.stop(self.process)
            self.process = None
        elif self.process is None and time.monotonic() >= self.due:
            self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_for_end(self) -> None:
        if self.process is not None:
            processes.stop(self.process, asked=None, patience=8.0)
            self.process = None


def stop(services: list[Service]) -> None:
    """Asks all at once, then waits for each."""
    for service in services:
        service.ask_to_stop()
    for service in services:
        service.wait_for_end()


def run(services: list[Service]) -> None:
    """Watches until SIGINT, SIGTERM or SIGHUP, then stops the services in reverse order."""
    try:
        while True:
            for service in services:
                service.watch()
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        # A second Ctrl+C must not leave a worker behind half-way through.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say.line("\nStopping ...")
        stop(services)
