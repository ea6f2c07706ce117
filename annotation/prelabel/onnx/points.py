"""Models of point clouds that an administrator brings as an ONNX file: of boxes, ground or labels of all points."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.poses import Pose
from annotation.kinds.point_labels import MOST_CLASSES
from annotation.prelabel.base import Field, PrelabelError, Setup
from annotation.prelabel.onnx.names import class_names
from annotation.prelabel.onnx.runner import ONNX_FILE, Runner
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_answers import MOST_OBJECTS, NUMBERS, Reader, local
from annotation.prelabel.scene_view import Floats, Found, Frame, Mask, Segmented
from annotation.prelabel.scenes import DIRECTION, FRAMES, GROUND, REACH, SceneModel, task_field
from core.text import Text

OUTPUTS = ("boxes", "scores", "labels")
TRIED = 1000
"""Points that a file is tried with."""
ASKED = {"fit_click": 3, "propagate": 7}
"""Numbers of the second input, by what is done."""


@PRELABELERS.register
class SceneOnnx(SceneModel):
    """One input, the points of a frame as n x 4 (x, y, z, intensity from 0 to 1), in the frame of `scene_answers`.

    Its outputs are, by what it does: `boxes` (m x 7: x, y, z, length, width, height, yaw), `scores` (m) and `labels`
    (m, numbers of classes), for voxels and suppression are in the file, as exporters put them there; `ground` (n, from
    0 to 1); or `labels` (n, numbers of classes, negative for none) and, where it tells things apart, `instances`
    (n, 0 for none).

    To fit a box where somebody clicks there is a second input of 1 x 3, the place; to carry boxes on one of 1 x 7, the
    box where it is expected. Outputs are those of boxes, of which the one with the highest score counts.
    """

    slug = "scene_onnx"
    title = Text(en="ONNX model for scenes", zh="场景 ONNX 模型")
    description = Text(
        en="A model of point clouds as one ONNX file: points in (x, y, z, intensity), and boxes, the ground or a label"
        " for every point out. What it finds is followed over the frames here.",
        zh="点云模型，单个 ONNX 文件：输入点（x、y、z、强度），输出立体框、地面或逐点标签。检测结果由本系统跨帧跟踪。",
    )
    capabilities = frozenset({"detect3d", "fit_click", "propagate", "segment_ground", "segment_points"})
    file = ONNX_FILE
    fields = (
        task_field("detect3d", "segment_points", "segment_ground", "propagate", "fit_click"),
        Field("classes", Text(en="Its classes as labels", zh="类别与标签对应"), "classes", {}),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
        FRAMES,
        REACH,
        DIRECTION,
        GROUND,
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
        points = np.random.default_rng(0).uniform(-20, 20, (TRIED, 4))
        task = setup.config["task"]
        try:
            if task == "segment_ground":
                _ground(runner, points)
            elif task == "segment_points":
                _labels(runner, points)
            else:
                _boxes(runner, points, np.ones(ASKED[task]) if task in ASKED else None)
        finally:
            runner.close()
        return {"classes": class_names(runner.names)}

    def detect3d(self, frame: Frame) -> list[Found]:
        points, place = _points(frame)
        boxes, scores, labels = _boxes(self._runner, points)
        reader = Reader(self.setup, self.refused)
        found = []
        for box, score, label in zip(boxes[:MOST_OBJECTS], scores, labels, strict=False):
            numbers = dict(zip(NUMBERS, box.tolist(), strict=True))
            found.append(reader.found(self._name(int(label)), float(score), numbers, points[:, :3], place))
        return [each for each in found if each]

    def fit_click(self, frame: Frame, place: Floats, label: str) -> Found | None:
        _, stand = frame.around()
        return self._best(frame, stand.inverse().apply(place[None])[0], label)

    def propagate(self, before: Frame, after: Frame, box: Found, expected: Found) -> Found | None:
        _, stand = after.around()
        return self._best(after, np.array(list(local(stand, expected).values())), box.label)

    def _best(self, frame: Frame, asked: Floats, label: str) -> Found | None:
        """The likeliest box, which is of a label known before."""
        points, place = _points(frame)
        boxes, scores, _ = _boxes(self._runner, points, asked)
        if not len(boxes):
            return None
        best = int(scores.argmax())
        numbers = dict(zip(NUMBERS, boxes[best].tolist(), strict=True))
        return Reader(self.setup, self.refused).found("", float(scores[best]), numbers, points[:, :3], place, label)

    def segment_ground(self, frame: Frame) -> Mask:
        return _ground(self._runner, _points(frame)[0]) >= 0.5

    def segment_points(self, frame: Frame) -> Segmented:
        classes, instances = _labels(self._runner, _points(frame)[0])
        known = np.unique(classes[classes >= 0])
        of = np.where(classes >= 0, np.searchsorted(known, classes) + 1, 0).astype(np.uint32)
        return Segmented([self._name(int(each)) for each in known], of | instances.astype(np.uint32) << np.uint32(16))

    def _name(self, number: int) -> str:
        return self._names[number] if 0 <= number < len(self._names) else str(number)


def _points(frame: Frame) -> tuple[Floats, Pose]:
    """n x 4 for the model, and how their frame stands in the world."""
    xyz, place = frame.around()
    return np.concatenate([xyz, frame.points.intensity[:, None] / 255.0], axis=1), place


def _runner(setup: Setup) -> Runner:
    if setup.file is None:
        raise PrelabelError("onnx-file", "The model's file is missing.", reason="missing")
    runner = Runner(setup.file)
    wanted = 2 if setup.config["task"] in ASKED else 1
    shape = runner.inputs[0]["shape"] if len(runner.inputs) == wanted else []
    if len(shape) != 2 or shape[0] is not None or shape[1] not in {None, 4}:
        runner.close()
        raise PrelabelError("onnx-points", f"Its input is {shape}, not n points of 4 numbers.", shape=str(shape))
    return runner


def _boxes(
    runner: Runner, points: Floats, asked: Floats | None = None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    given = [points] if asked is None else [points, asked[None]]
    pairs = zip(runner.inputs, given, strict=True)
    outputs = runner.run({each["name"]: value.astype(each["type"]) for each, value in pairs})
    if not set(OUTPUTS) <= outputs.keys() or outputs["boxes"].shape[1:] != (7,):
        shapes = ", ".join(f"{name} {list(value.shape)}" for name, value in outputs.items())
        raise PrelabelError("onnx-boxes", f"Its outputs are {shapes}, not boxes, scores and labels.", shapes=shapes)
    boxes, scores, labels = (outputs[name] for name in OUTPUTS)
    if not len(boxes) == scores.size == labels.size:
        raise PrelabelError("onnx-boxes", "Boxes, scores and labels differ in number.", shapes="")
    return boxes, scores.reshape(-1), np.nan_to_num(labels.reshape(-1), nan=-1)


def _ground(runner: Runner, points: Floats) -> NDArray[Any]:
    return _each(runner, points, "ground")["ground"].reshape(-1)


def _labels(runner: Runner, points: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Class and instance of every point."""
    outputs = _each(runner, points, "labels")
    labels = np.nan_to_num(outputs["labels"].reshape(-1), nan=-1).clip(-1, MOST_CLASSES - 1).astype(np.intp)
    instances = np.nan_to_num(outputs.get("instances", np.zeros(len(points))).reshape(-1))
    if len(instances) != len(labels):
        raise PrelabelError("onnx-per-point", "It does not answer for each point.", shapes="instances")
    return labels, instances.clip(0, MOST_CLASSES).astype(np.intp)


def _each(runner: Runner, points: Floats, name: str) -> dict[str, NDArray[Any]]:
    """Outputs of which the one of this name says something of each point."""
    first = runner.inputs[0]
    outputs = runner.run({first["name"]: points.astype(first["type"])})
    if name not in outputs or outputs[name].size != len(points):
        shapes = ", ".join(f"{each} {list(value.shape)}" for each, value in outputs.items())
        raise PrelabelError("onnx-per-point", f"Its outputs are {shapes}, not {name} of each point.", shapes=shapes)
    return outputs
