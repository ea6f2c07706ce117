"""Ground and road users as labels of the points of scenes, without a model."""

from __future__ import annotations

import math

import numpy as np

from annotation.geometry3d.detection import detect
from annotation.prelabel.base import Field, PrelabelError, Proposal, Setup
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_sorts import labels_of
from annotation.prelabel.scene_view import Frame, Mask, SceneView, Segmented
from annotation.prelabel.scenes import GROUND, SceneModel, task_field
from core.text import Text

SURE = 0.95
"""Of points that are called ground, so many are (Patchwork++ on the sweeps of its authors)."""


@PRELABELERS.register
class ScenePoints(SceneModel):
    """What the worker saw as ground when it prepared the scene, and the things that stand on it."""

    slug = "scene_points"
    title = Text(en="Ground and vehicles as point labels", zh="地面与车辆点云分割")
    description = Text(
        en="Labels the points of the ground and of cars, vans and two-wheelers, each with one number in all frames."
        " Frames that somebody has begun are left alone. Needs no model.",
        zh="为地面点以及轿车、面包车和两轮车的点标注类别，同一目标在所有帧中编号一致。已开始标注的帧不受影响。无需模型。",
    )
    kinds = frozenset({"point_labels"})
    capabilities = frozenset({"segment_points", "segment_ground"})
    fields = (
        task_field("segment_points", "segment_ground"),
        GROUND,
        Field("threshold", Text(en="Least score of vehicles", zh="车辆最低置信度"), "number", 0.6, 0, 1),
        Field("distance", Text(en="Farthest vehicle (m)", zh="车辆最远距离（米）"), "number", 50, 5, 90),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._labels = labels_of(setup, "point_labels")

    def proposals(self, scene: SceneView) -> list[Proposal]:
        if not self._labels:
            self.ground_label  # noqa: B018 - raises when there is nothing to paint with
        return super().proposals(scene)

    def segment_ground(self, frame: Frame) -> Mask:
        return frame.points.ground

    def segment_points(self, frame: Frame) -> Segmented:
        xyz, _ = frame.around()
        ground = frame.points.ground
        names = list(dict.fromkeys(self._labels.values()))
        of = np.zeros(len(xyz), np.uint32)
        sure = 0.0
        for number, each in enumerate(detect(xyz, ground), 1):
            label = self._labels.get(each.sort.name)
            far = math.hypot(each.box["x"], each.box["y"])
            if label and each.score >= self.setup.config["threshold"] and far <= self.setup.config["distance"]:
                of[each.index] = number << 16 | (names.index(label) + 1)
                sure += min(1.0, each.score) * len(each.index)
        try:
            names.append(self.ground_label)
        except PrelabelError:
            ground = np.zeros(len(xyz), np.bool_)
        of[ground] = len(names)
        painted = max(1, int((of > 0).sum()))
        return Segmented(names, of, (sure + SURE * int(ground.sum())) / painted)
