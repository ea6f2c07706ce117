"""Skeletons: named points that belong together as the label's template says, each seen, hidden or not labelled."""

from __future__ import annotations

import math
from collections.abc import Mapping

from annotation.kinds import checking
from annotation.kinds.base import Affine, Bounds, Data, InvalidData, Kind, Measure
from annotation.kinds.geometry import apply, blend, bounds
from annotation.kinds.registry import KINDS
from core.text import Text

UNLABELLED, HIDDEN, VISIBLE = 0, 1, 2
"""As COCO has it: nobody says where the point is; it is covered, but its place is known; it is seen."""
MOST_POINTS = 1000
LONGEST_NAME = 100
SIGMA = 0.09
"""Spread of a point whose template gives none, as a share of the object's size: half of the k of COCO's OKS."""

Joint = list[float]
"""[x, y, visibility]."""


@KINDS.register
class Skeleton(Kind):
    slug = "skeleton"
    title = Text(en="Skeleton", zh="骨架")
    trackable = True
    schema = {
        "type": "object",
        "properties": {
            "points": {
                "type": "object",
                "description": "[x, y, visibility] by the name of the point; 0 not labelled, 1 hidden, 2 visible.",
                "additionalProperties": {**checking.POINT3D_SCHEMA},
                "minProperties": 1,
            }
        },
        "required": ["points"],
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        skeleton = checking.mapping(data, ("points",))
        points = skeleton["points"]
        if not isinstance(points, dict):
            raise InvalidData({"points": ["must be an object of [x, y, visibility]"]})
        if not 1 <= len(points) <= MOST_POINTS:
            raise InvalidData({"points": [f"must hold between 1 and {MOST_POINTS} points"]})
        for name, joint in points.items():
            if fault := _fault(name, joint):
                raise InvalidData({f"points.{str(name)[:LONGEST_NAME]}": [fault]})
        return skeleton

    @classmethod
    def marked(cls, data: Data) -> dict[str, Joint]:
        """The points whose place is known."""
        return {name: joint for name, joint in data["points"].items() if joint[2] != UNLABELLED}

    @classmethod
    def measure(cls, data: Data) -> Measure:
        """The bounds are those of the points whose place is known; of all where none is."""
        known = cls.marked(data) or data["points"]
        return Measure(0.0, 0.0, bounds([joint[:2] for joint in known.values()]))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Object keypoint similarity with one spread for all points; `oks` takes those of a template."""
        return oks(a, b)

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        points = data["points"]
        moved = apply(matrix, [joint[:2] for joint in points.values()])
        return {
            "points": {name: [*at, joint[2]] for (name, joint), at in zip(points.items(), moved, strict=True)},
        }

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        """Points outside are left out; what remains is one skeleton."""
        inside = {
            name: joint for name, joint in data["points"].items() if 0 <= joint[0] <= width and 0 <= joint[1] <= height
        }
        return [{"points": inside}] if any(joint[2] for joint in inside.values()) else []

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Point by point where both know the place; anything else is as in the nearer of the two."""
        nearer = (a if t < 0.5 else b)["points"]
        before, after = cls.marked(a), cls.marked(b)
        between = {
            name: [*(blend(p, q, t) for p, q in zip(before[name][:2], after[name][:2], strict=True)), joint[2]]
            for name, joint in nearer.items()
            if name in before and name in after
        }
        return {"points": {**nearer, **between}}


def oks(a: Data, b: Data, sigmas: Mapping[str, float] | None = None) -> float:
    """Object keypoint similarity: 1 for the same points, each counted by its spread and the size of the object.

    The size is the mean area of both bounds. A point that only one of the two knows counts as 0.
    """
    first, second = Skeleton.marked(a), Skeleton.marked(b)
    if not first or not second:
        return float(first.keys() == second.keys())
    area = max((_area(a) + _area(b)) / 2, 1.0)
    found = 0.0
    for name in first.keys() & second.keys():
        spread = 2 * ((sigmas or {}).get(name) or SIGMA)
        apart = math.dist(first[name][:2], second[name][:2])
        found += math.exp(-(apart**2) / (2 * area * spread**2))
    return found / len(first.keys() | second.keys())


def _area(data: Data) -> float:
    left, top, right, bottom = Skeleton.measure(data).bounds or _NOWHERE
    return (right - left) * (bottom - top)


_NOWHERE: Bounds = (0.0, 0.0, 0.0, 0.0)


def _fault(name: object, joint: object) -> str | None:
    if not (isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and "\0" not in name):
        return f"must have a name of 1 to {LONGEST_NAME} characters"
    if not (isinstance(joint, list) and len(joint) == 3 and all(map(checking.finite, joint))):
        return "must be [x, y, visibility]"
    return None if joint[2] in (UNLABELLED, HIDDEN, VISIBLE) else "must have a visibility of 0, 1 or 2"
