"""The same made-up street scenes for both: images of 640 x 360 pixels with 20 boxes of ten classes each."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 640, 360
BOXES = 20
LABELS = ("car", "van", "truck", "bus", "tram", "bicycle", "motorcycle", "person", "rider", "sign")


@dataclass(frozen=True)
class Box:
    """In image pixels from the top-left corner."""

    label: str
    x: float
    y: float
    width: float
    height: float


def image_name(index: int) -> str:
    return f"{index:06}.jpg"


def boxes(index: int) -> list[Box]:
    """The boxes of one image; the same index gives the same boxes in every run."""
    chance = random.Random(index)
    made = []
    for _ in range(BOXES):
        width, height = chance.uniform(8, 160), chance.uniform(8, 120)
        x, y = chance.uniform(0, WIDTH - width), chance.uniform(0, HEIGHT - height)
        made.append(Box(chance.choice(LABELS), *(round(value, 2) for value in (x, y, width, height))))
    return made


def peer_result(box: Box, width: int = WIDTH, height: int = HEIGHT) -> dict[str, Any]:
    """One region as Label Studio keeps it: in percent of an image of this size."""
    return {
        "id": uuid.uuid4().hex[:10],
        "type": "rectanglelabels",
        "from_name": "label",
        "to_name": "image",
        "original_width": width,
        "original_height": height,
        "image_rotation": 0,
        "value": {
            "x": box.x / width * 100,
            "y": box.y / height * 100,
            "width": box.width / width * 100,
            "height": box.height / height * 100,
            "rotation": 0,
            "rectanglelabels": [box.label],
        },
    }


def peer_tasks(count: int, *, labelled: bool) -> Iterator[dict[str, Any]]:
    for index in range(count):
        task: dict[str, Any] = {"data": {"image": f"/static/{image_name(index)}"}}
        if labelled:
            task["annotations"] = [{"result": [peer_result(box) for box in boxes(index)]}]
        yield task


def our_record(box: Box) -> dict[str, Any]:
    """One box as Groundwork keeps it: in pixels."""
    return {
        "id": str(uuid.uuid4()),
        "kind": "box",
        "label": box.label,
        "data": {"x": box.x, "y": box.y, "width": box.width, "height": box.height},
        "attributes": {},
        "z": 0,
        "group": None,
        "source": {"origin": "human"},
        "score": None,
    }


def write_images(folder: Path, count: int) -> None:
    """JPEG files, no two alike; those of an earlier run are taken again."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        path = folder / image_name(index)
        if not path.exists():
            coarse = np.random.default_rng(index).integers(0, 256, (9, 16, 3), dtype=np.uint8)
            Image.fromarray(coarse).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR).save(path, quality=80)


def header(colors: dict[str, str]) -> str:
    """The first line of Groundwork's format: the labels for boxes with their colours."""
    labels = [
        {
            "key": label,
            "name": {"en": label, "zh": label},
            "color": color,
            "hotkey": None,
            "kinds": ["box"],
            "attributes": [],
        }
        for label, color in colors.items()
    ]
    schema = {"labels": labels, "questions": []}
    return json.dumps({"format": "groundwork-jsonl", "version": 1, "schema": schema, "info": {}})


def our_lines(count: int) -> Iterator[str]:
    """The same boxes in Groundwork's own format: a header with the labels, then one line per image."""
    yield header(dict.fromkeys(LABELS, "#4363d8"))
    for index in range(count):
        records = [our_record(box) for box in boxes(index)]
        yield json.dumps({"name": image_name(index), "width": WIDTH, "height": HEIGHT, "records": records})


def write_folder(folder: Path, count: int, *, first: int) -> None:
    """What Groundwork imports: images with their boxes, the boxes alone, and a few images to do."""
    write_images(folder / "labelled" / "images", count)
    write_images(folder / "to-do", first)
    text = "\n".join(our_lines(count)) + "\n"
    for place in ("labelled", "labels"):
        (folder / place).mkdir(exist_ok=True)
        (folder / place / "dataset.jsonl").write_text(text, encoding="utf-8")
