"""Brings this installation's data up to date: migrations, static files, and the first people who can sign in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev import python_env, say, secret_files, shell, stamp
from dev.places import PYTHON, ROOT, SIGN_INS, VAR
from dev.say import Problem

MEGABYTE = 1024 * 1024
APPS = ("core", "accounts", "projects", "annotation", "qa", "delivery")


@dataclass(frozen=True)
class SignIn:
    """One person who can sign in, as `manage.py demo` and `manage.py first_administrator` print them."""

    role: str
    email: str
    password: str


def check_disk(*, needed: int, folder: Path = ROOT) -> None:
    """`needed` in megabytes."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < needed:
        raise Problem(
            f"Only {free} MB are free on the disk of {folder}, and {needed} MB are needed.", "Free some space."
        )


def manage(*arguments: str, doing: str, env: Mapping[str, str] | None = None) -> str:
    return shell.quiet([str(PYTHON), "manage.py", *arguments], doing=doing, env=env)


def migrate(env: Mapping[str, str] | None = None) -> None:
    manage("migrate", "--no-input", doing="Migrating the database", env=env)


def collect_static(env: Mapping[str, str] | None = None) -> None:
    manage("collectstatic", "--no-input", "--verbosity", "0", doing="Collecting static files", env=env)


def sign_ins_of(command: str, env: Mapping[str, str] | None = None) -> list[SignIn]:
    """Runs a command whose last line is a JSON list of {role, email, password}; empty when they exist already."""
    lines = manage(command, doing=f"manage.py {command}", env=env).strip().splitlines()
    return [SignIn(item["role"], item["email"], item["password"]) for item in json.loads(lines[-1] if lines else "[]")]


def prepare(*, empty: bool, env: Mapping[str, str]) -> list[SignIn]:
    """All of it for `./dev up`; answers the sign-ins that were made just now. Quick when nothing changed."""
    secret_files.prepare()
    local = "DATABASE_URL" not in env
    database = VAR / "groundwork.sqlite3"
    fresh = local and not database.exists()
    if fresh:
        say.line("Preparing the database ...")
    migrations = stamp.digest([ROOT / app / "migrations" for app in APPS], root=ROOT)
    if fresh or not local or not stamp.matches(VAR / "migrations.stamp", migrations):
        migrate(env)
        stamp.write(VAR / "migrations.stamp", migrations)
    packages = stamp.digest([ROOT / python_env.RUNTIME], root=ROOT)
    if not stamp.matches(VAR / "static.stamp", packages):
        collect_static(env)
        stamp.write(VAR / "static.stamp", packages)
    if not fresh and SIGN_INS.exists():
        return []
    if not empty:
        say.line("Loading the demo project ...")
    made = sign_ins_of("first_administrator" if empty else "demo", env)
    if made:
        _remember(made)
    return made


def _remember(made: list[SignIn]) -> None:
    SIGN_INS.unlink(missing_ok=True)
    secret_files.write_private(SIGN_INS, "".join(f"{one.role}\t{one.email}\t{one.password}\n" for one in made))
