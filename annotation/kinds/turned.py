"""What lies in a box at an angle: the box itself, or the ellipse in it."""

from __future__ import annotations

import math

from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData, Kind
from annotation.kinds.geometry import blend

KEYS = ("cx", "cy", "width", "height", "angle")


class TurnedBox(Kind):
    """Centre, size and angle in radians, clockwise on the screen, in (-pi, pi]."""

    trackable = True
    schema = {
        "type": "object",
        "properties": {
            "cx": {"type": "number"},
            "cy": {"type": "number"},
            "width": {"type": "number", "exclusiveMinimum": 0},
            "height": {"type": "number", "exclusiveMinimum": 0},
            "angle": {"type": "number", "exclusiveMinimum": -math.pi, "maximum": math.pi},
        },
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        box = checking.numbers(data, KEYS)
        checking.size(box, "width")
        checking.size(box, "height")
        if not -math.pi < box["angle"] <= math.pi:
            raise InvalidData({"angle": ["must lie in (-pi, pi]"]})
        return box

    @classmethod
    def corners(cls, data: Data) -> list[list[float]]:
        """The four corners: top left, top right, bottom right, bottom left at angle 0."""
        cos, sin = math.cos(data["angle"]), math.sin(data["angle"])
        half_width, half_height = data["width"] / 2, data["height"] / 2
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return [
            [
                data["cx"] + sx * half_width * cos - sy * half_height * sin,
                data["cy"] + sx * half_width * sin + sy * half_height * cos,
            ]
            for sx, sy in signs
        ]

    @classmethod
    def from_corners(cls, corners: list[list[float]]) -> Data:
        """The rotated box around four corners whose top edge has the direction of the first side.

        All four sides tell the direction, each by its length: a short first side alone would turn the rounding of its
        ends into a large angle.
        """
        p, q, r, s = corners
        along_x, along_y = q[0] - p[0] + r[0] - s[0], q[1] - p[1] + r[1] - s[1]
        down_x, down_y = s[0] - p[0] + r[0] - q[0], s[1] - p[1] + r[1] - q[1]
        turn = 1 if along_x * down_y >= along_y * down_x else -1
        angle = math.atan2(along_y - turn * down_x, along_x + turn * down_y)
        cos, sin = math.cos(angle), math.sin(angle)
        across = [x * cos + y * sin for x, y in (p, q, r, s)]
        along = [-x * sin + y * cos for x, y in (p, q, r, s)]
        middle, centre = (min(across) + max(across)) / 2, (min(along) + max(along)) / 2
        return {
            "cx": middle * cos - centre * sin,
            "cy": middle * sin + centre * cos,
            "width": max(across) - min(across),
            "height": max(along) - min(along),
            "angle": normal_angle(angle),
        }

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        """Kept whole while its centre is inside: cutting would change its angle or size."""
        return [data] if 0 <= data["cx"] <= width and 0 <= data["cy"] <= height else []

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Linear, the angle along the shorter way round."""
        turn = normal_angle(b["angle"] - a["angle"])
        between = {key: blend(a[key], b[key], t) for key in KEYS[:4]}
        angle = b["angle"] if t >= 1 else normal_angle(a["angle"] + turn * max(t, 0.0))
        return {**between, "angle": angle}


def normal_angle(angle: float) -> float:
    """The same direction in (-pi, pi]."""
    if -math.pi < angle <= math.pi:
        return angle
    turned = math.remainder(angle, 2 * math.pi)
    return math.pi if turned <= -math.pi else turned
