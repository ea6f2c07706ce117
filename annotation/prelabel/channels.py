"""Channels of a picture in which a detector looks for its features, at all sizes at once.

Colour (LUV), gradient magnitude and six orientations, each summed over cells of 4 x 4 pixels (Dollár et al., Aggregated
Channel Features, 2014). Channels are computed at every octave; sizes in between are resized from them by the power law
of that paper. All values are bytes, so that what is learned and what is searched agree to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Pixels
from annotation.prelabel.geometry import Boxes
from annotation.prelabel.opencv import cv

Cells = NDArray[np.uint8]
"""channels x rows x columns."""
CELL = 4
ORIENTATIONS = 6
CHANNELS = 4 + ORIENTATIONS
NORMAL = (11, 11)
"""Pixels over which the gradient's magnitude is set in proportion."""
FLAT = 0.02
"""Magnitude below which there is nothing but noise."""
GAIN = 80.0
"""Bytes per unit of magnitude."""
POWER = np.array([0.0] * 3 + [0.11] * (1 + ORIENTATIONS))
"""How a channel's mean changes with the size of the picture."""
MARGIN = 1.25
"""A window shows so much more than the object: its outline is on the window, not at its edge."""
PER_OCTAVE = 8
"""Sizes that are searched between a size and its double."""
MOST_GROWN = 2.0
"""How far a picture is enlarged to find small things."""


def channels(pixels: Pixels) -> Cells:
    """The channels of a picture, rounded up to whole cells."""
    rows, columns = -(-pixels.shape[0] // CELL), -(-pixels.shape[1] // CELL)
    below, right = rows * CELL - pixels.shape[0], columns * CELL - pixels.shape[1]
    whole = cv.copyMakeBorder(pixels, 0, below, 0, right, cv.BORDER_REPLICATE).astype(np.float32) / 255
    luv = cv.GaussianBlur(cv.cvtColor(whole, cv.COLOR_BGR2Luv), (3, 3), 0)
    luv = (luv + np.array([0, 134, 140], dtype=np.float32)) / np.array([100, 354, 262], dtype=np.float32)
    magnitude, angle = _gradient(luv)
    magnitude /= cv.blur(magnitude, NORMAL) + FLAT
    planes = [luv[:, :, index] * 255 for index in range(3)] + [magnitude * GAIN]
    place = angle * (ORIENTATIONS / np.pi) % ORIENTATIONS
    for number in range(ORIENTATIONS):
        away = np.abs(place - number)
        share = np.maximum(0, 1 - np.minimum(away, ORIENTATIONS - away))
        planes.append(share * magnitude * (1.5 * GAIN))
    summed = [cv.resize(plane, (columns, rows), interpolation=cv.INTER_AREA) for plane in planes]
    smooth = np.stack([cv.GaussianBlur(plane, (3, 3), 0) for plane in summed])
    cells: Cells = np.clip(smooth, 0, 255).astype(np.uint8)
    return cells


def _gradient(luv: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Magnitude and angle where the strongest of the three colours changes."""
    x, y = cv.Sobel(luv, cv.CV_32F, 1, 0, ksize=1), cv.Sobel(luv, cv.CV_32F, 0, 1, ksize=1)
    best = (x * x + y * y).argmax(axis=2)[:, :, None]
    across, down = (np.take_along_axis(part, best, axis=2)[:, :, 0] for part in (x, y))
    magnitude, angle = cv.cartToPolar(across, down)
    return magnitude, angle


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows and columns of a detector's window, in cells, and how much larger it is than the object in it."""

    rows: int
    columns: int
    margin: float = MARGIN

    @classmethod
    def of(cls, aspect: float, cells: float) -> Shape:
        """The window of about so many cells for objects of this width to height."""
        rows = max(6, round((cells / aspect) ** 0.5))
        return cls(rows, max(6, round(cells / rows)))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the object in a window, in pixels."""
        return CELL * self.columns / self.margin, CELL * self.rows / self.margin


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The channels of one picture at many sizes, below each other in one plane, so that they are searched at once."""

    flat: Cells
    """All planes as one row."""
    plane: int
    width: int
    starts: NDArray[np.int64]
    """Where in a plane each window begins."""
    boxes: Boxes
    """The object of each window, in the picture."""

    def offsets(self, shape: Shape) -> NDArray[np.int64]:
        """Where, from its start, a window's values lie: channel by channel, row by row."""
        channel, row, column = np.indices((CHANNELS, shape.rows, shape.columns)).reshape(3, -1)
        found: NDArray[np.int64] = channel * self.plane + row * self.width + column
        return found

    def values(self, shape: Shape, windows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """One row of bytes per window (by index)."""
        found: Cells = self.flat[self.starts[windows][:, None] + self.offsets(shape)[None]]
        return found


@dataclass(frozen=True, slots=True)
class _Level:
    cells: Cells
    scale: tuple[float, float]
    """Cells per pixel of the picture, across and down."""


def pyramid(pixels: Pixels, shape: Shape, heights: tuple[float, float], stretches: Sequence[float]) -> Pyramid:
    """The picture at all sizes in which objects of these heights (pixels) fill the window.

    Each stretch is a width to height of objects, as a multiple of the window's own.
    """
    levels = _levels(pixels, shape, heights, stretches)
    pad = 1 + round((shape.margin - 1) / 2 * max(shape.rows, shape.columns))
    padded = [np.pad(level.cells, ((0, 0), (pad, pad), (pad, pad)), mode="edge") for level in levels]
    fitting = [
        (level, cells)
        for level, cells in zip(levels, padded, strict=True)
        if cells.shape[1] >= shape.rows and cells.shape[2] >= shape.columns
    ]
    width = max((cells.shape[2] for _, cells in fitting), default=shape.columns)
    height = sum(cells.shape[1] for _, cells in fitting)
    whole = np.zeros((CHANNELS, max(height, shape.rows), width), dtype=np.uint8)
    starts, boxes, row = [np.zeros(0, dtype=np.int64)], [np.zeros((0, 4))], 0
    for level, cells in fitting:
        whole[:, row : row + cells.shape[1], : cells.shape[2]] = cells
        down, across = np.indices((cells.shape[1] - shape.rows + 1, cells.shape[2] - shape.columns + 1)).reshape(2, -1)
        starts.append((row + down) * width + across)
        boxes.append(_boxes(across - pad, down - pad, shape, level.scale))
        row += cells.shape[1]
    return Pyramid(whole.reshape(-1), whole[0].size, width, np.concatenate(starts), np.concatenate(boxes))


def _levels(pixels: Pixels, shape: Shape, heights: tuple[float, float], stretches: Sequence[float]) -> list[_Level]:
    largest = min(MOST_GROWN, shape.size[1] / heights[0])
    count = max(1, 1 + round(PER_OCTAVE * np.log2(max(1.0, largest * heights[1] / shape.size[1]))))
    levels, octave, base = [], np.inf, None
    for factor in largest * 2.0 ** (-np.arange(count) / PER_OCTAVE):
        if base is None or factor < 0.75 * octave:
            octave = factor
            sides = [max(CELL, round(side * factor)) for side in pixels.shape[1::-1]]
            method = cv.INTER_AREA if factor < 1 else cv.INTER_LINEAR
            base = channels(cv.resize(pixels, sides, interpolation=method))
        for stretch in stretches:
            levels.append(_resized(base, factor / octave, factor / octave / stretch, pixels.shape))
    return levels


def _resized(base: Cells, down: float, across: float, size: tuple[int, ...]) -> _Level:
    """Cells of the size in between, made from those of the octave; `size` is the picture's (height, width)."""
    rows, columns = max(1, round(base.shape[1] * down)), max(1, round(base.shape[2] * across))
    power = (down * across) ** (-POWER / 2)
    planes = [cv.resize(plane, (columns, rows), interpolation=cv.INTER_LINEAR) for plane in base]
    cells = np.clip(np.stack(planes) * power[:, None, None], 0, 255).astype(np.uint8)
    return _Level(cells, (columns / size[1], rows / size[0]))


def _boxes(across: NDArray[np.int64], down: NDArray[np.int64], shape: Shape, scale: tuple[float, float]) -> Boxes:
    """The objects (without margin) of windows that begin at these cells."""
    wide, high = shape.columns / shape.margin, shape.rows / shape.margin
    left, top = across + (shape.columns - wide) / 2, down + (shape.rows - high) / 2
    rows = np.stack([left / scale[0], top / scale[1]], axis=1)
    return np.hstack([rows, np.tile([wide / scale[0], high / scale[1]], (len(rows), 1))])


def view(pixels: Pixels, box: NDArray[np.float64], shape: Shape, *, mirrored: bool = False) -> NDArray[np.uint8]:
    """The bytes of a window around one box, whatever its width to height; beyond the picture its edge is repeated."""
    wide, high = shape.columns * CELL, shape.rows * CELL
    x, y, width, height = box
    across, down = wide / (width * shape.margin), high / (height * shape.margin)
    rim = 4 * CELL
    matrix = np.array(
        [
            [across, 0, wide / 2 + rim - (x + width / 2) * across],
            [0, down, high / 2 + rim - (y + height / 2) * down],
        ]
    )
    size = (wide + 2 * rim, high + 2 * rim)
    seen = cv.warpAffine(_shrunk(pixels, matrix), matrix, size, borderMode=cv.BORDER_REPLICATE)
    cells = channels(np.ascontiguousarray(seen[:, ::-1]) if mirrored else seen)
    inner = cells[:, 4 : 4 + shape.rows, 4 : 4 + shape.columns]
    return inner.reshape(-1)


def _shrunk(pixels: Pixels, matrix: NDArray[np.float64]) -> Pixels:
    """The picture smoothed as much as it will be shrunk (warping alone would alias); `matrix` stays valid."""
    sigma = [0.4 * (1 / factor - 1) for factor in (matrix[0, 0], matrix[1, 1])]
    if max(sigma) <= 0.1:
        return pixels
    smooth: Pixels = cv.GaussianBlur(pixels, (0, 0), max(sigma[0], 0.1), sigmaY=max(sigma[1], 0.1))
    return smooth
