"""A small drive whose sensors are known, for the formats of boxes in scenes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from annotation.formats import FORMATS, Item
from annotation.formats.base import Media
from annotation.formats.conversion import recognise
from annotation.formats.kitti import OPTICAL
from annotation.formats.sink import open_sink
from annotation.formats.source import open_source
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_angles, from_yaw
from annotation.kinds import KINDS
from annotation.kinds.keyframes import keyframe, state_at
from annotation.kinds.record import Record, new_record, stable_id
from annotation.modalities.scene import packed
from tests.annotation.formats.helpers import header

FRAMES = 4
FLAT = [Pose.of((1000.0 + 3 * at, -500.0 + at, 20.0), from_yaw(0.4 + 0.1 * at)) for at in range(FRAMES)]
HILLY = [
    Pose.of((1000.0 + 3 * at, -500.0 + at, 20.0), from_angles(0.03, -0.05 * at, 0.4 + 0.1 * at)) for at in range(FRAMES)
]
LIDAR = Pose((0.9, 0.0, 1.8), from_yaw(-1.57))
CAMERA = Pose((1.5, 0.1, 1.4), OPTICAL.q)
POINTS = np.random.default_rng(3).uniform((-8, -8, -7), (8, 8, 9), (4000, 3))
"""In the vehicle's frame."""


def written_scene(folder: Path, egos: Sequence[Pose]) -> Path:
    """The manifest and the points of every frame, as `derived` gives them."""
    folder.mkdir(exist_ok=True)
    lens = {"width": 1280, "height": 720, "model": "pinhole", "fx": 700.0, "fy": 700.0, "cx": 639.5, "cy": 359.5}
    camera = {"name": "front", **lens, "distortion": [], "reach": None, "pose": CAMERA.json()}
    frames = [
        {
            "name": f"{at:06d}", "time": 10**9 + at * 10**8, "ego": ego.json(), "count": len(POINTS),
            "sweeps": [{"lidar": 0, "time": None, "first": 0, "count": len(POINTS), "pose": (ego @ LIDAR).json()}],
            "images": [{"camera": 0, "pose": (ego @ CAMERA).json()}],
        }
        for at, ego in enumerate(egos)
    ]  # fmt: skip
    origin = [1000.0, -500.0, 20.0]
    data = {"version": 1, "origin": origin, "posed": True, "cameras": [camera], "frames": frames}
    (folder / "scene ").write_text(json.dumps(data))
    bytes_ = np.full(len(POINTS), 100, np.uint8)
    for at, ego in enumerate(egos):
        packed.write(folder / f"points {at}", ego.apply(POINTS) - origin, bytes_, bytes_, seed=1)
    return folder


def item(folder: Path, records: list[Record], *files: Media, name: str = "drive") -> Item:
    @contextmanager
    def derived(role: str, key: str) -> Iterator[Path]:
        path = folder / f"{role} {key}"
        if not path.exists():
            raise KeyError(role)
        yield path

    return Item(name, None, None, records, files=files, derived=derived)


@st.composite
def placed(draw: st.DrawFn, egos: Sequence[Pose], *, tilted: bool) -> dict[str, float]:
    x, y, z = (draw(st.floats(-60, 60)) for _ in range(3))
    yaw = draw(st.floats(-3.14159, 3.14159))
    roll, pitch = (draw(st.floats(-1.2, 1.2)) for _ in range(2)) if tilted else (0.0, 0.0)
    length, width, height = (draw(st.floats(0.3, 15)) for _ in range(3))
    pose = Pose.of((x, y, z / 20), from_angles(roll, pitch, yaw))
    box = boxes.moved(egos[0], boxes.made(pose, length, width, height))
    return box if tilted else boxes.level(box)


@st.composite
def drives(draw: st.DrawFn, egos: Sequence[Pose], *, tilted: bool) -> list[Record]:
    """Things that stand through all frames, and things that come, go and turn."""
    records = []
    for at in range(draw(st.integers(1, 3))):
        label = draw(st.sampled_from(["car", "person"]))
        if draw(st.booleans()):
            data: Any = draw(placed(egos, tilted=tilted))
            records.append(new_record(id=stable_id("box", at), kind="cuboid", label=label, data=data))
            continue
        start = draw(placed(egos, tilted=tilted))
        turn, first = draw(st.floats(-2.5, 2.5)), draw(st.integers(0, FRAMES - 2))
        later = boxes.turned_round({**start, "x": start["x"] + 4.0}, turn)
        keys = [keyframe(first, start), keyframe(FRAMES - 1, later)]
        if draw(st.booleans()) and first < FRAMES - 2:
            keys = [keyframe(first, start), keyframe(FRAMES - 2, later), keyframe(FRAMES - 1, later, outside=True)]
        track = {"of": "cuboid", "keyframes": keys}
        records.append(new_record(id=stable_id("track", at), kind="track", label=label, data=track))
    return records


def seen(records: Sequence[Record], count: int = FRAMES) -> list[dict[str, tuple[str, dict[str, float]]]]:
    """Id -> label and box, of every frame."""
    frames: list[dict[str, tuple[str, dict[str, float]]]] = []
    for number in range(count):
        here = {}
        for record in records:
            if record["kind"] == "cuboid":
                here[record["id"]] = (record["label"], record["data"])
            elif state := state_at(record["data"], number, KINDS["cuboid"].interpolate):
                here[record["id"]] = (record["label"], state["data"])
        frames.append(here)
    return frames


def there_and_back(slug: str, folder: Path, found: Item, target: Path, *, images: bool = False) -> list[Item]:
    """The items after encode and decode; nothing may be reported on the way."""
    with open_sink(target) as sink:
        report = FORMATS[slug].encode(header("cuboid"), [found], sink, images=images)
    assert report.problems == []
    with open_source(target) as source:
        assert recognise(source) is FORMATS[slug]
        decoded = FORMATS[slug].decode(source)
        items = list(decoded.items)
        assert decoded.report.problems == []
    return items
