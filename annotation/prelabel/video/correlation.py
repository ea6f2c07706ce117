"""A box found again by its looks: a correlation filter over orientations of edges and greys, learned as it goes (after
Henriques et al., 2015, and Li and Zhu, 2014, for the size)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.motion import Grey
from annotation.prelabel.opencv import cv

Floats = NDArray[np.float64]
Spectrum = NDArray[np.complex128]
CELL = 4
"""Pixels of a cell, in which edges are counted by their orientation."""
ORIENTATIONS = 9
SIDE = 96
"""Pixels of the square that what is looked at would be, whatever its shape."""
AROUND = 2.2
"""What is looked at, in sides of the box."""
SHARPNESS = 0.05 * 1.5
"""Width of the answer that is learned, in sides of the box."""
LOOKED = np.array([12, 12])
"""Cells of what is compared with how it looked before."""
SIZES = (0.94, 0.97, 1.0, 1.03, 1.06)
WORTH = 0.995
"""A change of size must be worth this much, or noise makes things breathe."""
RATE = 0.02
"""How much of what is learned is of the last frame."""
PLAIN = 1e-2
"""Keeps frequencies that nothing is known of from counting."""
SURE = 4.0
"""Peak over the noise around it from which a frame is learned from."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Centre and size of a box in pixels."""

    centre: Floats
    size: Floats

    @classmethod
    def of(cls, left: float, top: float, width: float, height: float) -> Placed:
        return cls(np.array([left + width / 2, top + height / 2]), np.array([width, height]))


class Correlation:
    """Follows one box from picture to picture. `place` is where it is; `move` by how much it moved of late."""

    def __init__(self, picture: Grey, place: Placed) -> None:
        self.place = place
        self.move = np.zeros(2)
        cells = SIDE / CELL * np.sqrt(place.size / place.size[::-1])
        self._cells = np.maximum(8, np.round(cells)).astype(int)
        columns, rows = self._cells
        self._window = np.outer(np.hanning(rows + 2)[1:-1], np.hanning(columns + 2)[1:-1])
        self._answer = self._peak()
        self._above, self._below = self._learned(picture)

    def step(self, picture: Grey) -> float:
        """Look for it in the next picture, and learn from it where it is sure; how far the best place stands out."""
        guess = self.place.centre + self.move
        found = [self._response(picture, guess, size) for size in SIZES]
        worth = [each.max() * (1.0 if size == 1.0 else WORTH) for each, size in zip(found, SIZES, strict=True)]
        best = int(np.argmax(worth))
        response, size = found[best], SIZES[best]
        row, column = (int(each) for each in np.unravel_index(int(np.argmax(response)), response.shape))
        per_cell = AROUND * size * self.place.size / self._cells
        centre = guess + per_cell * self._offset(response, row, column)
        moved = centre - self.place.centre
        self.move = (self.move + moved) / 2 if self.move.any() else moved
        self.place = Placed(centre, self.place.size * size)
        sureness = _stands_out(response, row, column)
        if sureness > SURE:
            above, below = self._learned(picture)
            self._above = (1 - RATE) * self._above + RATE * above
            self._below = (1 - RATE) * self._below + RATE * below
        return sureness

    def coast(self, place: Placed, move: Floats) -> None:
        """It is hidden: go on as it did."""
        self.place, self.move = Placed(place.centre + move, place.size), move

    def _peak(self) -> Spectrum:
        columns, rows = self._cells
        x = (np.arange(columns) - columns // 2) / (columns / AROUND * SHARPNESS)
        y = (np.arange(rows) - rows // 2) / (rows / AROUND * SHARPNESS)
        bell = np.exp(-0.5 * (x[None] ** 2 + y[:, None] ** 2))
        return np.conj(np.fft.rfft2(np.fft.ifftshift(bell)))

    def _learned(self, picture: Grey) -> tuple[Spectrum, Floats]:
        seen = self._look(picture, self.place.centre, 1.0)
        return self._answer[..., None] * seen, np.square(np.abs(seen)).sum(axis=2)

    def _response(self, picture: Grey, centre: Floats, size: float) -> Floats:
        seen = self._look(picture, centre, size)
        whole = (np.conj(self._above) * seen).sum(axis=2) / (self._below + PLAIN)
        return np.fft.irfft2(whole, s=(int(self._cells[1]), int(self._cells[0])))

    def _look(self, picture: Grey, centre: Floats, size: float) -> Spectrum:
        across = self.place.size * AROUND * size
        patch = _patch(picture, centre - across / 2, centre + across / 2, self._cells * CELL)
        return np.fft.rfft2(_edges(patch) * self._window[..., None], axes=(0, 1))

    def _offset(self, response: Floats, row: int, column: int) -> Floats:
        """Cells from the guess to the peak, which may lie between two."""
        rows, columns = response.shape
        y = row + _between(response[row - 1, column], response[row, column], response[(row + 1) % rows, column])
        x = column + _between(response[row, column - 1], response[row, column], response[row, (column + 1) % columns])
        return np.array([x - columns if x > columns / 2 else x, y - rows if y > rows / 2 else y])


def looks(picture: Grey, place: Placed) -> Floats:
    """What there is to be seen in a place, whatever its size."""
    return _edges(_patch(picture, place.centre - place.size / 2, place.centre + place.size / 2, LOOKED * CELL))


def alike(first: Floats, second: Floats) -> float:
    """How alike two looks are, from -1 to 1: half by edges, half by greys."""
    edges, greys = (_correlated(first[..., part], second[..., part]) for part in (slice(ORIENTATIONS), ORIENTATIONS))
    return (edges + greys) / 2


def _correlated(first: Floats, second: Floats) -> float:
    one, other = first - first.mean(), second - second.mean()
    return float((one * other).sum() / np.sqrt(np.square(one).sum() * np.square(other).sum() + PLAIN**2))


def _patch(picture: Grey, start: Floats, stop: Floats, size: NDArray[np.int64]) -> Grey:
    """A part of the picture, brought to a size; what lies outside is like its edge."""
    height, width = picture.shape
    left, top = (math.floor(each) for each in start)
    right, bottom = (math.ceil(each) for each in stop)
    rows = slice(min(max(0, top), height - 1), max(1, min(height, bottom)))
    columns = slice(min(max(0, left), width - 1), max(1, min(width, right)))
    beyond = max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width)
    part = cv.copyMakeBorder(picture[rows, columns], *beyond, cv.BORDER_REPLICATE)
    shrinks = part.shape[0] > size[1]
    patch: Grey = cv.resize(
        part, (int(size[0]), int(size[1])), interpolation=cv.INTER_AREA if shrinks else cv.INTER_LINEAR
    )
    return patch


def _edges(patch: Grey) -> Floats:
    """Of every cell: how strong edges are in each orientation, beside those around, and how bright it is."""
    grey = patch.astype(np.float32) / 255
    dx, dy = cv.Sobel(grey, cv.CV_32F, 1, 0, ksize=1), cv.Sobel(grey, cv.CV_32F, 0, 1, ksize=1)
    strength = np.hypot(dx, dy)
    turn = np.mod(np.arctan2(dy, dx), np.pi) / np.pi * ORIENTATIONS
    first = np.floor(turn).astype(np.int64)
    share = turn - first
    rows, columns = patch.shape[0] // CELL, patch.shape[1] // CELL
    cell = (np.arange(patch.shape[0]) // CELL)[:, None] * columns + (np.arange(patch.shape[1]) // CELL)[None]
    counts = np.zeros(rows * columns * ORIENTATIONS)
    for orientation, weight in ((first, 1 - share), (first + 1, share)):
        place = cell * ORIENTATIONS + orientation % ORIENTATIONS
        counts += np.bincount(place.ravel(), (strength * weight).ravel(), minlength=len(counts))
    edges = counts.reshape(rows, columns, ORIENTATIONS)
    around = cv.blur(np.square(edges).sum(axis=2), (3, 3))
    bright = cv.resize(grey, (columns, rows), interpolation=cv.INTER_AREA)
    return np.concatenate([edges / np.sqrt(around + 1e-3)[..., None], 2 * (bright - bright.mean())[..., None]], axis=2)


def _between(before: float, here: float, after: float) -> float:
    """Top of the parabola through three values, from -0.5 to 0.5."""
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def _stands_out(response: Floats, row: int, column: int) -> float:
    """The peak over the rest, in its deviations (Bolme et al., 2010)."""
    rows, columns = response.shape
    middle = np.roll(response, (rows // 2 - row, columns // 2 - column), axis=(0, 1))
    rest = np.ones(response.shape, np.bool_)
    down, across = max(1, rows // 12), max(1, columns // 12)
    rest[rows // 2 - down : rows // 2 + down + 1, columns // 2 - across : columns // 2 + across + 1] = False
    others = middle[rest]
    return float((response[row, column] - others.mean()) / (others.std() + 1e-9))
