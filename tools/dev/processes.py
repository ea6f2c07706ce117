"""Child processes that end with us: asked first, made to in the end, and never left behind."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from dev.places import ROOT
from dev.say import Problem

PR_SET_PDEATHSIG = 1


def _end_with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """On Linux the kernel sends `sent` to the child should we be killed without a chance to clean up."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, sent)

    return arrange


def start(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: IO[bytes] | int,
    cwd: Path = ROOT,
    user: str | None = None,
    ends_with: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Starts a process in its own group, out of reach of the keyboard's Ctrl+C."""
    account = pwd.getpwnam(user) if user else None
    return subprocess.Popen(
        list(command),
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=_end_with_parent(ends_with),
    )


def stop(
    process: subprocess.Popen[bytes],
    *,
    asked: signal.Signals | None = signal.SIGTERM,
    patience: float = 15.0,
) -> None:
    """Asks the process to end, waits `patience` seconds, then kills whatever is left of its group.

    With `asked=None` somebody has asked already.
    """
    if process.poll() is None:
        if asked is not None:
            process.send_signal(asked)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def wait_until(ready: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path, what: str) -> None:
    """Waits up to a minute for `ready`; raises `Problem` with the end of the log when it does not come."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else ""
    raise Problem(f"{what} did not start:\n{tail}")
