"""Between a picture and the square that models of the SAM family see: places there, and masks back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Data
from annotation.kinds.mask import mask_data
from annotation.prelabel.base import Pixels
from annotation.prelabel.opencv import cv

MEAN, DEVIATION = np.array([123.675, 116.28, 103.53]), np.array([58.395, 57.12, 57.375])
MOST_SIDE = 32_000
"""OpenCV cuts out no larger part at once."""

Plane = NDArray[np.float32]
"""How likely each place belongs to the object: more than 0 is inside."""


@dataclass(frozen=True, slots=True)
class Square:
    """How a picture lies in a model's input: at the upper left, its longest side as long as the input, or stretched."""

    width: int
    height: int
    """Of the input."""
    stretched: bool = False

    def inner(self, size: tuple[int, int]) -> tuple[int, int]:
        """(width, height) of the picture in there, in whole pixels."""
        if self.stretched:
            return self.width, self.height
        scale = min(self.width / size[0], self.height / size[1])
        return max(1, int(size[0] * scale + 0.5)), max(1, int(size[1] * scale + 0.5))

    def scale(self, size: tuple[int, int]) -> tuple[float, float]:
        across, down = self.inner(size)
        return across / size[0], down / size[1]

    def fill(self, pixels: Pixels, span: str) -> NDArray[np.float32]:
        """The picture (blue, green, red) as the values of an input: 1 x 3 x height x width, nothing around it."""
        across, down = self.inner((pixels.shape[1], pixels.shape[0]))
        shrinks = across < pixels.shape[1]
        small = cv.resize(pixels, (across, down), interpolation=cv.INTER_AREA if shrinks else cv.INTER_LINEAR)
        values = cv.cvtColor(small, cv.COLOR_BGR2RGB).astype(np.float32)
        if span == "imagenet":
            values = ((values - MEAN) / DEVIATION).astype(np.float32)
        elif span == "unit":
            values /= 255
        result = np.zeros((1, 3, self.height, self.width), dtype=np.float32)
        result[0, :, :down, :across] = values.transpose(2, 0, 1)
        return result

    def cropped(self, plane: Plane, size: tuple[int, int]) -> Plane:
        """The part of a plane over the whole input that the picture covers."""
        across, down = self.inner(size)
        height, width = plane.shape
        rows, columns = round(down * height / self.height), round(across * width / self.width)
        return plane[: max(1, rows), : max(1, columns)]


def mask_of(plane: Plane, size: tuple[int, int]) -> Data | None:
    """The mask where a plane over the whole picture is more than 0, at the picture's size; None for nothing.

    Only the part around the object is made large, so a huge picture costs no more than its object.
    """
    found = np.nonzero(plane > 0)
    if not found[0].size:
        return None
    across, down = size[0] / plane.shape[1], size[1] / plane.shape[0]
    left, right = _reach(found[1], across, size[0])
    top, bottom = _reach(found[0], down, size[1])
    back = np.array([[1 / across, 0, (left + 0.5) / across - 0.5], [0, 1 / down, (top + 0.5) / down - 0.5]])
    large: NDArray[Any] = cv.warpAffine(
        np.ascontiguousarray(plane, dtype=np.float32),
        back,
        (min(right - left, MOST_SIDE), min(bottom - top, MOST_SIDE)),
        flags=cv.INTER_LINEAR | cv.WARP_INVERSE_MAP,
        borderMode=cv.BORDER_REPLICATE,
    )
    return mask_data(large > 0, left, top)


def _reach(places: NDArray[np.intp], scale: float, side: int) -> tuple[int, int]:
    """From which to which pixel of the picture something may reach, one place of the plane around it included."""
    return max(0, int((places.min() - 1) * scale)), min(side, int(np.ceil((places.max() + 2) * scale)))
