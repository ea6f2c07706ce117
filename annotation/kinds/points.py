"""Points: one or several that belong together, as the key points of a body."""

from __future__ import annotations

import math

import numpy as np

from annotation.kinds import checking
from annotation.kinds.base import Affine, Data, Kind, Measure
from annotation.kinds.geometry import Points as PointList
from annotation.kinds.geometry import apply, blend_points, bounds, closeness
from annotation.kinds.registry import KINDS
from core.text import Text


@KINDS.register
class Points(Kind):
    slug = "points"
    title = Text(en="Points", zh="点")
    trackable = True
    compiled = checking.compiled(points=checking.compiled_points(1))
    schema = {
        "type": "object",
        "properties": {"points": {"type": "array", "items": checking.POINT_SCHEMA, "minItems": 1}},
        "required": ["points"],
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        points = checking.mapping(data, ("points",))
        checking.points(points["points"], "points", 1)
        return points

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure(0.0, 0.0, bounds(data["points"]))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """exp(-d / 10 px) of the mean distance d; needs no table of sigmas per key point as OKS does."""
        return closeness(point_distance(a["points"], b["points"]))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        return {"points": apply(matrix, data["points"])}

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        inside = [point for point in data["points"] if 0 <= point[0] <= width and 0 <= point[1] <= height]
        return [{"points": inside}] if inside else []

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Point by point; where the numbers differ it stays at the nearer of the two."""
        if len(a["points"]) != len(b["points"]):
            return a if t < 0.5 else b
        return {"points": blend_points(a["points"], b["points"], t)}


def point_distance(a: PointList, b: PointList) -> float:
    """Mean distance in pixels: in order where both have as many points, else to the nearest, both ways."""
    if len(a) == len(b):
        return sum(math.dist(p, q) for p, q in zip(a, b, strict=True)) / len(a)
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    apart = np.linalg.norm(first[:, None, :] - second[None, :, :], axis=2)
    return float((apart.min(axis=1).mean() + apart.min(axis=0).mean()) / 2)
