"""Histograms of oriented gradients with a linear classifier (Dalal and Triggs, 2005), one window shape per detector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Pixels
from annotation.prelabel.geometry import Boxes
from annotation.prelabel.opencv import cv

CELL = 8
CELLS = 56
"""About so many cells make a window: enough shape, and still quick."""
MARGIN = 1.25
"""A window shows so much more than the object: its outline is on the window, not at its edge."""
STEP = 1.15
"""Ratio of neighbouring sizes that are searched."""


@dataclass(frozen=True, slots=True)
class Window:
    """Size of the classifier's window in pixels, multiples of CELL."""

    width: int
    height: int

    @classmethod
    def of_shape(cls, aspect: float) -> Window:
        """The window for objects of this width to height."""
        rows = max(3.0, min(16.0, (CELLS / aspect) ** 0.5))
        columns = max(3.0, min(16.0, CELLS / rows))
        return cls(CELL * round(columns), CELL * round(rows))

    def descriptor(self) -> Any:
        size = (self.width, self.height)
        return cv.HOGDescriptor(size, (2 * CELL, 2 * CELL), (CELL, CELL), (CELL, CELL), 9)


def crop(pixels: Pixels, box: NDArray[np.float64], window: Window, *, mirrored: bool = False) -> Pixels:
    """The window's view of a box, with its margin; beyond the picture its edge is repeated."""
    x, y, width, height = box
    centre_x, centre_y = x + width / 2, y + height / 2
    scale_x, scale_y = window.width / (width * MARGIN), window.height / (height * MARGIN)
    matrix = np.array(
        [
            [scale_x, 0, window.width / 2 - centre_x * scale_x],
            [0, scale_y, window.height / 2 - centre_y * scale_y],
        ]
    )
    view: Pixels = cv.warpAffine(
        pixels, matrix, (window.width, window.height), flags=cv.INTER_AREA, borderMode=cv.BORDER_REPLICATE
    )
    return np.ascontiguousarray(view[:, ::-1]) if mirrored else view


def features(descriptor: Any, views: list[Pixels]) -> NDArray[np.float32]:
    """One row per view."""
    return np.stack([descriptor.compute(view).reshape(-1) for view in views]).astype(np.float32)


def scales(window: Window, smallest: float, largest: float, size: tuple[int, int]) -> Iterator[float]:
    """Factors by which a picture (width, height) is resized so that objects of these heights fill the window."""
    inner = window.height / MARGIN
    factor = inner / smallest
    while factor >= inner / largest / STEP:
        if size[0] * factor >= window.width and size[1] * factor >= window.height:
            yield factor
        factor /= STEP


def search(
    descriptor: Any, window: Window, pixels: Pixels, heights: tuple[float, float], least: float
) -> tuple[Boxes, NDArray[np.float64]]:
    """All windows whose value is above `least`, as boxes in the picture (without margin), with their values."""
    boxes, values = [], []
    height, width = pixels.shape[:2]
    for factor in scales(window, *heights, (width, height)):
        resized = cv.resize(pixels, None, fx=factor, fy=factor, interpolation=cv.INTER_AREA)
        found, weights = descriptor.detect(resized, hitThreshold=least, winStride=(CELL, CELL))
        if len(found) == 0:
            continue
        corners = np.asarray(found, dtype=np.float64).reshape(-1, 2)
        size = np.array([window.width, window.height], dtype=np.float64)
        inset = size * (1 - 1 / MARGIN) / 2
        boxes.append(np.hstack([(corners + inset) / factor, np.tile(size / MARGIN / factor, (len(corners), 1))]))
        values.append(np.asarray(weights, dtype=np.float64).reshape(-1))
    if not boxes:
        return np.zeros((0, 4)), np.zeros(0)
    return np.concatenate(boxes), np.concatenate(values)
