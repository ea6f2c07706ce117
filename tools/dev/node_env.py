"""The browser application: packages from the lock file, and a build, each only when what they depend on changed."""

from __future__ import annotations

import re
import shutil

from dev import say, shell, stamp
from dev.places import DIST, FRONTEND
from dev.say import Problem

OLDEST = (20, 19)
SOURCES = ("src", "public", "index.html", "package-lock.json", "vite.config.ts", "tsconfig.json")
REMEDY = "Install Node.js 20.19 or newer (your package manager, nvm or fnm) and run the same command again."


def check_node() -> str:
    """The version of Node as text; raises `Problem` when there is none, or it is too old."""
    version = shell.answers(["node", "--version"])
    if version is None or shutil.which("npm") is None:
        raise Problem("Node.js with npm was not found; it builds the browser application.", REMEDY)
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST:
        raise Problem(f"Node.js {version} is too old.", REMEDY)
    return version


def _packages_wanted() -> str:
    return stamp.digest([FRONTEND / "package-lock.json"], root=FRONTEND)


def _build_wanted() -> str:
    return stamp.digest([FRONTEND / name for name in SOURCES], root=FRONTEND)


def packages_up_to_date() -> bool:
    return stamp.matches(FRONTEND / "node_modules" / ".groundwork.stamp", _packages_wanted())


def build_up_to_date() -> bool:
    return stamp.matches(DIST / ".groundwork.stamp", _build_wanted())


def prepare_packages() -> None:
    check_node()
    if packages_up_to_date():
        return
    with shell.alone("npm"):
        if packages_up_to_date():
            return
        say.line("Installing browser packages from package-lock.json (once, until it changes) ...")
        shell.quiet(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            doing="npm ci",
            remedy="Look at the lines above: most often the network or the npm registry could not be reached.",
            cwd=FRONTEND,
        )
        stamp.write(FRONTEND / "node_modules" / ".groundwork.stamp", _packages_wanted())


def prepare_build() -> None:
    if build_up_to_date():
        return
    prepare_packages()
    with shell.alone("build"):
        if build_up_to_date():
            return
        say.line("Building the browser application ...")
        wanted = _build_wanted()
        shell.quiet(["npm", "run", "--silent", "build"], doing="The build of the browser application", cwd=FRONTEND)
        stamp.write(DIST / ".groundwork.stamp", wanted)
