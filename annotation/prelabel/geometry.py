"""Steps that pre-labellers share: overlaps, non-maximum suppression, fitting a picture into a square."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Data
from annotation.kinds.geometry import box_iou
from annotation.prelabel.base import Pixels
from annotation.prelabel.opencv import cv

Boxes = NDArray[np.float64]
"""n x 4: x, y, width, height in pixels."""


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


def letterbox(pixels: Pixels, width: int, height: int) -> tuple[Pixels, float, float, float]:
    """The picture shrunk or grown into width x height with grey bars: the result, scale, left and top bar."""
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    inner = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    left, top = (width - inner[0]) / 2, (height - inner[1]) / 2
    resized = cv.resize(pixels, inner, interpolation=cv.INTER_AREA if scale < 1 else cv.INTER_LINEAR)
    x, y = int(left), int(top)
    result = np.full((height, width, 3), 114, dtype=np.uint8)
    result[y : y + inner[1], x : x + inner[0]] = resized
    return result, scale, float(x), float(y)
