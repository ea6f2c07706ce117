"""What two boxes share seen from above, and in all: exactly, for boxes that stand upright on the ground."""

from __future__ import annotations

import math
from itertools import pairwise

from annotation.geometry3d import boxes
from annotation.geometry3d.boxes import Box

Ring = list[tuple[float, float]]


def ring(box: Box) -> Ring:
    """The four corners seen from above, counter-clockwise; of a tilted box those of its heading."""
    yaw = boxes.yaw(box)
    cos, sin = math.cos(yaw), math.sin(yaw)
    u, v = box["length"] / 2, box["width"] / 2
    corners = ((u, v), (-u, v), (-u, -v), (u, -v))
    return [(box["x"] + a * cos - b * sin, box["y"] + a * sin + b * cos) for a, b in corners]


def area(of: Ring) -> float:
    """Square metres; positive for rings that go counter-clockwise."""
    return sum(p[0] * q[1] - q[0] * p[1] for p, q in pairwise([*of, of[0]])) / 2 if len(of) > 2 else 0.0


def shared_area(a: Box, b: Box) -> float:
    """Square metres that both cover (Sutherland and Hodgman, 1974)."""
    reach = (math.hypot(a["length"], a["width"]) + math.hypot(b["length"], b["width"])) / 2
    if math.hypot(a["x"] - b["x"], a["y"] - b["y"]) > reach:
        return 0.0
    found = ring(a)
    for p, q in pairwise([*(other := ring(b)), other[0]]):
        found = _cut(found, p, q)
        if len(found) < 3:
            return 0.0
    return max(0.0, area(found))


def _cut(of: Ring, p: tuple[float, float], q: tuple[float, float]) -> Ring:
    """The part of a ring to the left of the line from p to q."""

    def side(at: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (at[1] - p[1]) - (q[1] - p[1]) * (at[0] - p[0])

    kept: Ring = []
    for here, there in pairwise([*of, of[0]]):
        one, other = side(here), side(there)
        if one >= 0:
            kept.append(here)
        if (one >= 0) != (other >= 0):
            t = one / (one - other)
            kept.append((here[0] + (there[0] - here[0]) * t, here[1] + (there[1] - here[1]) * t))
    return kept


def overlap(a: Box, b: Box) -> float:
    """Intersection over union seen from above."""
    shared = shared_area(a, b)
    return shared / (a["length"] * a["width"] + b["length"] * b["width"] - shared)


def shared_height(a: Box, b: Box) -> float:
    """Metres of height that both have."""
    top = min(a["z"] + a["height"] / 2, b["z"] + b["height"] / 2)
    return max(0.0, top - max(a["z"] - a["height"] / 2, b["z"] - b["height"] / 2))


def overlap_upright(a: Box, b: Box) -> float:
    """Intersection over union of the volumes of boxes that stand upright."""
    shared = shared_area(a, b) * shared_height(a, b)
    volumes = [box["length"] * box["width"] * box["height"] for box in (a, b)]
    return shared / (sum(volumes) - shared)
