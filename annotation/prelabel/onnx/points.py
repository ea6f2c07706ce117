"""Detectors of boxes in point clouds that an administrator brings as an ONNX file."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, PrelabelError, Proposal, Setup
from annotation.prelabel.onnx.names import class_names
from annotation.prelabel.onnx.runner import ONNX_FILE, Runner
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_answers import MOST_OBJECTS, NUMBERS, Reader
from annotation.prelabel.scenes import Floats, Found, Frame, SceneModel, SceneView
from core.text import Text

OUTPUTS = ("boxes", "scores", "labels")
TRIED = 1000
"""Points that a file is tried with."""


@PRELABELERS.register
class SceneOnnx(SceneModel):
    """One input, the points of a frame as n x 4 (x, y, z, intensity from 0 to 1), and the outputs `boxes` (m x 7: x, y,
    z, length, width, height, yaw), `scores` (m) and `labels` (m, numbers of classes): voxels and suppression are in the
    file, as exporters put them there. Frame and angle are those of `scene_answers`."""

    slug = "scene_onnx"
    title = Text(en="ONNX detector for scenes", zh="场景 ONNX 检测器")
    description = Text(
        en="A detector of boxes in point clouds as one ONNX file: points in (x, y, z, intensity), boxes, scores and"
        " labels out. What it finds is followed over the frames here.",
        zh="点云立体框检测器，单个 ONNX 文件：输入点（x、y、z、强度），输出 boxes、scores 和 labels。"
        "检测结果由本系统跨帧跟踪。",
    )
    kinds = frozenset({"cuboid", "track"})
    capabilities = frozenset({"detect3d"})
    file = ONNX_FILE
    fields = (
        Field("classes", Text(en="Its classes as labels", zh="类别与标签对应"), "classes", {}),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
        Field("frames", Text(en="Seen in so many frames", zh="最少出现帧数"), "number", 2, 1, 100),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._runner = _runner(setup)
        self._names = class_names(self._runner.names)

    def close(self) -> None:
        self._runner.close()

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Load the file and run it once on points of nothing."""
        runner = _runner(setup)
        try:
            _boxes(runner, np.random.default_rng(0).uniform(-20, 20, (TRIED, 4)))
        finally:
            runner.close()
        return {"classes": class_names(runner.names)}

    def proposals(self, scene: SceneView) -> list[Proposal]:
        return self.tracked(scene, least=int(self.setup.config["frames"]))

    def detect3d(self, frame: Frame) -> list[Found]:
        xyz, place = frame.around()
        points = np.concatenate([xyz, frame.points.intensity[:, None] / 255.0], axis=1)
        boxes, scores, labels = _boxes(self._runner, points)
        reader = Reader(self.setup, self.refused)
        found = []
        for box, score, label in zip(boxes[:MOST_OBJECTS], scores, labels, strict=False):
            number = int(label)
            name = self._names[number] if 0 <= number < len(self._names) else str(number)
            numbers = dict(zip(NUMBERS, box.tolist(), strict=True))
            found.append(reader.found(name, float(score), numbers, xyz, place))
        return [each for each in found if each]


def _runner(setup: Setup) -> Runner:
    if setup.file is None:
        raise PrelabelError("onnx-file", "The model's file is missing.", reason="missing")
    runner = Runner(setup.file)
    shape = runner.inputs[0]["shape"] if len(runner.inputs) == 1 else []
    if len(shape) != 2 or shape[0] is not None or shape[1] not in {None, 4}:
        runner.close()
        raise PrelabelError("onnx-points", f"Its input is {shape}, not n points of 4 numbers.", shape=str(shape))
    return runner


def _boxes(runner: Runner, points: Floats) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    first = runner.inputs[0]
    outputs = runner.run({first["name"]: points.astype(first["type"])})
    if not set(OUTPUTS) <= outputs.keys() or outputs["boxes"].shape[1:] != (7,):
        shapes = ", ".join(f"{name} {list(value.shape)}" for name, value in outputs.items())
        raise PrelabelError("onnx-boxes", f"Its outputs are {shapes}, not boxes, scores and labels.", shapes=shapes)
    boxes, scores, labels = (outputs[name] for name in OUTPUTS)
    if not len(boxes) == scores.size == labels.size:
        raise PrelabelError("onnx-boxes", "Boxes, scores and labels differ in number.", shapes="")
    return boxes, scores.reshape(-1), np.nan_to_num(labels.reshape(-1), nan=-1)
