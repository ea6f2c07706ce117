"""Which points lie on the ground.

Around a sensor: Patchwork++ (Lee et al., IROS 2022, the library pypatchworkpp). For maps, and where the library is not
there: the lowest points of a grid, opened by a window wider than any vehicle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SENSOR_HEIGHT = 1.723
"""Metres above the ground for which the parameters of Patchwork++ were found; clouds are shifted to it."""
REACH = 120.0
"""Metres around the sensor within which Patchwork++ works."""
CELL = 0.5
WINDOW = 12.0
"""Metres of the widest thing that stands on the ground and is no building."""
TOLERANCE = 0.25
MOST_CELLS = 40_000_000


def ground_of(points: Floats) -> Mask:
    """Which of n x 3 points are ground. Right-handed, z up, metres, the sensor near the origin; points are finite."""
    if len(points) < 50:
        return np.zeros(len(points), np.bool_)
    extent = np.ptp(points[:, :2], axis=0).max()
    near = np.abs(points[:, :2]).max(axis=1) < REACH
    if extent > 8 * REACH or near.mean() < 0.5:
        return by_grid(points)
    try:
        return by_patches(points)
    except ImportError:
        return by_grid(points)


def height_below(points: Floats) -> float:
    """The height of the ground around the origin: the median of the lowest points of cells of 2 m within 25 m."""
    near = points[np.hypot(points[:, 0], points[:, 1]) < 25]
    if len(near) < 50:
        near = points
    cells = np.floor(near[:, :2] / 2).astype(np.int64)
    key = cells[:, 0] * 100_003 + cells[:, 1]
    order = np.lexsort((near[:, 2], key))
    first = np.flatnonzero(np.diff(key[order], prepend=key[order][0] - 1))
    return float(np.median(near[order][first, 2]))


def by_patches(points: Floats) -> Mask:
    """Patchwork++: planes fitted to patches of a polar grid. Raises ImportError when the library is not there."""
    import pypatchworkpp

    params = pypatchworkpp.Parameters()
    params.verbose = False
    params.max_range = REACH
    params.sensor_height = SENSOR_HEIGHT
    shifted = np.zeros((len(points), 4), np.float32)
    shifted[:, :3] = points
    shifted[:, 2] -= height_below(points) + SENSOR_HEIGHT
    found = pypatchworkpp.patchworkpp(params)
    found.estimateGround(shifted)
    mask = np.zeros(len(points), np.bool_)
    mask[np.asarray(found.getGroundIndices(), dtype=np.int64)] = True
    return mask


def by_grid(points: Floats) -> Mask:
    """Points at most 25 cm above the opened surface of lowest points."""
    from scipy import ndimage

    low = points[:, :2].min(axis=0)
    cell = CELL
    while np.prod(np.ptp(points[:, :2], axis=0) / cell + 1) > MOST_CELLS:
        cell *= 2
    at = ((points[:, :2] - low) / cell).astype(np.int64)
    shape = tuple(at.max(axis=0) + 1)
    lowest = np.full(shape, np.inf)
    np.minimum.at(lowest, (at[:, 0], at[:, 1]), points[:, 2])
    empty = np.isinf(lowest)
    if empty.any():
        nearest = ndimage.distance_transform_edt(empty, return_distances=False, return_indices=True)
        lowest = lowest[tuple(nearest)]
    window = max(3, int(WINDOW / cell) | 1)
    surface = ndimage.grey_opening(lowest, size=(window, window), mode="nearest")
    ground: Mask = points[:, 2] - surface[at[:, 0], at[:, 1]] <= TOLERANCE
    return ground
