"""Boxes at an angle."""

from __future__ import annotations

from annotation.kinds.base import Affine, Data, Measure
from annotation.kinds.geometry import apply, bounds, overlap, shape
from annotation.kinds.registry import KINDS
from annotation.kinds.turned import TurnedBox, normal_angle
from core.text import Text

__all__ = ["RotatedBox", "normal_angle"]


@KINDS.register
class RotatedBox(TurnedBox):
    """Centre, size and angle in radians, clockwise on the screen, in (-pi, pi]."""

    slug = "rotated_box"
    title = Text(en="Rotated box", zh="旋转框")

    @classmethod
    def measure(cls, data: Data) -> Measure:
        width, height = data["width"], data["height"]
        return Measure(width * height, 2 * (width + height), bounds(cls.corners(data)))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union."""
        return overlap(shape(cls.corners(a)), shape(cls.corners(b)))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        a, b, c, d, e, f = matrix
        if b == d == 0 and a == e == 1:
            return {**data, "cx": data["cx"] + c, "cy": data["cy"] + f}
        return cls.from_corners(apply(matrix, cls.corners(data)))
