"""PocketSphinx in a child process: what it hears in a few seconds of English, and where words and phones lie."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotation.prelabel.hearing import Heard
from annotation.prelabel.process import Process

CHILD = Path(__file__).with_name("child.py")
MEMORY = 2 * 1024**3
SECONDS = 180.0
FRAMES = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A word or phone from `start` to `stop` seconds; `score` is a posterior of what was heard, and of what was
    aligned the logarithm of its acoustic likelihood."""

    text: str
    start: float
    stop: float
    score: float
    parts: tuple[Part, ...] = field(default=())


class Ears:
    """One process for many stretches; begun anew after it died."""

    def __init__(self) -> None:
        self._process: Process | None = None

    def hear(self, sound: Heard) -> list[Part]:
        """The words. Raises PrelabelError."""
        return _parts(self._ask({"task": "hear"}, sound)["words"])

    def align(self, sound: Heard, text: str, words: Mapping[str, str]) -> list[Part]:
        """Its words with their phones; none when the text does not fit. `words` are pronounced as they say.

        Raises PrelabelError.
        """
        return _parts(self._ask({"task": "align", "text": text, "words": dict(words)}, sound)["words"])

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _ask(self, request: dict[str, Any], sound: Heard) -> dict[str, Any]:
        if self._process is None or self._process.ended:
            self._process = Process(CHILD, folder=tempfile.gettempdir(), memory=MEMORY, family="listener")
        data = sound.tobytes()
        with self._process.within(SECONDS):
            self._process.send({**request, "bytes": len(data)}, data)
            return self._process.line()


def _parts(rows: list[Any]) -> list[Part]:
    return [_part(*row) for row in rows]


def _part(text: str, first: int, frames: int, score: float, inner: list[Any] | None = None) -> Part:
    return Part(text, first / FRAMES, (first + frames) / FRAMES, score, tuple(_parts(inner or [])))
