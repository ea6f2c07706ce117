"""A scene as a small picture: from above, coloured by height, forward is up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.modalities.scene.calibration import ramp

SIZE = 320
BACKGROUND = (17, 19, 24)
REACH = 40.0
"""Metres to either side of the sensor, unless the cloud is smaller or has no sensor in its middle."""
LOW, HIGH = -0.5, 4.0
"""Metres above the ground that the colours span."""


def draw(path: Path, points: NDArray[np.float64], ground: NDArray[np.bool_]) -> None:
    """`points` are n x 3 in the ego frame (x forward, y left, z up) and finite; `ground` says which are ground."""
    middle, reach = _window(points)
    corner = middle + reach
    at = ((corner - points[:, :2]) / (2 * reach) * SIZE).astype(np.int64)
    inside = ((at >= 0) & (at < SIZE)).all(axis=1)
    points, at = points[inside], at[inside]
    level = points[ground[inside], 2]
    floor = float(np.median(level)) if len(level) else float(points[:, 2].min(initial=0))
    height = np.clip((points[:, 2] - floor - LOW) / (HIGH - LOW), 0, 1)
    order = np.argsort(height)
    canvas = np.zeros((SIZE, SIZE, 3), np.uint8) + np.array(BACKGROUND, np.uint8)
    canvas[at[order, 0], at[order, 1]] = ramp(height[order])
    Image.fromarray(canvas).save(path, "WEBP", quality=85, method=2)


def _window(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """(middle, metres to either side): around the sensor if it stands in the cloud, else around the cloud."""
    low, high = np.percentile(points[:, :2], [1, 99], axis=0)
    if (low < 0).all() and (high > 0).all():
        return np.zeros(2), float(np.clip(max(np.abs(low).max(), np.abs(high).max()), 2, REACH))
    return (low + high) / 2, max(float((high - low).max()) / 2, 1.0)
