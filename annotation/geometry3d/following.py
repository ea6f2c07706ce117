"""A box found again in another sweep: its points are laid over those of the sweep (correlative matching, after Olson,
"Real-time correlative scan matching", 2009), then the box is put around what is there, with its size."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.fitting import boxed, rectangle
from annotation.geometry3d.poses import Pose

Floats = NDArray[np.float64]
Box = dict[str, float]

CELL = 0.1
REACH = 2.0
"""Metres around the expected place in which a thing is looked for, where nothing else is said."""
MARGIN = 0.15
FEWEST = 8
"""Points without which nothing can be found again."""
LEFT = 0.3
"""It is lost where fewer of its points are left than this share of those before, the change of distance allowed for."""
SETTLED = 0.6
TURNED = math.radians(12)
"""A fit that is further off than this from where the points fit is not believed."""
FAR_FETCHED = 0.08
"""What a metre away from the expected place costs, as a share of the points."""


def follow(
    before: Floats, after: Floats, box: Box, expected: Box, sensor: Floats, reach: float = REACH
) -> tuple[Box, float] | None:
    """(the box among the points `after`, how sure that is) of one among the points `before`; None when it is lost.

    Points are n x 3 in the world, without the ground.
    """
    own = before[boxes.inside(before, box, MARGIN)]
    if len(own) < FEWEST:
        return None
    laid = Pose.from_json(expected).apply(boxes.within(own, box))
    shift, share = _shift(laid[:, :2], after[:, :2], (expected["x"], expected["y"]), reach)
    matched = {**expected, "x": expected["x"] + shift[0], "y": expected["y"] + shift[1]}
    there = after[boxes.inside(after, matched, 2 * MARGIN)]
    allowed = (_away(box, sensor) / max(_away(matched, sensor), 1.0)) ** 2
    left = len(there) / max(len(own) * min(allowed, 1.0), 1.0)
    if len(there) < FEWEST or left < LEFT:
        return None
    found = _settled(there, matched, sensor)
    inside = int(boxes.inside(after, found, MARGIN).sum())
    better = found if inside >= 0.9 * int(boxes.inside(after, matched, MARGIN).sum()) else matched
    return better, round(share * min(1.0, math.sqrt(left)), 4)


def _shift(laid: Floats, after: Floats, middle: tuple[float, float], reach: float) -> tuple[tuple[float, float], float]:
    """By how many metres the laid points must go to lie on the others, and the share of them that then does."""
    from scipy.ndimage import maximum_filter
    from scipy.signal import fftconvolve

    centre = np.asarray(middle)
    half = float(np.abs(laid - centre).max()) + CELL
    small = _grid(laid - centre, half)
    large = maximum_filter(_grid(after - centre, half + reach), 3)
    matches = fftconvolve(large, small[::-1, ::-1], mode="valid") / small.sum()
    offsets = (np.arange(matches.shape[0]) - (matches.shape[0] - 1) / 2) * CELL
    cost = FAR_FETCHED * np.hypot(offsets[:, None], offsets[None])
    x, y = np.unravel_index(int(np.argmax(matches - cost)), matches.shape)
    return (float(offsets[x]), float(offsets[y])), float(np.clip(matches[x, y], 0, 1))


def _grid(points: Floats, half: float) -> Floats:
    """1 where there are points, in cells around the origin."""
    across = 2 * math.ceil(half / CELL) + 1
    cells = np.round(points / CELL).astype(np.intp) + across // 2
    cells = cells[((cells >= 0) & (cells < across)).all(axis=1)]
    grid = np.zeros((across, across))
    grid[cells[:, 0], cells[:, 1]] = 1.0
    return grid


def _settled(points: Floats, box: Box, sensor: Floats) -> Box:
    """The box put around the points with its size, when that is near; its height above the world stays."""
    yaw = boxes.yaw(box)
    found = rectangle(points[:, :2], around=yaw)
    size = (box["length"], box["width"], box["height"])
    fitted = boxed(found, box["z"] - box["height"] / 2, box["z"] + box["height"] / 2, size, sensor[:2], exact=True)
    turned = abs(math.remainder(boxes.yaw(fitted) - yaw, math.tau))
    if math.hypot(fitted["x"] - box["x"], fitted["y"] - box["y"]) > SETTLED or turned > TURNED:
        return box
    return fitted


def _away(box: Box, sensor: Floats) -> float:
    return math.hypot(box["x"] - sensor[0], box["y"] - sensor[1])
