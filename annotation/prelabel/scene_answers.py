"""What a detector of others says of the points of a frame, as boxes and labels of this project.

Points go to it, and boxes come from it, in the frame "ego": metres, x forward, y left, z up, the origin where the
points were seen from. A box is its geometric centre x, y, z, its length along x, width along y and height, and its yaw,
counter-clockwise and 0 along x.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds import KINDS, InvalidData
from annotation.prelabel.base import Refused, Setup
from annotation.prelabel.scene_view import Floats, Found, label_for

MOST_OBJECTS = 5000
"""Of one frame; more is a mistake of the model."""
NUMBERS = ("x", "y", "z", "length", "width", "height", "yaw")


@dataclass(frozen=True)
class Reader:
    """Counts in `refused` what cannot be used."""

    setup: Setup
    refused: Counter[Refused]

    def found(
        self, name: str, score: float, numbers: Mapping[str, float], xyz: Floats, place: Pose, known: str | None = None
    ) -> Found | None:
        """A box of the frame in the world, of the label that is known or that `name` stands for; None, counted, for one
        that cannot be used or is not good enough."""
        label = known or label_for(self.setup, name, "cuboid")
        if label is None:
            self.refused[Refused("label", name[:100])] += 1
            return None
        if not score >= self.setup.config["threshold"]:
            return None
        try:
            x, y, z, length, width, height, yaw = (float(numbers[key]) for key in NUMBERS)
            if not math.isfinite(yaw):
                raise ValueError("yaw")
            box = boxes.made(Pose.of((x, y, z), from_yaw(yaw)), length, width, height)
            KINDS["cuboid"].validate(box)
        except (KeyError, TypeError, ValueError, InvalidData):
            self.refused[Refused("broken", name[:40])] += 1
            return None
        points = int(boxes.inside(xyz, box).sum())
        return Found(label, boxes.moved(place, box), min(1.0, score), points, math.hypot(x, y))


def number(value: Any) -> float:
    """NaN for what is none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan


def local(stand: Pose, found: Found) -> dict[str, float]:
    """A box as it is said to a model; `stand` is how the frame "ego" stands in the world."""
    box = boxes.moved(Pose(stand.t, stand.q).inverse(), found.box)
    return {key: boxes.yaw(box) if key == "yaw" else float(box[key]) for key in NUMBERS}
