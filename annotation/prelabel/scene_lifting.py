"""Boxes of pictures put into space: the points behind a box that are not ground, parted into things, and the one whose
box fills it best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.cameras import Camera
from annotation.geometry3d.clusters import Ground, clusters_of
from annotation.geometry3d.detection import box_of
from annotation.geometry3d.poses import Pose
from annotation.prelabel.base import PrelabelError, Setup
from annotation.prelabel.scene_sorts import size_of
from annotation.prelabel.scene_view import Floats, Found, Frame, Mask
from annotation.prelabel.scenes import SceneModel

FEWEST = 5
"""Points without which there is nothing to put a box around."""
TRIED = 4
"""Parts of what is in the box that are fitted, those with most points for their distance."""


class LiftsBoxes(SceneModel):
    """Puts boxes of pictures into space by the points behind them."""

    kinds = frozenset({"cuboid", "track"})
    capabilities = frozenset({"lift_2d"})

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._behind: Behind | None = None

    def lift_2d(self, frame: Frame, camera: str, box: Sequence[float], label: str) -> Found | None:
        if self._behind is None or self._behind.frame is not frame:
            self._behind = Behind(frame)
        return self._behind.lift(camera, box, label)


@dataclass
class Behind:
    """What is behind the pictures of a frame: worked out once for all boxes in them."""

    frame: Frame
    pixels: dict[str, tuple[Floats, Mask]] = field(default_factory=dict)

    @cached_property
    def around(self) -> tuple[Floats, Pose, Ground]:
        xyz, stand = self.frame.around()
        return xyz, stand, Ground.of(xyz, self.frame.points.ground)

    def lift(self, camera: str, box: Sequence[float], label: str) -> Found | None:
        lens, pose = lens_of(self.frame, camera)
        if camera not in self.pixels:
            self.pixels[camera] = lens.project(pose.inverse().apply(self.frame.xyz))
        pixels, seen = self.pixels[camera]
        left, top, right, bottom = box
        with np.errstate(invalid="ignore"):
            inside = seen & ((pixels >= (left, top)) & (pixels <= (right, bottom))).all(axis=1)
        xyz, stand, below = self.around
        xyz = xyz[inside & ~self.frame.points.ground]
        parts = clusters_of(xyz, np.zeros(len(xyz), np.bool_), below)
        things = [xyz[parts.index[members]] for members in parts.members() if len(members) >= FEWEST]
        best: Found | None = None
        for thing in sorted(things, key=_weight)[-TRIED:]:
            world = boxes.moved(stand, box_of(thing, below, size_of(label, thing)))
            filled = round(_filled(lens, pose, world, (left, top, right, bottom)), 4)
            if best is None or filled > best.score:
                best = Found(label, world, filled, len(thing), _away(thing))
        return best


def _weight(points: Floats) -> float:
    """Points for the distance, so that a near thing comes before the wall behind it."""
    return len(points) / max(_away(points), 1.0)


def _away(points: Floats) -> float:
    return float(np.linalg.norm(points[:, :2].mean(axis=0)))


def _filled(lens: Camera, pose: Pose, world: dict[str, float], box: tuple[float, float, float, float]) -> float:
    """Overlap of a box in the picture and what a box in space takes up there."""
    pixels, seen = lens.project(pose.inverse().apply(boxes.corners(world)))
    if not seen.all():
        return 0.0
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    low, high = np.maximum(low, 0), np.minimum(high, (lens.width, lens.height))
    shared = np.maximum(np.minimum(high, box[2:]) - np.maximum(low, box[:2]), 0).prod()
    union = np.maximum(high - low, 0).prod() + (box[2] - box[0]) * (box[3] - box[1]) - shared
    return float(shared / union) if union > 0 and math.isfinite(float(union)) else 0.0


def lens_of(frame: Frame, camera: str) -> tuple[Camera, Pose]:
    """The lens of a camera, and how it stands in the world in a frame. Raises PrelabelError "no-camera"."""
    manifest = frame.scene.manifest
    index = next((at for at, rig in enumerate(manifest.rigs) if rig.name == camera), None)
    pose = manifest.image(frame.number, index) if index is not None else None
    lens = manifest.rigs[index].camera if index is not None else None
    if lens is None or pose is None:
        raise PrelabelError("no-camera", f"{camera} has no calibration in this frame.", camera=camera)
    return lens, pose
