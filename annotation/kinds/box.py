"""Upright boxes."""

from __future__ import annotations

from annotation.kinds import checking
from annotation.kinds.base import Affine, Data, Kind, Measure
from annotation.kinds.geometry import apply, blend, bounds
from annotation.kinds.registry import KINDS
from core.text import Text

KEYS = ("x", "y", "width", "height")


@KINDS.register
class Box(Kind):
    slug = "box"
    title = Text(en="Box", zh="矩形框")
    trackable = True
    compiled = checking.compiled(
        x=checking.Coordinate, y=checking.Coordinate, width=checking.Extent, height=checking.Extent
    )
    schema = {
        "type": "object",
        "properties": {
            "x": {"type": "number"},
            "y": {"type": "number"},
            "width": {"type": "number", "exclusiveMinimum": 0},
            "height": {"type": "number", "exclusiveMinimum": 0},
        },
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        box = checking.numbers(data, KEYS)
        checking.size(box, "width")
        checking.size(box, "height")
        return box

    @classmethod
    def measure(cls, data: Data) -> Measure:
        x, y, width, height = data["x"], data["y"], data["width"], data["height"]
        return Measure(width * height, 2 * (width + height), (x, y, x + width, y + height))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union."""
        width = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
        height = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
        if width <= 0 or height <= 0:
            return 0.0
        shared = width * height
        union = a["width"] * a["height"] + b["width"] * b["height"] - shared
        return min(1.0, float(shared / union)) if union > 0 else 0.0

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        a, b, c, d, e, f = matrix
        if b == d == 0 and a == e == 1:
            return {**data, "x": data["x"] + c, "y": data["y"] + f}
        x, y, width, height = data["x"], data["y"], data["width"], data["height"]
        return cls.from_bounds(
            *bounds(apply(matrix, [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]))
        )

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        left, top, right, bottom = cls.measure(data).bounds or (0, 0, 0, 0)
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            return [data]
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        return [cls.from_bounds(left, top, right, bottom)] if right > left and bottom > top else []

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return {key: blend(a[key], b[key], t) for key in KEYS}

    @staticmethod
    def from_bounds(left: float, top: float, right: float, bottom: float) -> Data:
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def sides_apart(a: Data, b: Data) -> float:
    """Pixels between the sides of two boxes that lie furthest apart."""
    ends = ((a[key], b[key]) for key in ("x", "y"))
    far = ((a[key] + a[size], b[key] + b[size]) for key, size in (("x", "width"), ("y", "height")))
    return float(max(abs(one - other) for one, other in (*ends, *far)))
