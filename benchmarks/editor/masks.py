"""A photograph of 3840 x 2160 pixels with two hundred painted masks on it."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.kinds.mask import mask_data
from annotation.kinds.record import new_record
from benchmarks import browser
from benchmarks.editor.scenes import LABELS, PHOTOGRAPHS
from benchmarks.label_studio import dataset, ours
from dev import node_env

WIDTH, HEIGHT = 3840, 2160
COUNT = 200
NAME = "masks.jpg"
SCRIPT = Path(__file__).with_suffix(".mjs")
LARGEST = 0.16
"""Of a mask's reach, as a share of the image's width."""


def write_folder(folder: Path, count: int = COUNT) -> None:
    """What Groundwork imports: the photograph, and the masks in its own format."""
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    with Image.open(PHOTOGRAPHS[0]) as photograph:
        photograph.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(images / NAME, quality=90)
    header = json.loads(dataset.header(LABELS))
    for label in header["schema"]["labels"]:
        label["kinds"] = ["mask", "polygon", "box"]
    item = {"name": NAME, "width": WIDTH, "height": HEIGHT, "records": list(_records(count))}
    lines = [json.dumps(header), json.dumps(item)]
    (folder / "dataset.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _records(count: int) -> Iterator[Any]:
    """The same masks in every run: blobs with a wavy edge and a hole, as a hand with a brush leaves them."""
    chance = random.Random(count)
    names = list(LABELS)
    for index in range(count):
        radius = chance.uniform(0.02, LARGEST / 2) * WIDTH
        cx, cy = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)
        data = _blob(chance, cx, cy, radius)
        if data:
            id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            yield new_record(id=id, kind="mask", label=names[index % len(names)], data=data, origin="human")


def _blob(chance: random.Random, cx: float, cy: float, radius: float) -> dict[str, Any] | None:
    left, top = max(0, int(cx - 2 * radius)), max(0, int(cy - 2 * radius))
    right, bottom = min(WIDTH, int(cx + 2 * radius)), min(HEIGHT, int(cy + 2 * radius))
    rows, columns = np.mgrid[top:bottom, left:right]
    across, down = columns - cx, rows - cy
    turn = np.arctan2(down, across)
    waves = [chance.uniform(0.02, 0.12) * np.sin(n * turn + chance.uniform(0, 6)) for n in range(2, 40, 5)]
    edge = radius * (1 + np.sum(waves, axis=0))
    apart = np.hypot(across, down)
    blob: NDArray[np.bool_] = (apart < edge) & (apart > radius * chance.uniform(0, 0.3))
    return mask_data(blob, left, top)


def measured(folder: Path) -> dict[str, Any]:
    """What the browser says; see `masks.mjs`."""
    node_env.prepare_build()
    images = folder / "images"
    write_folder(images)
    with ours.serving(folder / "var", images) as running:
        client = running.client
        project = ours.project_for_boxes(client, "masks")
        ours.import_folder(client, project, images.name, "groundwork")
        (task,) = client.json("GET", f"{ours.API}/projects/{project}/tasks")["results"]
        client.json("POST", f"{ours.API}/tasks/{task['id']}/claim", {"slot": "annotator"})
        who = running.administrator
        job = folder / "masks.json"
        at = {"url": running.env["PUBLIC_URL"], "path": f"/tasks/{task['id']}"}
        job.write_text(json.dumps({**at, "email": who.email, "password": who.password}))
        (found,) = browser.asked(SCRIPT, job)
    return found
