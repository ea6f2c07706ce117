"""From what a model says of single frames to what is proposed for a whole scene: boxes and tracks, labels of points,
boxes carried on, boxes of pictures lifted. What people have labelled is left alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.tracking import Seen, joined, smoothed
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.thinning import thinned
from annotation.prelabel.base import Proposal
from annotation.prelabel.scene_carry import carried
from annotation.prelabel.scene_paint import painted
from annotation.prelabel.scene_view import Found, Frame, SceneView

if TYPE_CHECKING:
    from annotation.prelabel.scenes import SceneModel

__all__ = ["carried", "detected", "lifted", "painted"]

NEAR = 0.02
"""Metres to which the way of a thing is kept by its keyframes."""
EVERYWHERE = 0.8
"""Share of the frames in which something that stands must be seen to be a box of the whole scene."""


def detected(model: SceneModel, scene: SceneView) -> list[Proposal]:
    """Boxes found in all frames, joined into things."""
    return _joined(model, scene, model.detect3d, int(model.setup.config.get("frames", 2)))


def lifted(model: SceneModel, scene: SceneView) -> list[Proposal]:
    """What is in boxes of pictures, in space. A thing that several cameras see is one."""

    def found(frame: Frame) -> Iterable[Found]:
        kept: list[Found] = []
        for each in sorted(model.in_pictures(frame), key=lambda one: -one.score):
            one = model.lift_2d(frame, each.camera, each.box, each.label)
            if one and not any(_meet(one.box, other.box) for other in kept):
                kept.append(Found(one.label, one.box, math.sqrt(one.score * each.score), one.points, one.range))
        return kept

    return _joined(model, scene, found, int(model.setup.config.get("frames", 1)))


def _joined(
    model: SceneModel, scene: SceneView, find: Callable[[Frame], Iterable[Found]], least: int
) -> list[Proposal]:
    frames: list[list[Seen]] = []
    for frame in scene.frames:
        model.setup.check()
        drawn = [each.data for each in scene.labelled(frame.number)]
        found = [each for each in find(frame) if not any(_meet(each.box, box) for box in drawn)]
        frames.append([Seen(frame.number, each.box, each.score, each.label, each.points, each.range) for each in found])
    if len(frames) == 1:
        return [Proposal("cuboid", each.kind, each.box, each.score) for each in frames[0]]
    return [proposed(seen, scene) for seen in joined(frames, scene.times, least=min(least, len(frames)))]


def _meet(a: Mapping[str, float], b: Mapping[str, float]) -> bool:
    """Whether the middle of one lies in the other."""
    middle = np.array([[a["x"], a["y"], a["z"]]])
    other = np.array([[b["x"], b["y"], b["z"]]])
    return bool(boxes.inside(middle, b, 0.3)[0] or boxes.inside(other, a, 0.3)[0])


def proposed(seen: Sequence[Seen], scene: SceneView) -> Proposal:
    """One thing: a box of the whole scene where it stands and is seen nearly always, else a track."""
    frames = len(scene.manifest.frames)
    placed, stands = smoothed(seen, [scene.times[each.frame] for each in seen])
    score = float(np.mean([each.score for each in seen]))
    if stands and scene.manifest.posed and len(seen) >= EVERYWHERE * frames:
        return Proposal("cuboid", seen[0].kind, placed[0], score)
    keys = [keyframe(each.frame, box, origin="model") for each, box in zip(seen, placed, strict=True)]
    kept: list[Keyframe] = thinned(keys, NEAR, of="cuboid", apart=boxes.apart)
    if seen[-1].frame + 1 < frames:
        kept.append({**keys[-1], "frame": seen[-1].frame + 1, "outside": True})
    return Proposal("track", seen[0].kind, {"of": "cuboid", "keyframes": kept}, score)
