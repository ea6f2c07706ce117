"""What lines and areas in space share: points [x, y, z] in metres of the scene's world frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData, Kind, Measure
from annotation.kinds.geometry import blend

Points = Sequence[Sequence[float]]
CLOSENESS = 0.5
"""Metres at which the similarity of two paths has fallen to 1/e."""
SAMPLES = 64
"""Points along each path at which the distance of two paths is taken."""


class Path3d(Kind):
    """`data` is {"points": [[x, y, z], ...]}; where parts are hidden also "visible", true or false of each."""

    spatial = False
    trackable = True
    least: ClassVar[int]
    closed: ClassVar[bool]

    @classmethod
    def schema_of(cls, least: int) -> dict[str, Any]:
        points = {"type": "array", "items": checking.POINT3D_SCHEMA, "minItems": least}
        visible = {"type": "array", "items": {"type": "boolean"}, "minItems": least}
        return {
            "type": "object",
            "properties": {"points": points, "visible": visible},
            "required": ["points"],
            "additionalProperties": False,
        }

    @classmethod
    def validate(cls, data: object) -> Data:
        has_parts = isinstance(data, dict) and "visible" in data
        path = checking.mapping(data, ("points", "visible") if has_parts else ("points",))
        checking.points(path["points"], "points", cls.least, axes=3)
        if has_parts and not _is_flags(path["visible"], len(path["points"])):
            raise InvalidData({"visible": ["must say true or false of each point"]})
        return path

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure(length=path_length(data["points"], closed=cls.closed))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """exp(-d / 0.5 m) of the mean distance d from points along each path to the other, whatever their direction."""
        there = _mean_distance(a["points"], b["points"], cls.closed)
        back = _mean_distance(b["points"], a["points"], cls.closed)
        return math.exp(-(there + back) / 2 / CLOSENESS)

    @classmethod
    def translate(cls, data: Data, dx: float, dy: float, dz: float = 0.0) -> Data:
        """Moved by metres of the world frame."""
        return {**data, "points": [[x + dx, y + dy, z + dz] for x, y, z in data["points"]]}

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return {"points": blend_paths(a["points"], b["points"], t, closed=cls.closed)}


def _is_flags(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(each, bool) for each in value)


def path_length(points: Points, *, closed: bool) -> float:
    ends = [*points[1:], points[0]] if closed else points[1:]
    return sum(math.dist(p, q) for p, q in zip(points, ends, strict=False))


def resample(points: Points, count: int, *, closed: bool) -> list[list[float]]:
    """`count` points at equal distance along the path, from its first point."""
    line = np.asarray([*points, points[0]] if closed else points, dtype=np.float64)
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0.0, steps[-1], count, endpoint=not closed)
    columns = [np.interp(at, steps, line[:, axis]) for axis in range(line.shape[1])]
    return [[float(value) for value in row] for row in np.stack(columns, axis=1)]


def blend_paths(a: Points, b: Points, t: float, *, closed: bool) -> list[list[float]]:
    """Point by point when both have as many points, otherwise after resampling to the larger number."""
    if t <= 0 or t >= 1:
        return [list(point) for point in (a if t <= 0 else b)]
    if len(a) != len(b):
        count = max(len(a), len(b))
        a, b = resample(a, count, closed=closed), resample(b, count, closed=closed)
    return [[blend(p, q, t) for p, q in zip(one, other, strict=True)] for one, other in zip(a, b, strict=True)]


def _mean_distance(samples_of: Points, path: Points, closed: bool) -> float:
    samples = np.asarray(resample(samples_of, SAMPLES, closed=closed))
    line = np.asarray([*path, path[0]] if closed else path, dtype=np.float64)
    start, along = line[:-1], np.diff(line, axis=0)
    squares = np.maximum((along**2).sum(axis=1), 1e-300)
    t = np.clip(((samples[:, None] - start) * along).sum(axis=2) / squares, 0.0, 1.0)
    nearest = start + t[:, :, None] * along
    return float(np.linalg.norm(samples[:, None] - nearest, axis=2).min(axis=1).mean())
