"""Road users in scenes without a model: ground, clusters, boxes of usual sizes, joined over the frames."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.clusters import Ground
from annotation.geometry3d.detection import Detected, box_of, detect
from annotation.geometry3d.sizes import sort_of
from annotation.prelabel.base import Field, PrelabelError, Proposal, Setup
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scenes import Floats, Found, Frame, Mask, SceneModel, SceneView
from core.text import Text

OFFERED = {
    "car": ("car", "van"),
    "van": ("van", "car"),
    "cyclist": ("cyclist",),
    "motorcycle": ("motorcycle", "cyclist"),
}
"""Sorts that are found well enough, and the sorts of labels they may go under. The others only compete: what looks
like a lorry is mostly a hedge (docs/decisions.md has the figures)."""
AIM = 0.9
"""Metres around a click within which the thing begins."""


@PRELABELERS.register
class RoadUsers(SceneModel):
    """Points that stand on the ground are joined into things; the size of a thing says what it is."""

    slug = "road_users"
    title = Text(en="Vehicles in scenes", zh="场景中的车辆")
    description = Text(
        en="Finds cars, vans and two-wheelers in the points by their size and follows them through the frames. Needs no"
        " model. Parked cars become one box for the whole scene.",
        zh="根据尺寸在点云中查找轿车、面包车和两轮车，并跨帧跟踪。无需模型。静止车辆在整个场景中为一个框。",
    )
    kinds = frozenset({"cuboid", "track"})
    capabilities = frozenset({"detect3d", "fit_click", "segment_ground", "lift_2d"})
    fields = (
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.6, 0, 1),
        Field("distance", Text(en="Farthest (m)", zh="最远距离（米）"), "number", 50, 5, 90),
        Field("frames", Text(en="Seen in so many frames", zh="最少出现帧数"), "number", 2, 1, 100),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._labels = labels_of(setup)

    def proposals(self, scene: SceneView) -> list[Proposal]:
        if not self._labels:
            raise PrelabelError("no-fitting-labels", "No label for cuboids names a car, a van or a two-wheeler.")
        return self.tracked(scene, least=int(self.setup.config["frames"]))

    def detect3d(self, frame: Frame) -> list[Found]:
        xyz, place = frame.around()
        found = []
        for each in detect(xyz, frame.points.ground):
            label = self._labels.get(each.sort.name)
            far = math.hypot(each.box["x"], each.box["y"])
            if label and each.score >= self.setup.config["threshold"] and far <= self.setup.config["distance"]:
                box = boxes.moved(place, each.box)
                found.append(Found(label, box, min(1.0, each.score), len(each.index), far))
        return found

    def segment_ground(self, frame: Frame) -> Mask:
        return frame.points.ground

    def fit_click(self, frame: Frame, place: Floats, label: str) -> Found | None:
        """Of what is found in the whole frame, the thing nearest to the place."""
        xyz, stand = frame.around()
        at = stand.inverse().apply(np.array([place]))[0]
        near = [each for each in detect(xyz, frame.points.ground) if _away(xyz, each, at) < AIM]
        if not near:
            return None
        return self._made(xyz, frame, min(near, key=lambda each: _away(xyz, each, at)), label)

    def lift_2d(self, frame: Frame, camera: str, box: Sequence[float], label: str) -> Found | None:
        """The thing most of whose points fall into the box, nearer ones before others."""
        xyz, _ = frame.around()
        inside = _in_picture(frame, camera, box)
        ground = frame.points.ground
        candidates = []
        for each in detect(xyz, ground):
            share = float(inside[each.index].mean())
            if share > 0.5:
                far = float(np.linalg.norm(xyz[each.index, :2].mean(axis=0)))
                candidates.append((inside[each.index].sum() / far, each))
        if not candidates:
            return None
        return self._made(xyz, frame, max(candidates, key=lambda each: float(each[0]))[1], label)

    def _made(self, xyz: Floats, frame: Frame, each: Detected, label: str) -> Found:
        """The box of a thing that is known to be of a label."""
        _, stand = frame.around()
        sort = sort_of(label)
        below = Ground.of(xyz, frame.points.ground)
        box = box_of(xyz[each.index], below, sort.size) if sort else each.box
        return Found(label, boxes.moved(stand, box), each.score, len(each.index))


def labels_of(setup: Setup) -> dict[str, str]:
    """Sort -> the label of the project under which it goes: the first that may be a cuboid."""
    named: dict[str, str] = {}
    for label, kinds in setup.labels.items():
        sort = sort_of(label)
        if sort and "cuboid" in kinds:
            named.setdefault(sort.name, label)
    found = {}
    for sort_name, wanted in OFFERED.items():
        fitting = [named[name] for name in wanted if name in named]
        if fitting:
            found[sort_name] = fitting[0]
    return found


def _away(xyz: Floats, each: Detected, at: Floats) -> float:
    return float(np.linalg.norm(xyz[each.index, :2] - at[:2], axis=1).min())


def _in_picture(frame: Frame, camera: str, box: Sequence[float]) -> Mask:
    manifest = frame.scene.manifest
    index = next((at for at, rig in enumerate(manifest.rigs) if rig.name == camera), None)
    pose = manifest.image(frame.number, index) if index is not None else None
    rig = manifest.rigs[index] if index is not None else None
    if rig is None or rig.camera is None or pose is None:
        raise PrelabelError("no-camera", f"{camera} has no calibration in this frame.", camera=camera)
    pixels, seen = rig.camera.project(pose.inverse().apply(frame.xyz))
    left, top, right, bottom = box
    with np.errstate(invalid="ignore"):
        within = np.asarray((pixels >= (left, top)) & (pixels <= (right, bottom))).all(axis=1)
    found: Mask = within & seen
    return found
