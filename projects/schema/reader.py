"""Take apart JSON that somebody wrote: every wrong value becomes a problem with its place, and reading goes on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Set
from typing import Any

from projects.schema.model import Names
from projects.schema.problems import Problem

KEY = re.compile(r"[^\W_](?:[\w .\-]{0,98}[^\W_])?")
LANGUAGES = ("en", "zh")


class Reader:
    """One JSON object at `path`, whose problems go to the shared list."""

    def __init__(self, value: object, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            problems.append(Problem(path, "not-an-object"))

    def problem(self, field: str, code: str, *, severity: str = "error", **params: Any) -> None:
        place = f"{self.path}.{field}" if self.path and field else self.path or field
        self.problems.append(Problem(place, code, params, severity))

    def get(self, field: str) -> Any:
        return self.value.get(field)

    def only(self, allowed: Set[str]) -> None:
        for name in self.value:
            if name not in allowed:
                self.problem("", "unknown-field", name=str(name)[:100])

    def items(self, field: str, *, limit: int = 500) -> list[Any]:
        value = self.value.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(field, "not-a-list")
            return []
        if len(value) > limit:
            self.problem(field, "too-many", limit=limit)
        return value[:limit]

    def objects(self, field: str, *, limit: int = 500) -> Iterator[Reader]:
        for at, each in enumerate(self.items(field, limit=limit)):
            place = f"{self.path}.{field}[{at}]" if self.path else f"{field}[{at}]"
            yield Reader(each, place, self.problems)

    def strings(self, field: str) -> list[str]:
        values = self.items(field)
        if not all(isinstance(value, str) for value in values):
            self.problem(field, "not-a-list")
        return [value for value in values if isinstance(value, str)]

    def key(self) -> str:
        value = self.value.get("key")
        if isinstance(value, str) and KEY.fullmatch(value):
            return value
        self.problem("key", "bad-key")
        return ""

    def names(self) -> Names:
        """Text per language. One language is enough: people see it until the other is written."""
        value = self.value.get("name")
        if not isinstance(value, dict):
            self.problem("name", "name-missing")
            return {}
        names = {language: value.get(language) or "" for language in LANGUAGES}
        if any(not isinstance(text, str) or len(text) > 200 for text in names.values()):
            self.problem("name", "bad-name")
            return {}
        names = {language: text.strip() for language, text in names.items()}
        given = next((text for text in names.values() if text), "")
        if not given:
            self.problem("name", "name-missing")
        return {language: text or given for language, text in names.items()}

    def flag(self, field: str) -> bool:
        value = self.value.get(field)
        if value is not None and not isinstance(value, bool):
            self.problem(field, "not-a-flag")
        return value is True

    def number(self, field: str) -> float | None:
        value = self.value.get(field)
        if value is None:
            return None
        if is_number(value):
            return float(value) if isinstance(value, float) else value
        self.problem(field, "not-a-number")
        return None


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
