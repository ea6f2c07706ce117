"""What the browser is asked to open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Open:
    name: str
    path: str
    minutes: int
    prepared_s: float
    """From the wish to import it to the finished task."""
    segments: int


@dataclass(frozen=True)
class Job:
    editor: str
    version: str
    url: str
    email: str
    password: str
    tasks: list[Open]
