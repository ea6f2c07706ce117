"""docker-compose.yml as Docker would read it: YAML, with its variables filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")


class Missing(Exception):
    """A variable without a value stops Docker before anything starts."""


@cache
def raw() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TEXT)
    return loaded


def required() -> set[str]:
    """The variables that have no default."""
    return {found["name"] for found in VARIABLE.finditer(TEXT) if found["name"] and found["kind"] != "-"}


def fill(value: Any, variables: Mapping[str, str]) -> Any:
    """Replaces `${NAME:?message}` and `${NAME:-default}` all through a tree."""
    if isinstance(value, dict):
        return {key: fill(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, variables) for item in value]
    return VARIABLE.sub(lambda found: _one(found, variables), value) if isinstance(value, str) else value


def _one(found: re.Match[str], variables: Mapping[str, str]) -> str:
    if found[0] == "$$":
        return "$"
    if variables.get(found["name"]):
        return variables[found["name"]]
    if found["kind"] != "-":
        raise Missing(found["name"])
    return found["rest"] or ""
