"""Boxes that people drew, carried on over the frames of a scene without a model."""

from __future__ import annotations

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.following import follow
from annotation.prelabel.base import Field
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_view import Floats, Found, Frame
from annotation.prelabel.scenes import DIRECTION, REACH, SceneModel
from core.text import Text

AROUND = 20.0
"""Metres around a thing that are looked at."""
UNSURE, HASTE, PUSH = 1.0, 12.0, 4.0
"""Metres around where it is expected in which a thing is looked for, and what a second adds: of one that has not been
seen to move, and of one that has."""


@PRELABELERS.register
class SceneFollow(SceneModel):
    """The points in a box are laid over those of the next frame; the box goes where they fit, and is fitted anew."""

    slug = "scene_follow"
    title = Text(en="Carry boxes on over the frames", zh="跨帧传播立体框")
    description = Text(
        en="Goes on with the tracks that people began: each box is found again in the frames that follow, with its"
        " size, until it is lost. Join what you accept with its beginning. Needs no model.",
        zh="延续人工开始的轨迹：保持尺寸，在后续帧中重新找到每个框，直至丢失。接受后可与原轨迹合并。无需模型。",
    )
    kinds = frozenset({"track"})
    capabilities = frozenset({"propagate"})
    fields = (
        REACH,
        DIRECTION,
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.4, 0, 1),
    )

    def propagate(self, before: Frame, after: Frame, box: Found, expected: Found) -> Found | None:
        was, now = _standing(before, box), _standing(after, expected)
        found = follow(
            was, now, box.box, expected.box, np.asarray(after.sensor.t), _reach(before, after, box, expected)
        )
        if found is None:
            return None
        place, score = found
        return Found(box.label, place, score, int(boxes.inside(now, place, 0.1).sum()))


def _standing(frame: Frame, around: Found) -> Floats:
    """The points around a box that are not ground, in the world."""
    xyz = frame.xyz
    near = (np.abs(xyz[:, :2] - (around.box["x"], around.box["y"])) < AROUND).all(axis=1)
    found: Floats = xyz[near & ~frame.points.ground]
    return found


def _reach(before: Frame, after: Frame, box: Found, expected: Found) -> float:
    times = after.scene.times
    seconds = min(1.0, abs(times[after.number] - times[before.number]))
    known = any(box.box[axis] != expected.box[axis] for axis in "xyz")
    return UNSURE + seconds * (PUSH if known else HASTE)
