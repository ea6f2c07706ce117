"""Road users in one sweep without a model: ground, clusters, boxes, and the sort that a box's size speaks for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.clusters import Ground, clusters_of
from annotation.geometry3d.fitting import boxed, lengthwise, likely, rectangle
from annotation.geometry3d.footprint import overlap
from annotation.geometry3d.sizes import SORTS, Size, Sort

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEWEST = 10
LONGEST, WIDEST = 16.0, 4.2
"""Metres beyond which a cluster is a wall or a hedge."""
TALL = 0.12
"""Share of a cluster's points above the tallest road user, from which it is a tree or a building."""
TALLEST = 3.9
ONE_PLACE = 0.1
"""Overlap seen from above, from which two boxes are of one thing."""
MOST_POINTS = 4000
"""Of one cluster, that are looked at."""


@dataclass(frozen=True, slots=True)
class Detected:
    """`box` in the frame of the points; `index` are its points."""

    box: dict[str, float]
    sort: Sort
    score: float
    index: NDArray[np.intp]


def detect(xyz: Floats, ground: Mask, sorts: Sequence[Sort] = SORTS) -> list[Detected]:
    """What stands around a sensor at the origin of x and y, z up."""
    below = Ground.of(xyz, ground)
    found = clusters_of(xyz, ground, below)
    detected = []
    for members in found.members():
        if len(members) >= FEWEST:
            index = found.index[members]
            each = _detected(xyz[index], found.height[members], below, tuple(sorts), index)
            if each:
                detected.append(each)
    return _apart(detected)


def _apart(detected: list[Detected]) -> list[Detected]:
    """Without those that stand where a surer one does: what is seen in two pieces is filled up to one size twice."""
    kept: list[Detected] = []
    for each in sorted(detected, key=lambda one: -one.score):
        if all(overlap(each.box, other.box) < ONE_PLACE for other in kept):
            kept.append(each)
    return kept


def _detected(
    points: Floats, height: Floats, below: Ground, sorts: tuple[Sort, ...], index: NDArray[np.intp]
) -> Detected | None:
    extent = np.ptp(points[:, :2], axis=0)
    if math.hypot(*extent) > LONGEST or (height > TALLEST).mean() > TALL:
        return None
    flat = points[:: max(1, len(points) // MOST_POINTS), :2]
    first = rectangle(flat)
    top, bottom = float(np.quantile(height, 0.99)), float(np.quantile(height, 0.05))
    sort, _ = likely(max(first.sides), min(first.sides), top, sorts)
    found = lengthwise(rectangle(flat, sort.size), sort.size)
    long, wide = max(found.sides), min(found.sides)
    if wide > WIDEST:
        return None
    sort, miss = likely(long, wide, top, sorts)
    middle = np.array([points[:, :2].mean(axis=0)])
    floor = float(below.below(middle)[0])
    box = boxed(found, floor, floor + top, sort.size, np.zeros(2))
    return Detected(box, sort, _score(points, miss, bottom, box), index)


def box_of(points: Floats, below: Ground, size: Size) -> dict[str, float]:
    """The box of a thing of known size from its points, the sensor at the origin of x and y."""
    found = lengthwise(rectangle(points[:, :2], size), size)
    floor = float(below.below(points[:, :2].mean(axis=0)[None])[0])
    top = float(np.quantile(points[:, 2], 0.99))
    return boxed(found, floor, max(top, floor + 0.1), size, np.zeros(2))


def _score(points: Floats, miss: float, bottom: float, box: dict[str, float]) -> float:
    """From 0 to 1: how well the size speaks for the sort, how many points there are, and whether it reaches down."""
    far = max(float(np.linalg.norm(points[:, :2].mean(axis=0))), 5.0)
    expected = 6000.0 * box["height"] * max(box["length"], box["width"]) / far**2
    filled = min(1.0, len(points) / max(expected * 0.25, FEWEST))
    standing = 1.0 if bottom < 0.7 else 0.3
    return math.exp(-miss) * math.sqrt(filled) * standing
