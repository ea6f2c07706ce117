"""Detectors that an administrator brings as an ONNX file."""

from __future__ import annotations

import ast
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, Picture, Prelabeler, PrelabelError, Proposal, Setup
from annotation.prelabel.geometry import as_data, clip, letterbox, suppress
from annotation.prelabel.onnx.outputs import READERS, Detections, read, style_of
from annotation.prelabel.opencv import cv
from annotation.prelabel.registry import PRELABELERS
from core.text import Text

DEFAULT_SIDE = 640
MOST_SIDE = 4096
MOST_CLASSES = 10_000
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
MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


@PRELABELERS.register
class Onnx(Prelabeler):
    """Runs on the processor; the file sees nothing but pixels."""

    slug = "onnx"
    title = Text(en="ONNX detector", zh="ONNX 检测器")
    description = Text(
        en="A detector of the YOLO or DETR family, exported to one ONNX file. Say which of its classes is which label.",
        zh="YOLO 或 DETR 系列检测器，导出为单个 ONNX 文件。请指定其类别与标签的对应关系。",
    )
    kinds = frozenset({"box"})
    needs_file = True
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
        Field("colours", Text(en="Order of colours", zh="颜色顺序"), "select", "rgb", options=COLOURS),
        Field("range", Text(en="Range of its input", zh="输入范围"), "select", "unit", options=RANGES),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
        Field("overlap", Text(en="Largest overlap of two boxes", zh="框间最大重叠"), "number", 0.5, 0, 1),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._session = _session(setup)
        self._names = class_names(self._session)
        self._size = _input_size(self._session, setup.config)
        self._labels = _label_map(setup, self._names)

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Load the file, run it once on grey, and tell input, outputs, style and classes."""
        session = _session(setup)
        width, height = _input_size(session, setup.config)
        names = class_names(session)
        grey = np.full((height, width, 3), 114, dtype=np.uint8)
        outputs = _run(session, grey, setup.config)
        style = _style(setup.config, outputs, names)
        read(style, outputs, (width, height))
        shapes = {name: list(value.shape) for name, value in outputs.items()}
        return {"input": [width, height], "outputs": shapes, "style": style, "classes": names}

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            if picture.wanted:
                self.setup.check()
                yield picture, self._detect(picture)

    def _detect(self, picture: Picture) -> list[Proposal]:
        pixels = picture.load()
        boxed, scale, left, top = letterbox(pixels, *self._size)
        outputs = _run(self._session, boxed, self.setup.config)
        found = read(_style(self.setup.config, outputs, self._names), outputs, self._size)
        boxes = (found.boxes - np.array([left, top, 0, 0])) / scale
        boxes = clip(boxes, pixels.shape[1], pixels.shape[0])
        return [
            Proposal("box", label, as_data(boxes[index]), float(min(1.0, found.scores[index])))
            for index in self._kept(found, boxes)
            if (label := self._labels.get(int(found.classes[index])))
        ]

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


def _session(setup: Setup) -> Any:
    """The model, loaded from a folder of its own: a file that refers to others finds none."""
    import onnxruntime  # slow to load, and only a model that runs needs it

    if setup.file is None:
        raise PrelabelError("onnx-file", "The model's file is missing.", reason="missing")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 4
    try:
        with tempfile.TemporaryDirectory() as folder:
            alone = Path(folder) / "model.onnx"
            shutil.copyfile(setup.file, alone)
            session = onnxruntime.InferenceSession(alone, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own types, one per kind of fault
        reason = str(error).splitlines()[0][:300]
        raise PrelabelError("onnx-file", f"This ONNX file cannot be used: {reason}", reason=reason) from error
    shape = session.get_inputs()[0].shape
    if len(shape) != 4 or (isinstance(shape[1], int) and shape[1] != 3):
        raise PrelabelError("onnx-input", f"Its input is {shape}, not one picture of 3 colours.", shape=str(shape))
    return session


def _input_size(session: Any, config: Mapping[str, Any]) -> tuple[int, int]:
    """(width, height): what the file fixes, else the settings, else 640."""
    shape = session.get_inputs()[0].shape
    sides = [
        fixed if isinstance(fixed, int) and 0 < fixed <= MOST_SIDE else int(config.get(key) or DEFAULT_SIDE)
        for fixed, key in ((shape[3], "width"), (shape[2], "height"))
    ]
    return sides[0], sides[1]


def class_names(session: Any) -> list[str]:
    """The names that exporters of YOLO write into the file ({0: 'person', ...}); empty when there are none."""
    text = session.get_modelmeta().custom_metadata_map.get("names", "")
    try:
        names = ast.literal_eval(text) if len(text) < 1_000_000 else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    if isinstance(names, dict) and all(isinstance(key, int) and 0 <= key < MOST_CLASSES for key in names):
        names = [names.get(number, str(number)) for number in range(max(names, default=-1) + 1)]
    return [str(name)[:100] for name in names] if isinstance(names, list) else []


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


def _run(session: Any, pixels: NDArray[np.uint8], config: Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    values: NDArray[Any] = pixels if config.get("colours") == "bgr" else cv.cvtColor(pixels, cv.COLOR_BGR2RGB)
    values = values.astype(np.float32)
    if config.get("range", "unit") != "byte":
        values /= 255
    if config.get("range") == "imagenet":
        values = (values - MEAN) / DEVIATION
    first, *others = session.get_inputs()
    kind = {"tensor(float16)": np.float16, "tensor(uint8)": np.uint8}.get(first.type, np.float32)
    feed: dict[str, Any] = {first.name: np.ascontiguousarray(values.transpose(2, 0, 1)[None]).astype(kind)}
    for other in others:  # RT-DETR asks for the size in which boxes are wanted
        feed[other.name] = np.array([[pixels.shape[1], pixels.shape[0]]], dtype=np.int64)
    try:
        results = session.run(None, feed)
    except Exception as error:  # onnxruntime's own types again
        reason = str(error).splitlines()[0][:300]
        raise PrelabelError("onnx-run", f"The model failed: {reason}", reason=reason) from error
    return {
        output.name: np.asarray(value, dtype=np.float64)
        for output, value in zip(session.get_outputs(), results, strict=True)
    }
