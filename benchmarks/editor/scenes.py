"""The same photographs with the same boxes for both: 1920 x 1080 pixels, six classes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.label_studio import dataset
from benchmarks.label_studio.dataset import Box
from dev.places import ROOT

WIDTH, HEIGHT = 1920, 1080
LABELS = {
    "car": "#4363d8",
    "truck": "#f58231",
    "pedestrian": "#e6194b",
    "rider": "#911eb4",
    "sign": "#ffe119",
    "light": "#3cb44b",
}
PHOTOGRAPHS = sorted((ROOT / "demo" / "pandaset" / "front_camera").glob("*.jpg"))


@dataclass(frozen=True)
class Scene:
    """One photograph under a name of its own, and how many boxes lie on it."""

    count: int
    photograph: Path

    @property
    def name(self) -> str:
        return f"boxes-{self.count}.jpg"

    def boxes(self) -> list[Box]:
        """In pixels; the same count gives the same boxes in every run."""
        chance = random.Random(self.count)
        names = list(LABELS)
        made = []
        for index in range(self.count):
            width, height = chance.uniform(12, 82), chance.uniform(12, 62)
            x, y = chance.uniform(0, WIDTH - width), chance.uniform(0, HEIGHT - height)
            place = (round(value, 2) for value in (x, y, width, height))
            made.append(Box(names[index % len(names)], *place))
        return made


def scenes(counts: list[int]) -> list[Scene]:
    return [Scene(count, PHOTOGRAPHS[index % len(PHOTOGRAPHS)]) for index, count in enumerate(counts)]


def write_folder(folder: Path, wanted: list[Scene]) -> None:
    """What Groundwork imports: the photographs, and their boxes in its own format."""
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    for scene in wanted:
        (images / scene.name).write_bytes(scene.photograph.read_bytes())
    (folder / "dataset.jsonl").write_text("\n".join(_lines(wanted)) + "\n", encoding="utf-8")


def _lines(wanted: list[Scene]) -> Iterator[str]:
    yield dataset.header(LABELS)
    for scene in wanted:
        records = [dataset.our_record(box) for box in scene.boxes()]
        yield json.dumps({"name": scene.name, "width": WIDTH, "height": HEIGHT, "records": records})
