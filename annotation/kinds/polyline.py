"""Lines of straight pieces."""

from __future__ import annotations

import numpy as np
import shapely

from annotation.kinds import checking
from annotation.kinds.base import Affine, Data, Kind, Measure
from annotation.kinds.geometry import Points, apply, blend_points, bounds, closeness, path_length, resample
from annotation.kinds.registry import KINDS
from core.text import Text

SAMPLES = 64
"""Points along each line at which the distance of two lines is taken."""


@KINDS.register
class Polyline(Kind):
    slug = "polyline"
    title = Text(en="Polyline", zh="折线")
    trackable = True
    compiled = checking.compiled(points=checking.compiled_points(2))
    schema = {
        "type": "object",
        "properties": {"points": {"type": "array", "items": checking.POINT_SCHEMA, "minItems": 2}},
        "required": ["points"],
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        line = checking.mapping(data, ("points",))
        checking.points(line["points"], "points", 2)
        return line

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure(0.0, path_length(data["points"], closed=False), bounds(data["points"]))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """exp(-d / 10 px) of the mean distance d of the lines; their direction does not matter."""
        return closeness(line_distance(a["points"], b["points"]))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        return {"points": apply(matrix, data["points"])}

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        left, top, right, bottom = bounds(data["points"])
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            return [data]
        inside = shapely.LineString(data["points"]).intersection(shapely.box(0, 0, width, height))
        merged = shapely.line_merge(inside) if inside.geom_type == "MultiLineString" else inside
        parts = getattr(merged, "geoms", [merged])
        lines = [part for part in parts if isinstance(part, shapely.LineString) and part.length > 0]
        return [{"points": [[float(x), float(y)] for x, y in line.coords]} for line in lines]

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return {"points": blend_points(a["points"], b["points"], t)}


def line_distance(a: Points, b: Points) -> float:
    """Mean distance in pixels from points along each line to the other line, both ways."""
    there = _mean_distance(a, b)
    back = _mean_distance(b, a)
    return (there + back) / 2


def _mean_distance(samples_of: Points, line: Points) -> float:
    samples = shapely.points(np.asarray(resample(samples_of, SAMPLES, closed=False)))
    return float(np.mean(shapely.distance(samples, shapely.LineString(line))))
