"""Areas with straight edges and holes."""

from __future__ import annotations

from typing import Annotated

import shapely
from msgspec import Meta

from annotation.kinds import checking
from annotation.kinds.base import Affine, Data, InvalidData, Kind, Measure
from annotation.kinds.geometry import (
    apply,
    blend_points,
    bounds,
    overlap,
    path_length,
    polygons_of,
    ring_area,
    ring_points,
    shape,
)
from annotation.kinds.registry import KINDS
from core.text import Text

RING = {"type": "array", "items": checking.POINT_SCHEMA, "minItems": 3}
MOST_HOLES = 10_000


@KINDS.register
class Polygon(Kind):
    """One ring and its holes. The parts of an object that is cut in pieces are records of one group."""

    slug = "polygon"
    title = Text(en="Polygon", zh="多边形")
    trackable = True
    compiled = checking.compiled(
        points=checking.compiled_points(3),
        holes=Annotated[list[checking.compiled_points(3)], Meta(max_length=MOST_HOLES)],  # type: ignore[misc]
    )
    schema = {
        "type": "object",
        "properties": {"points": RING, "holes": {"type": "array", "items": RING}},
        "required": ["points", "holes"],
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        polygon = checking.mapping(data, ("points", "holes"))
        checking.points(polygon["points"], "points", 3)
        holes = polygon["holes"]
        if not isinstance(holes, list) or len(holes) > MOST_HOLES:
            raise InvalidData({"holes": [f"must be a list of at most {MOST_HOLES} rings"]})
        for index, hole in enumerate(holes):
            checking.points(hole, f"holes[{index}]", 3)
        return polygon

    @classmethod
    def measure(cls, data: Data) -> Measure:
        rings = [data["points"], *data["holes"]]
        area = ring_area(rings[0]) - sum(ring_area(hole) for hole in rings[1:])
        length = sum(path_length(ring, closed=True) for ring in rings)
        return Measure(max(area, 0.0), length, bounds(data["points"]))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union, without the holes."""
        return overlap(shape(a["points"], a["holes"]), shape(b["points"], b["holes"]))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        return {
            "points": apply(matrix, data["points"]),
            "holes": [apply(matrix, hole) for hole in data["holes"]],
        }

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        left, top, right, bottom = bounds(data["points"])
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            return [data]
        inside = shape(data["points"], data["holes"]).intersection(shapely.box(0, 0, width, height))
        return [cls.from_shape(part) for part in polygons_of(inside)]

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Point by point; rings of different length are resampled, holes follow only when both have as many."""
        holes = a["holes"] if t < 0.5 else b["holes"]
        if len(a["holes"]) == len(b["holes"]):
            pairs = zip(a["holes"], b["holes"], strict=True)
            holes = [blend_points(one, other, t, closed=True) for one, other in pairs]
        return {"points": blend_points(a["points"], b["points"], t, closed=True), "holes": holes}

    @classmethod
    def is_simple(cls, data: Data) -> bool:
        """Whether no ring crosses itself; rings that touch or cross one another do not matter here."""
        return all(shapely.LinearRing(ring).is_simple for ring in [data["points"], *data["holes"]])

    @staticmethod
    def from_shape(polygon: shapely.Polygon) -> Data:
        return {"points": ring_points(polygon.exterior), "holes": [ring_points(hole) for hole in polygon.interiors]}
