"""Boxes in space."""

from __future__ import annotations

import math

from annotation.geometry3d.overlap import overlap_volume
from annotation.geometry3d.quaternion import Point, Quaternion, slerp, turned
from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData, Kind, Measure
from annotation.kinds.geometry import blend
from annotation.kinds.registry import KINDS
from core.text import Text

CENTRE = ("x", "y", "z")
SIZE = ("length", "width", "height")
TURN = ("qw", "qx", "qy", "qz")
KEYS = (*CENTRE, *SIZE, *TURN)
UNIT = 1e-3
"""How far the length of a quaternion may be from 1."""
SIGNS = tuple((i, j, k) for k in (-1, 1) for i, j in ((1, 1), (-1, 1), (-1, -1), (1, -1)))


@KINDS.register
class Cuboid(Kind):
    """Geometric centre in the scene's world frame, metres; length, width and height along the box's own x (forward), y
    (left) and z (up), as ISO 8855 has them; the unit quaternion turns the box's axes into those of the world."""

    slug = "cuboid"
    title = Text(en="Cuboid", zh="立体框")
    spatial = False
    trackable = True
    schema = {
        "type": "object",
        "properties": {
            **{key: {"type": "number"} for key in CENTRE},
            **{key: {"type": "number", "exclusiveMinimum": 0} for key in SIZE},
            **{key: {"type": "number", "minimum": -1 - UNIT, "maximum": 1 + UNIT} for key in TURN},
        },
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        box = checking.numbers(data, KEYS)
        for key in SIZE:
            checking.size(box, key)
        length = math.hypot(*(box[key] for key in TURN))
        if abs(length - 1) > UNIT:
            raise InvalidData({"qw": ["qw, qx, qy, qz must be a unit quaternion"]})
        return box

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure(volume=data["length"] * data["width"] * data["height"])

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union of the volumes, at any angle."""
        shared = overlap_volume(centre(a), size(a), turn(a), centre(b), size(b), turn(b))
        union = cls.measure(a).volume + cls.measure(b).volume - shared
        return max(0.0, min(1.0, shared / union))

    @classmethod
    def translate(cls, data: Data, dx: float, dy: float, dz: float = 0.0) -> Data:
        """Moved by metres of the world frame."""
        return {**data, "x": data["x"] + dx, "y": data["y"] + dy, "z": data["z"] + dz}

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Centre and size linear, the turn at even speed the shorter way round."""
        if t <= 0 or t >= 1:
            return a if t <= 0 else b
        between = {key: blend(a[key], b[key], t) for key in (*CENTRE, *SIZE)}
        return {**between, **dict(zip(TURN, slerp(turn(a), turn(b), t), strict=True))}

    @classmethod
    def corners(cls, data: Data) -> list[Point]:
        """The eight corners: the bottom, front left first and counter-clockwise seen from above, then the top alike."""
        half = tuple(data[key] / 2 for key in SIZE)
        x, y, z = centre(data)
        offsets = (turned(turn(data), (i * half[0], j * half[1], k * half[2])) for i, j, k in SIGNS)
        return [(x + dx, y + dy, z + dz) for dx, dy, dz in offsets]


def cuboid(at: Point, dimensions: Point, q: Quaternion) -> Data:
    """The data of a cuboid from its centre, (length, width, height) and turn."""
    return dict(zip(KEYS, (float(each) for each in (*at, *dimensions, *q)), strict=True))


def centre(data: Data) -> Point:
    return data["x"], data["y"], data["z"]


def size(data: Data) -> Point:
    return data["length"], data["width"], data["height"]


def turn(data: Data) -> Quaternion:
    return Quaternion(data["qw"], data["qx"], data["qy"], data["qz"])
