"""Secrets are made where they are used, by this machine's random source, and readable by their owner alone."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dev import say
from dev.places import ROOT, SECRETS
from dev.say import Problem

PRODUCTION = ROOT / "deploy" / "production.env"


def _key() -> str:
    return secrets.token_urlsafe(48)


def write_private(path: Path, text: str) -> None:
    """Creates the file with mode 0600 from its first byte on; refuses to replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)


def _lines(values: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def prepare() -> None:
    """The two keys of a one-machine installation, on the first run."""
    if SECRETS.exists():
        return
    head = "# Made by ./dev. SECRET_KEY signs sessions and links, AUDIT_KEY seals the audit trail. Back both up.\n"
    write_private(SECRETS, head + _lines(fresh_keys()))


def fresh_keys() -> dict[str, str]:
    """The keys without which the server does not start."""
    return {"SECRET_KEY": _key(), "AUDIT_KEY": _key()}


def production_values(address: str) -> dict[str, str]:
    """Everything docker-compose.yml asks for; `address` is the public URL, `https://labels.example.com` say."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Problem(f"{address!r} is not a web address.", "Write it like https://labels.example.com")
    return {
        "PUBLIC_URL": address.rstrip("/"),
        "PUBLIC_SCHEME": parts.scheme,
        "ALLOWED_HOSTS": f"{parts.hostname},web",
        "CSRF_TRUSTED_ORIGINS": address.rstrip("/"),
        **fresh_keys(),
        "POSTGRES_PASSWORD": secrets.token_hex(24),
        "REDIS_PASSWORD": secrets.token_hex(24),
        "S3_ACCESS_KEY": secrets.token_hex(10),
        "S3_SECRET_KEY": secrets.token_hex(24),
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./dev secrets", description=__doc__)
    parser.add_argument("--production", metavar="ADDRESS", help=f"write {PRODUCTION.relative_to(ROOT)} for Docker")
    chosen = parser.parse_args(arguments)
    path = PRODUCTION if chosen.production else SECRETS
    if path.exists():
        say.good(f"{path} is there already and stays as it is.")
        return 0
    if chosen.production:
        write_private(
            path, "# Made by ./dev secrets --production. Back it up.\n" + _lines(production_values(chosen.production))
        )
    else:
        prepare()
    say.good(f"Wrote {path} (only you can read it).")
    return 0
