"""What detectors give out, brought to one shape: boxes in pixels of the model's input, scores and class numbers.

YOLO v5 to v7: [1, n, 5 + classes] with centre, size, objectness, class shares. YOLO v8 to v11: [1, 4 + classes, n].
End to end (v10, exports with suppression): [1, n, 6] with left, top, right, bottom, score, class. DETR: logits
[1, n, classes + 1] (the last is "nothing") and boxes [1, n, 4] as shares of the input. RT-DETR: labels, boxes, scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import PrelabelError
from annotation.prelabel.geometry import Boxes

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Detections:
    boxes: Boxes
    """x, y, width, height in pixels of the model's input."""
    scores: Array
    classes: NDArray[np.int64]
    suppressed: bool
    """Whether the model itself has removed what overlaps."""


def style_of(shapes: Mapping[str, tuple[int, ...]], classes: int | None) -> str:
    """The style of outputs with these shapes; raises PrelabelError "onnx-outputs" when it is none we know."""
    names = {name.rpartition("/")[2].lower() for name in shapes}
    if {"labels", "boxes", "scores"} <= names:
        return "rtdetr"
    if len(shapes) >= 2 and any("logit" in name for name in names) and any("box" in name for name in names):
        return "detr"
    if len(shapes) == 1:
        shape = next(iter(shapes.values()))
        if len(shape) == 3:
            return _yolo_style(shape, classes)
    described = ", ".join(f"{name} {list(shape)}" for name, shape in shapes.items())
    raise PrelabelError("onnx-outputs", f"The outputs are of no known style: {described}.", outputs=described)


def _yolo_style(shape: tuple[int, ...], classes: int | None) -> str:
    _, rows, columns = shape
    if columns == 6 and rows <= 1000 and classes != 1:
        return "end2end"
    if classes is not None:
        if columns == 5 + classes:
            return "yolov5"
        if rows == 4 + classes:
            return "yolov8"
    return "yolov8" if rows < columns else "yolov5"


def read(style: str, outputs: Mapping[str, Array], size: tuple[int, int]) -> Detections:
    """The detections of one picture; `size` is the input's (width, height). Raises PrelabelError "onnx-outputs"."""
    try:
        return READERS[style](outputs, size)
    except (IndexError, ValueError, KeyError) as error:
        raise PrelabelError(
            "onnx-outputs", f"The outputs are not those of {style}: {error}.", outputs=str(error)
        ) from error


def _yolov5(outputs: Mapping[str, Array], size: tuple[int, int]) -> Detections:
    rows = next(iter(outputs.values()))[0]
    shares = rows[:, 5:] * rows[:, 4:5] if rows.shape[1] > 5 else rows[:, 4:5]
    return _best(_from_centre(rows[:, :4]), shares)


def _yolov8(outputs: Mapping[str, Array], size: tuple[int, int]) -> Detections:
    rows = next(iter(outputs.values()))[0].T
    return _best(_from_centre(rows[:, :4]), rows[:, 4:])


def _end2end(outputs: Mapping[str, Array], size: tuple[int, int]) -> Detections:
    rows = next(iter(outputs.values()))[0]
    return Detections(_from_corners(rows[:, :4]), rows[:, 4], rows[:, 5].astype(np.int64), True)


def _detr(outputs: Mapping[str, Array], size: tuple[int, int]) -> Detections:
    logits = next(value for name, value in outputs.items() if "logit" in name.lower())[0]
    shares = next(value for name, value in outputs.items() if "box" in name.lower())[0]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    found = _best(_from_centre(shares * np.tile(size, 2)), odds[:, :-1])
    return Detections(found.boxes, found.scores, found.classes, True)


def _rtdetr(outputs: Mapping[str, Array], size: tuple[int, int]) -> Detections:
    named = {name.rpartition("/")[2].lower(): value for name, value in outputs.items()}
    boxes = named["boxes"].reshape(-1, 4)
    if boxes.size and boxes.max() <= 1.5:
        boxes = boxes * np.tile(size, 2)
    return Detections(
        _from_corners(boxes), named["scores"].reshape(-1), named["labels"].reshape(-1).astype(np.int64), True
    )


def _best(boxes: Boxes, shares: Array) -> Detections:
    """The class with the largest share of each row."""
    classes = shares.argmax(axis=1)
    return Detections(boxes, shares[np.arange(len(shares)), classes], classes, False)


def _from_centre(rows: Array) -> Boxes:
    return np.hstack([rows[:, :2] - rows[:, 2:4] / 2, rows[:, 2:4]])


def _from_corners(rows: Array) -> Boxes:
    return np.hstack([rows[:, :2], rows[:, 2:4] - rows[:, :2]])


READERS = {"yolov5": _yolov5, "yolov8": _yolov8, "end2end": _end2end, "detr": _detr, "rtdetr": _rtdetr}
