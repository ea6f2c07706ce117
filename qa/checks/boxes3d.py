"""What checks of boxes in scenes look at: every box in every frame, how it moves, and what the points say of it.

The points of all frames are gone through once for all checks of an answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.sizes import Sort, sort_of
from annotation.kinds.track import at as state_of
from qa.checks.base import Answer, Record

Floats = NDArray[np.float64]
Box = dict[str, float]

MODALITIES = frozenset({"scene"})
TENTH = 0.1
"""Seconds from frame to frame where the scene does not say."""
SHELL = 0.3
"""Metres around a box in which points of the same thing are looked for."""
GRAZE = 0.05
"""Metres by which points lie on both sides of a face that is laid through them."""
CLEAR = 0.2
"""Metres above the ground from which points are those of a thing."""
AROUND = 1.5
"""Metres beside a box in which the ground is looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One box in one frame."""

    record: Record
    frame: int
    box: Box
    origin: str = ""
    occluded: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is a box of the whole scene: it need not be seen in every frame."""
        return bool(self.record["kind"] == "cuboid")


def objects(answer: Answer) -> Iterator[Record]:
    """Cuboids and tracks of cuboids."""
    for record in answer.records:
        if record["kind"] == "cuboid" or (record["kind"] == "track" and record["data"]["of"] == "cuboid"):
            yield record


def shapes(record: Record) -> list[tuple[int, Box]]:
    """(frame, box) as drawn: one, or one for each keyframe in which it is there."""
    if record["kind"] == "cuboid":
        return [(0, record["data"])]
    return [(key["frame"], key["data"]) for key in record["data"]["keyframes"] if not key["outside"]]


def in_frame(answer: Answer, frame: int) -> list[Standing]:
    found = []
    for record in objects(answer):
        if record["kind"] == "cuboid":
            found.append(Standing(record, frame, record["data"], record["source"].get("origin", "")))
            continue
        state = state_of(record["data"], frame)
        if state is not None:
            found.append(Standing(record, frame, state["data"], state["origin"], state["occluded"]))
    return found


def sort_of_record(record: Record) -> Sort | None:
    return sort_of(record["label"])


def scene_of(answer: Answer) -> Any:
    """The manifest; None where there is none."""
    from annotation.modalities.scene.manifest import Manifest

    if "scene" not in answer.kept:
        try:
            with answer.files("scene", "") as path:
                answer.kept["scene"] = Manifest.read(path)
        except KeyError:
            answer.kept["scene"] = None
    return answer.kept["scene"]


def times(answer: Answer) -> list[float]:
    """Seconds of every frame."""
    frames = scene_of(answer).frames
    said = [each.get("time") for each in frames]
    if any(time is None for time in said):
        return [TENTH * at for at in range(len(said))]
    return [(time - said[0]) / 1e9 for time in said]


@dataclass(slots=True)
class Seen:
    """What the points say of one record: how many it has in every frame in which it should have some, and the rest in
    the frame in which it has most."""

    record: Record
    counts: dict[int, tuple[int, float, str]] = field(default_factory=dict)
    """Frame -> points, metres from the vehicle, origin of the box; without frames in which it is occluded."""
    best: int = 0
    points: int = -1
    range: float = 0.0
    above: float | None = None
    """Metres from the ground to the bottom; None where no ground is seen."""
    gaps: dict[str, float] = field(default_factory=dict)
    """Metres from each face that the sensor sees to the points behind it."""
    beside: int = 0
    """Points just outside that hang over the ground and are in no other box."""


def seen(answer: Answer) -> list[Seen]:
    """Of all objects; frames without points are passed over."""
    if "seen" not in answer.kept:
        answer.kept["seen"] = _look(answer)
    found: list[Seen] = answer.kept["seen"]
    return found


def _look(answer: Answer) -> list[Seen]:
    from annotation.modalities.scene import packed

    scene = scene_of(answer)
    found = {record["id"]: Seen(record) for record in objects(answer)}
    if scene is None or not found:
        return []
    for number in range(len(scene.frames)):
        here = in_frame(answer, number)
        if not here:
            continue
        try:
            with answer.files("points", str(number)) as path:
                points = packed.read(path)
        except KeyError:
            continue
        cloud = _Cloud(points.xyz + scene.origin, points.ground)
        pose = scene.sweep(number) or scene.ego(number)
        for each in here:
            _take(found[each.record["id"]], each, cloud, np.array(pose.t), here)
    return list(found.values())


class _Cloud:
    """Points in the order of x, so that those near a place are found without looking at all."""

    def __init__(self, xyz: Floats, ground: NDArray[np.bool_]) -> None:
        order = np.argsort(xyz[:, 0])
        self.xyz, self.ground = xyz[order], ground[order]

    def near(self, box: Box, reach: float) -> tuple[Floats, NDArray[np.bool_]]:
        first, last = np.searchsorted(self.xyz[:, 0], [box["x"] - reach, box["x"] + reach])
        part = slice(int(first), int(last))
        close = np.abs(self.xyz[part, 1] - box["y"]) <= reach
        return self.xyz[part][close], self.ground[part][close]


def _take(of: Seen, each: Standing, cloud: _Cloud, sensor: Floats, others: list[Standing]) -> None:
    box = each.box
    reach = math.hypot(box["length"], box["width"], box["height"]) / 2 + AROUND
    xyz, ground = cloud.near(box, reach)
    local = boxes.within(xyz, box)
    half = np.array([box[key] for key in boxes.SIZE]) / 2
    inside = (np.abs(local) <= half).all(axis=1)
    far = math.hypot(box["x"] - sensor[0], box["y"] - sensor[1])
    count = int(inside.sum())
    if not each.occluded:
        of.counts[each.frame] = (count, far, each.origin)
    if count <= of.points:
        return
    of.best, of.points, of.range = each.frame, count, far
    of.above = _above(xyz[ground], box)
    eye = boxes.within(sensor[None], box)[0]
    of.gaps = _gaps(local[inside & ~ground], half, eye)
    floor = box["z"] - box["height"] / 2 - (of.above or 0.0) + CLEAR
    shell = (np.abs(local[:, :2]) <= half[:2] + SHELL).all(axis=1) & (np.abs(local[:, 2]) <= half[2])
    within = (np.abs(local) <= half + GRAZE).all(axis=1)
    outside = xyz[shell & ~within & ~ground & (xyz[:, 2] > floor)]
    for other in others:
        if other.record["id"] != each.record["id"] and len(outside):
            outside = outside[~boxes.inside(outside, other.box, 0.1)]
    of.beside = len(outside)


def _above(ground: Floats, box: Box) -> float | None:
    reach = math.hypot(box["length"], box["width"]) / 2 + AROUND
    near = np.hypot(ground[:, 0] - box["x"], ground[:, 1] - box["y"]) <= reach
    if near.sum() < 8:
        return None
    return float(box["z"] - box["height"] / 2 - np.median(ground[near, 2]))


def _gaps(inside: Floats, half: Floats, sensor: Floats) -> dict[str, float]:
    """Front, back, left and right as far as the sensor sees them; 99 of 100 points count."""
    if not len(inside):
        return {}
    low, high = np.quantile(inside, [0.01, 0.99], axis=0)
    faces = {
        "front": (sensor[0] > half[0], half[0] - high[0]), "back": (sensor[0] < -half[0], low[0] + half[0]),
        "left": (sensor[1] > half[1], half[1] - high[1]), "right": (sensor[1] < -half[1], low[1] + half[1]),
    }  # fmt: skip
    return {name: float(gap) for name, (faces_sensor, gap) in faces.items() if faces_sensor}


def at(frame: int) -> dict[str, int]:
    """What a finding says of a frame: where to go, and the number that people read."""
    return {"frame": frame, "number": frame + 1}
