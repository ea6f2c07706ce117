"""What the browser is told to open, and what it answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import browser
from benchmarks.editor.scenes import HEIGHT, WIDTH, Scene

SCRIPT = Path(__file__).with_name("browser.mjs")


@dataclass(frozen=True)
class Open:
    """One task: its page, and where a hand takes hold of a box; places in pixels of the photograph."""

    count: int
    path: str
    size: tuple[int, int]
    middle: tuple[float, float]
    hold: tuple[float, float]

    @classmethod
    def of(cls, scene: Scene, path: str) -> Open:
        def off(at: tuple[float, float]) -> float:
            return (at[0] - WIDTH / 2) ** 2 + (at[1] - HEIGHT / 2) ** 2

        centres = [(box.x + box.width / 2, box.y + box.height / 2) for box in scene.boxes()]
        return cls(scene.count, path, (WIDTH, HEIGHT), (WIDTH / 2, HEIGHT / 2), min(centres, key=off))


@dataclass(frozen=True)
class Job:
    """Everything about one editor; it is opened `opens` times for each task."""

    editor: str
    version: str
    url: str
    email: str
    password: str
    tasks: list[Open]
    opens: int = 3
    screenshots: str | None = None

    def run(self, folder: Path, *, screenshots: Path | None = None) -> list[dict[str, Any]]:
        """The browser's answers, one per task; see `browser.mjs`."""
        job = folder / f"{self.editor}.json"
        job.write_text(json.dumps(asdict(replace(self, screenshots=str(screenshots) if screenshots else None))))
        return browser.asked(SCRIPT, job)
