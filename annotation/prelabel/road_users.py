"""Road users in scenes without a model: ground, clusters, boxes of usual sizes, joined over the frames."""

from __future__ import annotations

import math

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.clusters import Ground, clusters_of
from annotation.geometry3d.detection import FEWEST, box_of, detect
from annotation.prelabel.base import Field, PrelabelError, Proposal, Setup
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_sorts import labels_of, size_of
from annotation.prelabel.scene_view import Floats, Found, Frame, SceneView
from annotation.prelabel.scenes import FRAMES, SceneModel
from core.text import Text

AROUND = 16.0
"""Metres around a click that are looked at."""
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
    capabilities = frozenset({"detect3d", "fit_click"})
    fields = (
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.6, 0, 1),
        Field("distance", Text(en="Farthest (m)", zh="最远距离（米）"), "number", 50, 5, 90),
        FRAMES,
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._labels = labels_of(setup)

    def proposals(self, scene: SceneView) -> list[Proposal]:
        if not self._labels:
            raise PrelabelError("no-fitting-labels", "No label for cuboids names a car, a van or a two-wheeler.")
        return super().proposals(scene)

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

    def fit_click(self, frame: Frame, place: Floats, label: str) -> Found | None:
        """The thing nearest to the place."""
        xyz, stand = frame.around()
        at = stand.inverse().apply(np.array([place]))[0]
        near = np.abs(xyz[:, :2] - at[:2]).max(axis=1) < AROUND
        xyz, ground = xyz[near], frame.points.ground[near]
        below = Ground.of(xyz, ground)
        found = clusters_of(xyz, ground, below)
        things = [found.index[members] for members in found.members() if len(members) >= FEWEST]
        away = [float(np.linalg.norm(xyz[index, :2] - at[:2], axis=1).min()) for index in things]
        if not away or min(away) > AIM:
            return None
        points = xyz[things[int(np.argmin(away))]]
        box = box_of(points, below, size_of(label, points))
        return Found(label, boxes.moved(stand, box), 1.0, len(points), math.hypot(box["x"], box["y"]))
