"""A box around the points of one thing: a rectangle by search over the angle (Zhang, Xu, Dong and Dolan, "Efficient
L-shape fitting for vehicle detection using laser scanners", 2017), filled up to the usual size of its sort on the side
that the sensor cannot see. The browser does the same for a click.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.geometry3d.sizes import SORTS, Size, Sort

Floats = NDArray[np.float64]

STEP = math.radians(2)
SAMPLE = 250
"""Points that the search looks at."""
NEAR = 0.1
"""A distance from the edge counts as no less than this, in metres."""
LARGER = 2.0
"""Weight of being larger than the sort against hugging the points."""
STRAY = 0.01
BROAD = 1.35
"""What is seen longer than so many usual widths is no width."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Least and greatest along the angle and across it."""

    angle: float
    low: Floats
    high: Floats

    @property
    def sides(self) -> tuple[float, float]:
        along, across = (self.high - self.low).tolist()
        return along, across


def rectangle(points: Floats, size: Size | None = None, around: float | None = None) -> Rectangle:
    """The rectangle around n x 2 points; `size` keeps it from growing beyond its sort, `around` within 20 degrees of a
    heading."""
    if around is None:
        angles = np.arange(0, math.pi / 2, STEP)
    else:
        angles = around + np.arange(-math.radians(20), math.radians(20.1), STEP)
    sample = points[:: max(1, len(points) // SAMPLE)]
    turns = np.stack([np.cos(angles), np.sin(angles)])
    u, v = sample @ turns, sample @ np.stack([-turns[1], turns[0]])
    ends_u, ends_v = _ends(u), _ends(v)
    edge = np.minimum(
        np.minimum(np.abs(u - ends_u[0]), np.abs(ends_u[1] - u)),
        np.minimum(np.abs(v - ends_v[0]), np.abs(ends_v[1] - v)),
    )
    score = (NEAR / np.maximum(edge, NEAR)).mean(axis=0)
    if size is not None:
        score -= LARGER * _oversize(ends_u[1] - ends_u[0], ends_v[1] - ends_v[0], size)
    best = int(np.argmax(score))
    angle = float(angles[best])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    low, high = _ends(points @ turn)
    return Rectangle(angle, low, high)


def _ends(values: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest of every column, without one in a hundred on each side."""
    stray = int(len(values) * STRAY)
    if stray == 0:
        return values.min(axis=0), values.max(axis=0)
    ordered = np.partition(values, (stray, len(values) - 1 - stray), axis=0)
    return ordered[stray], ordered[-1 - stray]


def _oversize(u: Floats, v: Floats, size: Size) -> Floats:
    def excess(seen: Floats, usual: float) -> Floats:
        return np.maximum(0.0, np.log(np.maximum(seen, 1e-3) / usual))

    length, width, _ = size
    found: Floats = np.minimum(excess(u, length) + excess(v, width), excess(v, length) + excess(u, width))
    return found


def likely(length: float, width: float, height: float, sorts: tuple[Sort, ...] = SORTS) -> tuple[Sort, float]:
    """The sort whose size comes nearest to what is seen, which may be smaller but hardly larger, and how far off."""
    found = [(_miss((length, width, height), sort.size), at) for at, sort in enumerate(sorts)]
    miss, at = min(found)
    return sorts[at], miss


def _miss(seen: Size, usual: Size) -> float:
    def excess(value: float, size: float) -> float:
        log = math.log(max(value, 0.2) / size)
        return 4 * log if log > 0 else -0.5 * log

    return excess(seen[0], usual[0]) + excess(seen[1], usual[1]) + abs(math.log(usual[2] / max(seen[2], 0.3)))


def lengthwise(found: Rectangle, size: Size) -> Rectangle:
    """With the thing's length along its angle. The longer side that is seen may be the width: a car from behind shows
    nothing else."""
    u, v = found.sides
    is_length = size[0] < size[1] or max(u, v) > min(BROAD * size[1], size[0])
    if is_length == (u >= v):
        return found
    low = np.array([found.low[1], -found.high[0]])
    high = np.array([found.high[1], -found.low[0]])
    return Rectangle(found.angle + math.pi / 2, low, high)


def boxed(
    found: Rectangle, bottom: float, top: float, size: Size, sensor: Floats, *, exact: bool = False
) -> dict[str, float]:
    """The box of a rectangle, filled up to `size` away from the sensor; with `exact` it gets just this size."""
    cos, sin = math.cos(found.angle), math.sin(found.angle)
    seen = (sensor[0] * cos + sensor[1] * sin, -sensor[0] * sin + sensor[1] * cos)
    spans = [_grown(float(found.low[at]), float(found.high[at]), size[at], seen[at], exact=exact) for at in range(2)]
    u, v = ((low + high) / 2 for low, high in spans)
    height = size[2] if exact or top - bottom < 0.7 * size[2] else max(top - bottom, 0.1)
    pose = Pose((u * cos - v * sin, u * sin + v * cos, bottom + height / 2), from_yaw(found.angle))
    return boxes.made(pose, spans[0][1] - spans[0][0], spans[1][1] - spans[1][0], height)


def _grown(low: float, high: float, usual: float, sensor: float, *, exact: bool) -> tuple[float, float]:
    missing = usual - (high - low)
    if missing <= 0 and not exact:
        return low, high
    if sensor < low:
        return low, high + missing
    if sensor > high:
        return low - missing, high
    return low - missing / 2, high + missing / 2
