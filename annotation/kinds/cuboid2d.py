"""Boxes in space as a picture shows them: four upright edges."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from annotation.kinds import checking
from annotation.kinds.base import Affine, Data, InvalidData, Kind, Measure
from annotation.kinds.geometry import apply, blend, bounds, overlap
from annotation.kinds.registry import KINDS
from core.text import Text

EDGE = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}


@KINDS.register
class Cuboid2d(Kind):
    """[x, top, bottom] of each upright edge, round the box: left and right of the front, right and left of the back."""

    slug = "cuboid2d"
    title = Text(en="2D cuboid", zh="2D 立体框")
    trackable = True
    schema = {
        "type": "object",
        "properties": {"edges": {"type": "array", "items": EDGE, "minItems": 4, "maxItems": 4}},
        "required": ["edges"],
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        edges = checking.mapping(data, ("edges",))
        checking.points(edges["edges"], "edges", 4, axes=3)
        if len(edges["edges"]) != 4:
            raise InvalidData({"edges": ["must be four"]})
        for index, (_, top, bottom) in enumerate(edges["edges"]):
            if top > bottom:
                raise InvalidData({f"edges[{index}]": ["must have its top above its bottom"]})
        return edges

    @classmethod
    def corners(cls, data: Data) -> list[list[float]]:
        """The four upper corners, then the four lower ones, in the order of the edges."""
        edges = data["edges"]
        return [[x, top] for x, top, _ in edges] + [[x, bottom] for x, _, bottom in edges]

    @classmethod
    def outline(cls, data: Data) -> BaseGeometry:
        """What it covers of the picture: the convex hull of its corners."""
        hull: BaseGeometry = shapely.MultiPoint(cls.corners(data)).convex_hull
        return hull

    @classmethod
    def measure(cls, data: Data) -> Measure:
        hull = cls.outline(data)
        return Measure(hull.area, hull.length, bounds(cls.corners(data)))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union of what they cover."""
        return overlap(cls.outline(a), cls.outline(b))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        """Edges stay upright: each goes where its middle goes, and is as long as its ends lie apart in height."""
        corners = apply(matrix, cls.corners(data))
        ends = zip(corners[:4], corners[4:], strict=True)
        return {"edges": [[(p[0] + q[0]) / 2, min(p[1], q[1]), max(p[1], q[1])] for p, q in ends]}

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        """Kept whole while it overlaps the image: cut at its edge, it would be no box."""
        left, top, right, bottom = bounds(cls.corners(data))
        return [data] if left <= width and top <= height and right >= 0 and bottom >= 0 else []

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        pairs = zip(a["edges"], b["edges"], strict=True)
        return {"edges": [[blend(p, q, t) for p, q in zip(one, other, strict=True)] for one, other in pairs]}
