"""Steps that pre-labellers share: overlaps, non-maximum suppression, fitting a picture into a square."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Data
from annotation.kinds.geometry import box_iou
from annotation.prelabel.base import Pixels
from annotation.prelabel.opencv import cv

Boxes = NDArray[np.float64]
"""n x 4: x, y, width, height in pixels."""
GREY = 114
"""What the makers of YOLO fill bars with."""


def as_array(boxes: list[Data]) -> Boxes:
    rows = [[box["x"], box["y"], box["width"], box["height"]] for box in boxes]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def as_data(row: Sequence[float] | NDArray[np.float64]) -> Data:
    """A box rounded to hundredths of a pixel: more would only pretend."""
    x, y, width, height = (round(float(value), 2) for value in row)
    return {"x": x, "y": y, "width": width, "height": height}


def clip(boxes: Boxes, width: float, height: float) -> Boxes:
    """The boxes cut at the picture's edge; those outside get a width or height of 0."""
    left, top = np.clip(boxes[:, 0], 0, width), np.clip(boxes[:, 1], 0, height)
    right = np.clip(boxes[:, 0] + boxes[:, 2], 0, width)
    bottom = np.clip(boxes[:, 1] + boxes[:, 3], 0, height)
    return np.stack([left, top, right - left, bottom - top], axis=1)


def suppress(boxes: Boxes, scores: NDArray[np.float64], overlap: float, most: int = 1000) -> list[int]:
    """Indices of the boxes that remain, best first: none overlaps a better one by more than `overlap`."""
    order = list(np.argsort(-scores, kind="stable")[: 10 * most])
    kept: list[int] = []
    while order and len(kept) < most:
        best = int(order.pop(0))
        kept.append(best)
        if order:
            near = box_iou(boxes[[best]], boxes[order])[0]
            order = [index for index, shared in zip(order, near, strict=True) if shared <= overlap]
    return kept


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture brought to the size of a model's input, and the way back."""

    pixels: Pixels
    scale: tuple[float, float]
    """Pixels of the input per pixel of the picture, across and down."""
    bars: tuple[float, float]
    """Pixels of grey at the left and top."""

    def back(self, boxes: Boxes) -> Boxes:
        """Boxes of the input in the picture."""
        placed: Boxes = (boxes - np.array([*self.bars, 0, 0])) / np.tile(self.scale, 2)
        return placed


def fitted(pixels: Pixels, width: int, height: int, how: str) -> Fitted:
    """The picture in width x height: "letterbox" keeps its shape between grey bars, "corner" has them at the right and
    below only, "stretch" pulls it to the whole size."""
    across, down = width / pixels.shape[1], height / pixels.shape[0]
    if how != "stretch":
        across = down = min(across, down)
    inner = max(1, round(pixels.shape[1] * across)), max(1, round(pixels.shape[0] * down))
    x, y = ((width - inner[0]) // 2, (height - inner[1]) // 2) if how == "letterbox" else (0, 0)
    method = cv.INTER_AREA if min(across, down) < 1 else cv.INTER_LINEAR
    result = np.full((height, width, 3), GREY, dtype=np.uint8)
    result[y : y + inner[1], x : x + inner[0]] = cv.resize(pixels, inner, interpolation=method)
    return Fitted(result, (across, down), (float(x), float(y)))
