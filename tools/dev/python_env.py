"""The virtual environment: made once, and brought in line with the lock file only when that changed."""

from __future__ import annotations

import shutil
import sys

from dev import say, shell, stamp
from dev.places import PYTHON, ROOT, VENV

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"


def _wanted(lock: str) -> str:
    return stamp.digest([ROOT / lock], root=ROOT)


def up_to_date(*, development: bool) -> bool:
    """The development lock holds everything of the runtime lock in the same versions."""
    if not PYTHON.exists():
        return False
    if stamp.matches(VENV / f".{DEVELOPMENT}.stamp", _wanted(DEVELOPMENT)):
        return True
    return not development and stamp.matches(VENV / f".{RUNTIME}.stamp", _wanted(RUNTIME))


def prepare(*, development: bool) -> None:
    if up_to_date(development=development):
        return
    with shell.alone("install"):
        if up_to_date(development=development):
            return
        lock = DEVELOPMENT if development else RUNTIME
        uv = _uv()
        if not PYTHON.exists():
            _create(uv)
        say.line(f"Installing Python packages from {lock} (once, until it changes) ...")
        _install(lock, uv)
        stamp.write(VENV / f".{lock}.stamp", _wanted(lock))


def _uv() -> str | None:
    found = shutil.which("uv")
    return found if found and shell.answers([found, "--version"]) else None


def _create(uv: str | None) -> None:
    command = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    shell.quiet(
        [*command, str(VENV)],
        doing="Making the virtual environment",
        remedy="On Debian and Ubuntu: apt-get install python3-venv",
    )


def _install(lock: str, uv: str | None) -> None:
    if not uv and not shell.answers([str(PYTHON), "-m", "pip", "--version"]):
        shell.quiet([str(PYTHON), "-m", "ensurepip"], doing="Adding pip to the virtual environment")
    pip = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    options = ["--quiet", "--require-hashes", "-r", lock]
    shell.quiet(
        [*pip, *options],
        doing="Installing Python packages",
        remedy="Look at the lines above: most often the network or the package index could not be reached.",
    )
