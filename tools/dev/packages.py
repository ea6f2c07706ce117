"""Programs of the system that only tests need, and how to get the ones that are missing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dev import say, shell
from dev.say import Problem


@dataclass(frozen=True)
class Package:
    """A program or font: how to find it, and its name for apt and for Homebrew."""

    what: str
    find: Callable[[], Path | None]
    apt: str
    brew: str


def _which(*names: str) -> Path | None:
    found = (shutil.which(name) for name in names)
    return next((Path(path) for path in found if path), None)


def _find_postgres() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest version first; Debian keeps them off the PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    installed += [path.parent for path in (_which("initdb"),) if path]
    return next((folder for folder in installed if (folder / "initdb").exists()), None)


def _version(folder: Path) -> int:
    digits = re.sub(r"\D", "", folder.parent.name)
    return int(digits or 0)


def find_chromium() -> Path | None:
    override = os.environ.get("CHROMIUM")
    return Path(override) if override else _which("chromium", "chromium-browser", "google-chrome")


def _find_chinese_font() -> Path | None:
    fonts = shell.answers(["fc-list", ":lang=zh", "file"]) or ""
    return Path(fonts.splitlines()[0].rstrip(": ")) if fonts else None


CATALOGUE = {
    "postgresql": Package("PostgreSQL's server programs", _find_postgres, "postgresql", "postgresql"),
    "redis": Package("redis-server", lambda: _which("redis-server", "valkey-server"), "redis-server", "redis"),
    "nginx": Package("nginx", lambda: _which("nginx", "/usr/sbin/nginx"), "nginx-light", "nginx"),
    "chromium": Package("Chromium", find_chromium, "chromium", "--cask chromium"),
    "chinese-font": Package("a Chinese font", _find_chinese_font, "fonts-noto-cjk", "--cask font-noto-sans-cjk"),
}


def require(*names: str) -> None:
    """Installs what is missing where that is possible without asking (root on Debian), else says how to."""
    missing = [CATALOGUE[name] for name in names if CATALOGUE[name].find() is None]
    if not missing:
        return
    wanted = ", ".join(package.what for package in missing)
    names_for_apt = [package.apt for package in missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say.line(f"Installing {wanted} with apt-get ...")
        quietly = {"DEBIAN_FRONTEND": "noninteractive"}
        shell.quiet(["apt-get", "update", "-qq"], doing="apt-get update", env=quietly)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names_for_apt]
        shell.quiet(install, doing=f"Installing {wanted}", env=quietly)
    still_missing = [package.what for package in missing if package.find() is None]
    if still_missing:
        raise Problem(
            f"The tests need {', '.join(still_missing)}.",
            f"Debian, Ubuntu: sudo apt-get install {' '.join(names_for_apt)}    "
            f"macOS: brew install {' '.join(package.brew for package in missing)}",
        )


def postgres_binaries() -> Path:
    found = _find_postgres()
    if found is None:
        raise Problem("PostgreSQL's server programs are missing.", "sudo apt-get install postgresql")
    return found


def redis_server() -> Path:
    found = CATALOGUE["redis"].find()
    if found is None:
        raise Problem("redis-server is missing.", "sudo apt-get install redis-server")
    return found
