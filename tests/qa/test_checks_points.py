"""Checks of labelled points find what they are for, in a small made-up street, and leave good work alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from annotation.geometry3d.quaternion import IDENTITY
from annotation.kinds.cuboid import cuboid
from annotation.kinds.point_labels import pack, summed
from annotation.modalities.scene import packed
from qa.checks import CHECKS, Answer

ORIGIN = [1000.0, -500.0, 20.0]
LABELS = ["road", "car"]
SCHEMA = {
    "labels": [
        {"key": "road", "kinds": ["point_labels"]},
        {"key": "car", "kinds": ["cuboid", "point_labels"]},
    ]
}
GRID = np.stack(np.meshgrid(np.arange(-10, 10, 0.25), np.arange(-10, 10, 0.25), [0.0]), -1).reshape(-1, 3)
CAR = np.stack(np.meshgrid(np.arange(2, 6, 0.2), np.arange(1, 3, 0.2), np.arange(0.3, 1.6, 0.2)), -1).reshape(-1, 3)
POINTS = np.concatenate([GRID, CAR])
ROAD, REST = len(GRID), len(CAR)
GOOD = np.concatenate([np.full(ROAD, 1), np.full(REST, 2 | 1 << 16)]).astype(np.uint32)
BOX = cuboid((ORIGIN[0] + 4, ORIGIN[1] + 2, ORIGIN[2] + 0.9), (4.4, 2.4, 1.8), IDENTITY)


def record(kind: str, data: dict[str, Any], label: str = "") -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "label": label, "data": data, "attributes": {}}


@pytest.fixture
def street(tmp_path: Path) -> Path:
    flags = np.concatenate([np.full(ROAD, packed.GROUND), np.zeros(REST)]).astype(np.uint8)
    packed.write(tmp_path / "points 0", POINTS, np.zeros(len(POINTS), np.uint8), flags, seed=1)
    frame = {"count": len(POINTS), "sweeps": [], "images": []}
    data = {"version": 1, "origin": ORIGIN, "frames": [frame, frame], "cameras": []}
    (tmp_path / "scene ").write_text(json.dumps(data))
    return tmp_path


def found(slug: str, street: Path, values: Any = GOOD, *more: dict[str, Any], **asset: Any) -> list[dict[str, Any]]:
    content = pack(values)
    name = hashlib.sha256(content).hexdigest()
    data = {"frame": 0, "blob": name, "count": len(values), "classes": summed(values, LABELS)}

    @contextmanager
    def files(role: str, key: str) -> Iterator[Path]:
        yield street / f"{role} {key}"

    answer = Answer(
        task="t", records=[record("point_labels", data), *more], schema=SCHEMA, width=None, height=None,
        asset={"points": len(POINTS), "frames": 1, **asset}, files=files, blobs={name: content},
    )  # fmt: skip
    check = CHECKS[slug]
    return [each.params for each in check().run(answer, check.defaults())]


def changed(at: Any, value: int) -> Any:
    values = GOOD.copy()
    values[at] = value
    return values


SCATTERED = slice(0, ROAD, 41)
WRONG: dict[str, tuple[Any, dict[str, Any]]] = {
    "points-unlabelled": (changed(slice(0, ROAD), 0), {"percent": f"{100 * ROAD / len(POINTS):.1f}", "frames": 0}),
    "point-count": (GOOD[:-1], {"number": 1, "points": len(POINTS), "labels": len(POINTS) - 1}),
    "points-isolated": (changed(SCATTERED, 2), {"number": 1}),
    "ground-label-high": (changed(slice(ROAD, None), 1), {"number": 1, "label": "road", "height": "0.5"}),
    "ground-as-object": (changed(slice(0, 400), 2), {"number": 1, "points": 400, "label": "car"}),
    "box-points-differ": (changed(slice(ROAD, None), 1), {"number": 1, "label": "car", "percent": "100"}),
}


@pytest.mark.parametrize("slug", WRONG)
def test_it_finds_what_it_is_for_and_nothing_in_good_work(street: Path, slug: str) -> None:
    box = record("cuboid", BOX, "car")
    assert found(slug, street, GOOD, box) == []
    values, said = WRONG[slug]
    (params,) = found(slug, street, values, box)
    assert said.items() <= params.items()


def test_frames_without_any_label_are_told_of(street: Path) -> None:
    assert found("points-unlabelled", street, GOOD, points=2 * len(POINTS), frames=2) == [
        {"percent": "50.0", "frames": 1}
    ]


def test_a_track_is_looked_at_where_it_is(street: Path) -> None:
    keys = [{"frame": 0, "data": BOX, "outside": True, "occluded": False, "attributes": {}, "origin": "human"}]
    gone = record("track", {"of": "cuboid", "keyframes": keys}, "car")
    assert found("box-points-differ", street, WRONG["box-points-differ"][0], gone) == []
