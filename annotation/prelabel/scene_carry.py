"""Tracks that people began, carried on over the frames: each box is looked for where its pace has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.kinds.keyframes import keyframe
from annotation.kinds.thinning import thinned
from annotation.kinds.track import at as state_of
from annotation.prelabel.base import Labelled, Proposal
from annotation.prelabel.scene_view import Floats, Found, Frame, SceneView

if TYPE_CHECKING:
    from annotation.prelabel.scenes import SceneModel

NEAR = 0.02
"""Metres to which the way of a thing is kept by its keyframes."""


@dataclass
class Walker:
    """A thing on its way from frame to frame. `pace` in metres per second, of the world."""

    of: Labelled
    frame: int
    box: Found
    pace: Floats
    found: list[tuple[int, Found]] = field(default_factory=list)
    lost: bool = False


def carried(model: SceneModel, scene: SceneView) -> list[Proposal]:
    """How tracks of people go on where they end, each a part of its track; where they stay as they are, nothing."""
    ways = {"forward": (1,), "back": (-1,), "both": (1, -1)}[str(model.setup.config.get("direction", "forward"))]
    return [made for step in ways for each in _walked(model, scene, step) if (made := _proposal(each, scene, step))]


def _walked(model: SceneModel, scene: SceneView, step: int) -> list[Walker]:
    walkers = [each for one in scene.picture.labelled if (each := _walker(one, scene, step))]
    last = len(scene.manifest.frames)
    reach = int(model.setup.config.get("reach", last))
    before: Frame | None = None
    for number in range(last)[::step]:
        after = number + step
        here = [each for each in walkers if not each.lost and each.frame == number and len(each.found) < reach]
        if not here or not 0 <= after < last:
            before = None
            continue
        model.setup.check()
        now = before or Frame(scene, number)
        before = Frame(scene, after)
        for each in here:
            _step(model, each, now, before)
    return walkers


def _walker(one: Labelled, scene: SceneView, step: int) -> Walker | None:
    """Where a track of people ends on this side; None for one that a person ended, and for other things."""
    if one.kind != "track" or one.data["of"] != "cuboid":
        return None
    key = one.data["keyframes"][-1 if step > 0 else 0]
    if key["outside"]:
        return None
    frame = int(key["frame"])
    return Walker(one, frame, Found(one.label, key["data"], 1.0), _pace(one, scene, frame, step))


def _pace(one: Labelled, scene: SceneView, frame: int, step: int) -> Floats:
    """How fast the track went into its end; zero where it has but one keyframe."""
    keys = [each for each in one.data["keyframes"] if not each["outside"]]
    before = state_of(one.data, frame - step) if len(keys) > 1 and 0 <= frame - step < len(scene.times) else None
    here = state_of(one.data, frame)
    if before is None or here is None:
        return np.zeros(3)
    return (_place(here["data"]) - _place(before["data"])) / max(abs(_between(scene, frame - step, frame)), 1e-3)


def _step(model: SceneModel, walker: Walker, before: Frame, after: Frame) -> None:
    seconds = abs(_between(after.scene, before.number, after.number))
    pose = Pose.from_json(walker.box.box)
    moved = Pose.of(_place(walker.box.box) + walker.pace * seconds, pose.q)
    expected = Found(walker.of.label, {**walker.box.box, **moved.json()}, walker.box.score)
    found = model.propagate(before, after, walker.box, expected)
    if found is None or found.score < float(model.setup.config.get("threshold", 0.0)):
        walker.lost = True
        return
    walker.pace = (_place(found.box) - _place(walker.box.box)) / max(seconds, 1e-3)
    walker.box, walker.frame = found, after.number
    walker.found.append((after.number, found))


def _proposal(walker: Walker, scene: SceneView, step: int) -> Proposal | None:
    if not walker.found:
        return None
    seen = walker.found[::step]
    keys = [keyframe(number, each.box, origin="model") for number, each in seen]
    kept = thinned(keys, NEAR, of="cuboid", apart=boxes.apart)
    after = seen[-1][0] + 1
    if after < len(scene.times):
        kept.append({**kept[-1], "frame": after, "outside": True})
    score = float(np.mean([each.score for _, each in seen]))
    data = {"of": "cuboid", "keyframes": kept}
    return Proposal("track", walker.of.label, data, score, walker.of.attributes, continues=walker.of.id)


def _place(box: dict[str, float]) -> Floats:
    return np.array([box["x"], box["y"], box["z"]])


def _between(scene: SceneView, one: int, other: int) -> float:
    return scene.times[other] - scene.times[one]
