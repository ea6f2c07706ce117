"""Detectors of boxes in pictures that an administrator brings as an ONNX file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, Picture, Prelabeler, PrelabelError, Proposal, Refused, Setup
from annotation.prelabel.geometry import GREY, as_data, clip, fitted, suppress
from annotation.prelabel.onnx.names import class_names
from annotation.prelabel.onnx.outputs import READERS, Detections, read, style_of
from annotation.prelabel.onnx.runner import ONNX_FILE, Runner
from annotation.prelabel.opencv import cv
from annotation.prelabel.registry import PRELABELERS
from core.text import Text

DEFAULT_SIDE = 640
MOST_SIDE = 4096
STYLES = (
    ("auto", Text(en="Find out", zh="自动识别")),
    ("yolov5", Text(en="YOLO v5, v6, v7", zh="YOLO v5、v6、v7 系列")),
    ("yolov8", Text(en="YOLO v8, v9, v11", zh="YOLO v8、v9、v11 系列")),
    ("end2end", Text(en="YOLO v10 or with suppression inside", zh="YOLO v10 或内含抑制")),
    ("detr", Text(en="DETR (logits and boxes)", zh="DETR 系列（logits 与 boxes）")),
    ("rtdetr", Text(en="RT-DETR (labels, boxes, scores)", zh="RT-DETR 系列（labels、boxes、scores）")),
)
COLOURS = (("rgb", Text(en="RGB", zh="RGB")), ("bgr", Text(en="BGR", zh="BGR")))
RANGES = (
    ("unit", Text(en="0 to 1", zh="0 到 1")),
    ("byte", Text(en="0 to 255", zh="0 到 255")),
    ("imagenet", Text(en="ImageNet mean and deviation", zh="ImageNet 均值与标准差")),
)
FITS = (
    ("letterbox", Text(en="Keep its shape, grey bars on both sides", zh="保持比例，两侧灰边")),
    ("corner", Text(en="Keep its shape, grey bars right and below", zh="保持比例，右侧和下方灰边")),
    ("stretch", Text(en="Stretch it to the whole input", zh="拉伸至整个输入")),
)
MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


@PRELABELERS.register
class Onnx(Prelabeler):
    """Runs on the processor, in a process of its own; the file sees nothing but pixels."""

    slug = "onnx"
    title = Text(en="ONNX detector", zh="ONNX 检测器")
    description = Text(
        en="A detector of the YOLO or DETR family, exported to one ONNX file. Say which of its classes is which label.",
        zh="YOLO 或 DETR 系列检测器，导出为单个 ONNX 文件。请指定其类别与标签的对应关系。",
    )
    kinds = frozenset({"box"})
    modalities = frozenset({"image", "video"})
    frame_by_frame = True
    file = ONNX_FILE
    fields = (
        Field("classes", Text(en="Its classes as labels", zh="类别与标签对应"), "classes", {}),
        Field("style", Text(en="Style of its outputs", zh="输出样式"), "select", "auto", options=STYLES),
        Field(
            "width",
            Text(en="Width of its input (as in the file when empty)", zh="输入宽度（留空取文件值）"),
            "number",
            None,
            16,
            MOST_SIDE,
        ),
        Field("height", Text(en="Height of its input", zh="输入高度"), "number", None, 16, MOST_SIDE),
        Field("fit", Text(en="How an image is fitted in", zh="图片适配方式"), "select", "letterbox", options=FITS),
        Field("colours", Text(en="Order of colours", zh="颜色顺序"), "select", "rgb", options=COLOURS),
        Field("range", Text(en="Range of its input", zh="输入范围"), "select", "unit", options=RANGES),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
        Field("overlap", Text(en="Largest overlap of two boxes", zh="框间最大重叠"), "number", 0.5, 0, 1),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._runner = _runner(setup)
        try:
            self._names = class_names(self._runner.names)
            self._size = _input_size(self._runner, setup.config)
            self._labels = _label_map(setup, self._names)
        except PrelabelError:
            self.close()
            raise

    def close(self) -> None:
        self._runner.close()

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Load the file, run it once on grey, and tell input, outputs, style and classes."""
        runner = _runner(setup)
        try:
            width, height = _input_size(runner, setup.config)
            names = class_names(runner.names)
            grey = np.full((height, width, 3), GREY, dtype=np.uint8)
            outputs = _run(runner, grey, setup.config)
        finally:
            runner.close()
        style = _style(setup.config, outputs, names)
        read(style, outputs, (width, height))
        shapes = {name: list(value.shape) for name, value in outputs.items()}
        return {"input": [width, height], "outputs": shapes, "style": style, "classes": names}

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            if picture.wanted:
                self.setup.check()
                yield picture, self.detect(picture)

    def detect(self, picture: Picture) -> list[Proposal]:
        """Boxes in one picture."""
        pixels = picture.load()
        fit = fitted(pixels, *self._size, self.setup.config["fit"])
        outputs = _run(self._runner, fit.pixels, self.setup.config)
        found = read(_style(self.setup.config, outputs, self._names), outputs, self._size)
        boxes = clip(fit.back(found.boxes), pixels.shape[1], pixels.shape[0])
        proposals = []
        for index in self._kept(found, boxes):
            number = int(found.classes[index])
            if label := self._labels.get(number):
                proposals.append(Proposal("box", label, as_data(boxes[index]), float(min(1.0, found.scores[index]))))
            else:
                self.refused[
                    Refused("label", self._names[number] if 0 <= number < len(self._names) else str(number))
                ] += 1
        return proposals

    def _kept(self, found: Detections, boxes: NDArray[np.float64]) -> list[int]:
        """Indices of what is good enough, after suppression within each class."""
        sound = np.isfinite(boxes).all(axis=1) & np.isfinite(found.scores) & (boxes[:, 2:] > 1).all(axis=1)
        good = np.flatnonzero(sound & (found.scores >= self.setup.config["threshold"]))
        if found.suppressed:
            return [int(index) for index in good]
        kept: list[int] = []
        for number in np.unique(found.classes[good]):
            same = good[found.classes[good] == number]
            best = suppress(boxes[same], found.scores[same], self.setup.config["overlap"])
            kept += [int(same[index]) for index in best]
        return kept


def _runner(setup: Setup) -> Runner:
    if setup.file is None:
        raise PrelabelError("onnx-file", "The model's file is missing.", reason="missing")
    runner = Runner(setup.file)
    shape = runner.inputs[0]["shape"] if runner.inputs else []
    if len(shape) != 4 or shape[1] not in {None, 3}:
        runner.close()
        raise PrelabelError("onnx-input", f"Its input is {shape}, not one picture of 3 colours.", shape=str(shape))
    return runner


def _input_size(runner: Runner, config: Mapping[str, Any]) -> tuple[int, int]:
    """(width, height): what the file fixes, else the settings, else 640."""
    shape = runner.inputs[0]["shape"]
    sides = [
        fixed if fixed and 0 < fixed <= MOST_SIDE else int(config.get(key) or DEFAULT_SIDE)
        for fixed, key in ((shape[3], "width"), (shape[2], "height"))
    ]
    return sides[0], sides[1]


def _label_map(setup: Setup, names: list[str]) -> dict[int, str]:
    """Class number -> label: as configured by name or number, else where class and label have the same name."""
    given: Mapping[str, str] = setup.config.get("classes") or {}
    result = {}
    for number in range(max(len(names), max((int(key) + 1 for key in given if key.isdigit()), default=0))):
        name = names[number] if number < len(names) else str(number)
        label = given.get(name) or given.get(str(number)) or (name if not given else "")
        if label in setup.labels:
            result[number] = label
    if not result:
        raise PrelabelError("no-classes", "None of the model's classes is a label of this project.")
    return result


def _style(config: Mapping[str, Any], outputs: Mapping[str, NDArray[np.float64]], names: list[str]) -> str:
    chosen = str(config.get("style", "auto"))
    if chosen in READERS:
        return chosen
    return style_of({name: value.shape for name, value in outputs.items()}, len(names) or None)


def _run(runner: Runner, pixels: NDArray[np.uint8], config: Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    values: NDArray[Any] = pixels if config.get("colours") == "bgr" else cv.cvtColor(pixels, cv.COLOR_BGR2RGB)
    values = values.astype(np.float32)
    if config.get("range", "unit") != "byte":
        values /= 255
    if config.get("range") == "imagenet":
        values = (values - MEAN) / DEVIATION
    first, *others = runner.inputs
    feed: dict[str, NDArray[Any]] = {first["name"]: values.transpose(2, 0, 1)[None].astype(first["type"])}
    for other in others:  # RT-DETR asks for the size in which boxes are wanted
        feed[other["name"]] = np.array([[pixels.shape[1], pixels.shape[0]]], dtype=other["type"])
    return runner.run(feed)
