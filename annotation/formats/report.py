"""What went wrong or got lost, per file and place, in words that say what to do. Bounded, however much there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from annotation.formats.messages import LOSSES, PROBLEMS, worded

MOST_ENTRIES = 1000
"""Entries kept word for word; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read: `place` is where in the file ("annotations[12].bbox", "line 3")."""

    file: str
    place: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        message, remedy = worded(self.code, self.params)
        return {
            "file": self.file,
            "place": self.place,
            "code": self.code,
            "params": self.params,
            "message": message.json(),
            "remedy": remedy.json(),
        }


class Report:
    """Collects problems and losses while a data set streams through."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.losses: Counter[str] = Counter()
        self.items = 0
        self.records = 0

    def problem(self, file: str, place: str, code: str, /, **params: Any) -> None:
        """Note what was left out, and why; `code` is one of messages.PROBLEMS."""
        assert code in PROBLEMS, code
        self.counts[code] += 1
        if len(self.problems) < MOST_ENTRIES:
            self.problems.append(Problem(_short(file), _short(place), code, {k: _short(v) for k, v in params.items()}))

    def loss(self, code: str, times: int = 1) -> None:
        """Count what a conversion could not carry over; `code` is one of messages.LOSSES."""
        assert code in LOSSES, code
        if times:
            self.losses[code] += times

    def json(self) -> dict[str, Any]:
        return {
            "items": self.items,
            "records": self.records,
            "problems": [problem.json() for problem in self.problems],
            "problem_counts": dict(sorted(self.counts.items())),
            "losses": [
                {"code": code, "count": count, "message": LOSSES[code].json()}
                for code, count in sorted(self.losses.items())
            ],
        }


def _short(value: Any) -> Any:
    """Names and values from a stranger's file, cut to a length that a report can show, without control characters."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        return value
    text = str(value) if isinstance(value, str | int | float | bool | None) else type(value).__name__
    text = "".join(letter if letter.isprintable() else "�" for letter in text[:300])
    return text if len(text) <= 200 else text[:199] + "…"
