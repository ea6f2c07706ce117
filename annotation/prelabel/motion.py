"""How things moved from one picture of a sequence to the next: points followed forth and back, and a patch matched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Affine, Bounds
from annotation.prelabel.opencv import cv

Grey = NDArray[np.uint8]
Points = NDArray[np.float32]
GRID = 12
"""Points per side of the grid that is followed in a box."""
LEAST_POINTS = 6
WINDOW = (21, 21)
LEVELS = 4
FORTH_AND_BACK = 1.0
"""Pixels by which a point that was followed forth and back may miss where it began."""
STEP = (cv.TERM_CRITERIA_EPS | cv.TERM_CRITERIA_COUNT, 20, 0.03)


@dataclass(frozen=True, slots=True)
class Motion:
    """A move and change of size: x' = scale x + dx, y' = scale y + dy. `trust` is the share of points that agree."""

    scale: float
    dx: float
    dy: float
    trust: float

    @property
    def matrix(self) -> Affine:
        return (self.scale, 0.0, self.dx, 0.0, self.scale, self.dy)

    def then(self, later: Motion) -> Motion:
        return Motion(
            self.scale * later.scale,
            self.dx * later.scale + later.dx,
            self.dy * later.scale + later.dy,
            self.trust * later.trust,
        )

    def apply(self, bounds: Bounds) -> Bounds:
        left, top, right, bottom = bounds
        scale, dx, dy = self.scale, self.dx, self.dy
        return scale * left + dx, scale * top + dy, scale * right + dx, scale * bottom + dy


STILL = Motion(1.0, 0.0, 0.0, 1.0)


class Flow:
    """Motion between two pictures. Sparse Lucas-Kanade first; dense inverse search where that finds no points."""

    def __init__(self, before: Grey, after: Grey) -> None:
        self._before = before
        self._after = after
        self._dense: NDArray[np.float32] | None = None

    def of(self, bounds: Bounds) -> Motion | None:
        """The motion of what lies in `bounds`; None when nothing can be followed."""
        start = self._points_in(bounds)
        if not len(start):
            return None
        forth, fine = self._follow(start)
        if fine.sum() < LEAST_POINTS:
            forth, fine = self._look_up(start), np.ones(len(start), dtype=bool)
        return _fit(start[fine], forth[fine], fine.mean())

    def _points_in(self, bounds: Bounds) -> Points:
        """A grid inside the box, kept off its edges where background shows."""
        height, width = self._before.shape
        left, top, right, bottom = bounds
        inset_x, inset_y = 0.1 * (right - left), 0.1 * (bottom - top)
        xs = np.linspace(left + inset_x, right - inset_x, GRID)
        ys = np.linspace(top + inset_y, bottom - inset_y, GRID)
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2).astype(np.float32)
        inside = (grid[:, 0] >= 0) & (grid[:, 1] >= 0) & (grid[:, 0] < width) & (grid[:, 1] < height)
        found: Points = grid[inside]
        return found

    def _follow(self, start: Points) -> tuple[Points, NDArray[np.bool_]]:
        options = {"winSize": WINDOW, "maxLevel": LEVELS, "criteria": STEP}
        forth, seen, _ = cv.calcOpticalFlowPyrLK(self._before, self._after, start, None, **options)
        back, seen_back, _ = cv.calcOpticalFlowPyrLK(self._after, self._before, forth, None, **options)
        missed = np.hypot(*(back - start).T)
        fine = (seen[:, 0] == 1) & (seen_back[:, 0] == 1) & (missed < FORTH_AND_BACK)
        return forth, fine

    def _look_up(self, start: Points) -> Points:
        if self._dense is None:
            search = cv.DISOpticalFlow_create(cv.DISOPTICAL_FLOW_PRESET_FAST)
            self._dense = search.calc(self._before, self._after, None)
        x, y = start[:, 0].astype(int), start[:, 1].astype(int)
        moved: Points = start + self._dense[y, x]
        return moved


def _fit(start: Points, end: Points, found: float) -> Motion | None:
    """Median move and median change of distance (the Median Flow tracker of Kalal et al., 2010)."""
    if len(start) < LEAST_POINTS:
        return None
    first, second = np.triu_indices(len(start), 1)
    before = np.hypot(*(start[first] - start[second]).T)
    after = np.hypot(*(end[first] - end[second]).T)
    scale = float(np.median(after[before > 1] / before[before > 1])) if (before > 1).any() else 1.0
    if not 0.5 < scale < 2.0:
        return None
    shift = np.median(end - scale * start, axis=0)
    off = np.hypot(*(end - scale * start - shift).T)
    agree = float((off < 3.0).mean())
    return Motion(scale, float(shift[0]), float(shift[1]), found * agree)
