"""How things moved from one picture of a sequence to the next: points followed forth and back, and a patch matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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


SURE = 0.6
"""Trust in points from which the patch is not looked for."""
SOME = 0.3
"""Trust in points from which they correct where the patch was found."""
PATCH = 48
"""Pixels to which the longer side of a patch is shrunk before it is looked for."""
LEAST_PATCH = 12
REACH = 2.5
"""How far away a patch is looked for, in lengths of its longer side."""
SIZES = (0.7, 0.77, 0.84, 0.92, 1.0, 1.09, 1.19, 1.3, 1.42)
ALIKE = 0.65
"""Correlation from which a patch counts as found."""
CAME_BACK = 0.15
"""By how much of its longer side a patch may miss where it was, looked for backwards."""


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
    """Motion between two pictures: points followed by Lucas-Kanade; where they are lost the whole patch is looked for;
    where that is nowhere, dense inverse search."""

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
        near = _fit(start[fine], forth[fine], fine.mean())
        if near is not None and near.trust >= SURE:
            return near
        found = [motion for motion in (near, self._far(start, bounds)) if motion is not None]
        return max(found, key=lambda motion: motion.trust) if found else self._dense_motion(start)

    def _far(self, start: Points, bounds: Bounds) -> Motion | None:
        """Where the whole patch is found again, fitted by its points from there."""
        found = search(self._before, self._after, bounds)
        if found is None:
            return None
        shift = np.array([found.dx, found.dy], dtype=np.float32)
        forth, fine = self._follow(start, (found.scale * start + shift).astype(np.float32))
        fitted = _fit(start[fine], forth[fine], fine.mean())
        return Motion(fitted.scale, fitted.dx, fitted.dy, found.trust) if fitted and fitted.trust >= SOME else found

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

    def _follow(self, start: Points, guess: Points | None = None) -> tuple[Points, NDArray[np.bool_]]:
        """Where points went, beginning at a guess, and which of them came back to where they began."""
        options: dict[str, Any] = {"winSize": WINDOW, "maxLevel": LEVELS, "criteria": STEP}
        first, second = None, None
        if guess is not None:
            first, second = guess.copy(), start.copy()
            options |= {"maxLevel": 1, "flags": cv.OPTFLOW_USE_INITIAL_FLOW}
        forth, seen, _ = cv.calcOpticalFlowPyrLK(self._before, self._after, start, first, **options)
        back, seen_back, _ = cv.calcOpticalFlowPyrLK(self._after, self._before, forth, second, **options)
        missed = np.hypot(*(back - start).T)
        fine = (seen[:, 0] == 1) & (seen_back[:, 0] == 1) & (missed < FORTH_AND_BACK)
        return forth, fine

    def _dense_motion(self, start: Points) -> Motion | None:
        if self._dense is None:
            search = cv.DISOpticalFlow_create(cv.DISOPTICAL_FLOW_PRESET_FAST)
            self._dense = search.calc(self._before, self._after, None)
        x, y = start[:, 0].astype(int), start[:, 1].astype(int)
        return _fit(start, start + self._dense[y, x], 1.0)


def search(before: Grey, after: Grey, bounds: Bounds) -> Motion | None:
    """Where the patch in `bounds` is found again, by normalised cross-correlation over several sizes.

    It must be found again in `before`, too, at the place where it was. None when it is nowhere.
    """
    left, top, right, bottom = _inside(bounds, before)
    if min(right - left, bottom - top) < LEAST_PATCH:
        return None
    factor = min(1.0, PATCH / max(right - left, bottom - top))
    patch = _part(before, (left, top, right, bottom), factor)
    found = _best_match(patch, after, _around((left, top, right, bottom), after), factor, SIZES)
    if found is None or found[0] < ALIKE:
        return None
    likeness, size, x, y = found
    there = x, y, x + size * (right - left), y + size * (bottom - top)
    back = _part(after, _inside(there, after), factor)
    again = _best_match(back, before, _around((left, top, right, bottom), before), factor, (1 / size,))
    missed = max(right - left, bottom - top) * CAME_BACK
    if again is None or abs(again[2] - left) > missed or abs(again[3] - top) > missed:
        return None
    return Motion(size, x - size * left, y - size * top, likeness)


def _best_match(
    patch: Grey, picture: Grey, region: Bounds, factor: float, sizes: Iterable[float]
) -> tuple[float, float, float, float] | None:
    """Likeness, size and left top corner (pixels of `picture`) of the best match of a patch shrunk by `factor`."""
    field = _part(picture, region, factor)
    best = None
    for size in sizes:
        sides = max(4, round(patch.shape[1] * size)), max(4, round(patch.shape[0] * size))
        if sides[0] >= field.shape[1] or sides[1] >= field.shape[0]:
            continue
        likeness = cv.matchTemplate(field, cv.resize(patch, sides), cv.TM_CCOEFF_NORMED)
        _, most, _, (x, y) = cv.minMaxLoc(likeness)
        if best is None or most > best[0]:
            best = most, size, region[0] + x / factor, region[1] + y / factor
    return best


def _part(picture: Grey, bounds: Bounds, factor: float) -> Grey:
    left, top, right, bottom = (round(value) for value in bounds)
    part: Grey = cv.resize(picture[top:bottom, left:right], None, fx=factor, fy=factor, interpolation=cv.INTER_AREA)
    return part


def _inside(bounds: Bounds, picture: Grey) -> Bounds:
    height, width = picture.shape
    left, top, right, bottom = bounds
    return max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom)


def _around(bounds: Bounds, picture: Grey) -> Bounds:
    """Where to look for a thing that lay in `bounds`."""
    left, top, right, bottom = bounds
    reach = REACH * max(right - left, bottom - top)
    return _inside((left - reach, top - reach, right + reach, bottom + reach), picture)


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
