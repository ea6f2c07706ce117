"""Ellipses at an angle."""

from __future__ import annotations

import math

import numpy as np

from annotation.kinds.base import Affine, Data, Measure
from annotation.kinds.geometry import overlap, shape
from annotation.kinds.registry import KINDS
from annotation.kinds.turned import TurnedBox, normal_angle
from core.text import Text

CORNERS = 72
"""Of the polygon that stands for an ellipse."""


@KINDS.register
class Ellipse(TurnedBox):
    """What a rotated box encloses: centre, both diameters, and angle."""

    slug = "ellipse"
    title = Text(en="Ellipse", zh="椭圆")

    @classmethod
    def outline(cls, data: Data, corners: int = CORNERS) -> list[list[float]]:
        """A polygon with its corners on the ellipse, clockwise on the screen from its right-hand end."""
        cos, sin = math.cos(data["angle"]), math.sin(data["angle"])
        turns = [2 * math.pi * index / corners for index in range(corners)]
        ends = [(data["width"] / 2 * math.cos(turn), data["height"] / 2 * math.sin(turn)) for turn in turns]
        return [[data["cx"] + x * cos - y * sin, data["cy"] + x * sin + y * cos] for x, y in ends]

    @classmethod
    def measure(cls, data: Data) -> Measure:
        """The length is Ramanujan's, exact to far below a pixel."""
        a, b = data["width"] / 2, data["height"] / 2
        cos, sin = math.cos(data["angle"]), math.sin(data["angle"])
        half_width, half_height = math.hypot(a * cos, b * sin), math.hypot(a * sin, b * cos)
        h = ((a - b) / (a + b)) ** 2
        length = math.pi * (a + b) * (1 + 3 * h / (10 + math.sqrt(4 - 3 * h)))
        cx, cy = data["cx"], data["cy"]
        bounds = cx - half_width, cy - half_height, cx + half_width, cy + half_height
        return Measure(math.pi * a * b, length, bounds)

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union of the polygons that stand for them."""
        return overlap(shape(cls.outline(a)), shape(cls.outline(b)))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        """An affine image of an ellipse is an ellipse again; its axes are those of the map's stretch."""
        a, b, c, d, e, f = matrix
        if b == d == 0 and a == e == 1:
            return {**data, "cx": data["cx"] + c, "cy": data["cy"] + f}
        cos, sin = math.cos(data["angle"]), math.sin(data["angle"])
        turned = np.array([[a, b], [d, e]]) @ np.array([[cos, -sin], [sin, cos]])
        axes, half, _ = np.linalg.svd(turned @ np.diag([data["width"] / 2, data["height"] / 2]))
        # The axis that was the width stays the width, and keeps its direction.
        along = turned[:, 0]
        first = int(abs(axes[:, 1] @ along) > abs(axes[:, 0] @ along))
        axis = axes[:, first] * (1.0 if axes[:, first] @ along >= 0 else -1.0)
        return {
            "cx": a * data["cx"] + b * data["cy"] + c,
            "cy": d * data["cx"] + e * data["cy"] + f,
            "width": 2 * float(half[first]),
            "height": 2 * float(half[1 - first]),
            "angle": normal_angle(math.atan2(axis[1], axis[0])),
        }
