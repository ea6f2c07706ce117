from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.detection import Detected, detect
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.sizes import sort_of
from core.text import Text
from qa.checks import boxes3d
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS

Floats = NDArray[np.float64]

CERTAIN = 0.6
"""Score from which three of four such clusters are cars (docs/decisions.md)."""
LOOKED_AT = 20
"""Frames of a scene in which is looked."""
COVERED = 0.3
"""Share of a cluster's points in a box from which it is labelled."""
SAME = 3.0
"""Metres within which clusters of two frames are told of once."""
MOST = 20


@CHECKS.register
class Missed(Check):
    """Points that stand together like a vehicle, and that nobody put into a box."""

    slug = "thing-unlabelled"
    code = "P19"
    title = Text("Vehicle without a box", "车辆未标注")
    message = Text(
        "Frame {number}: {points} points {distance} m away look like “{label}” and are in no box (about x {x}, y {y}).",
        "第 {number} 帧：距离 {distance} 米处有 {points} 个点像“{label}”，但不在任何框内（约 x {x}，y {y}）。",
    )
    tiers = frozenset({"batch"})
    modalities = boxes3d.MODALITIES
    params = (
        Param("points", Text("From so many points", "最少点数"), 50, 10, 1e6),
        Param("distance", Text("Up to this distance", "距离不超过"), 35, 5, 90, "m"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        scene, wanted = boxes3d.scene_of(answer), _wanted(answer)
        if scene is None or not wanted:
            return
        told: list[tuple[float, float]] = []
        for number in range(0, len(scene.frames), max(1, len(scene.frames) // LOOKED_AT)):
            for each, points, place in _loose(answer, scene, number):
                at = boxes.moved(place, each.box)
                far = math.hypot(each.box["x"], each.box["y"])
                known = any(math.hypot(at["x"] - x, at["y"] - y) < SAME for x, y in told)
                label = wanted.get(each.sort.name)
                if known or label is None or points < params["points"] or far > params["distance"] or len(told) >= MOST:
                    continue
                told.append((at["x"], at["y"]))
                x, y = f"{at['x']:.0f}", f"{at['y']:.0f}"
                said = {
                    **boxes3d.at(number),
                    "points": points,
                    "distance": f"{far:.0f}",
                    "label": label,
                    "x": x,
                    "y": y,
                }
                yield Found(None, said, key=f"{number} {x} {y}")


def _wanted(answer: Answer) -> dict[str, str]:
    """Sorts of vehicles that the project wants boxes of -> label."""
    found: dict[str, str] = {}
    for key, label in answer.labels().items():
        sort = sort_of(key)
        if sort and "cuboid" in label.get("kinds", []) and sort.name in {"car", "van", "cyclist", "motorcycle"}:
            found.setdefault(sort.name, key)
    return found


def _loose(answer: Answer, scene: Any, number: int) -> Iterator[tuple[Detected, int, Pose]]:
    """Clusters that look like vehicles and are in no box, with their points and where the vehicle is."""
    from annotation.modalities.scene import packed

    try:
        with answer.files("points", str(number)) as path:
            points = packed.read(path)
    except KeyError:
        return
    place = Pose((scene.sweep(number) or scene.ego(number)).t, scene.ego(number).q)
    world = points.xyz + scene.origin
    covered = np.zeros(len(world), np.bool_)
    for each in boxes3d.in_frame(answer, number):
        covered |= boxes.inside(world, each.box, 0.2)
    for thing in detect(place.inverse().apply(world), points.ground):
        if thing.score >= CERTAIN and covered[thing.index].mean() < COVERED:
            yield thing, len(thing.index), place
