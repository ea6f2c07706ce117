"""What a box in space takes up in the picture of a camera: its edges followed through the lens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.boxes import Box
from annotation.geometry3d.cameras import NEAR, Camera
from annotation.geometry3d.poses import Pose

Floats = NDArray[np.float64]
EDGES = ((0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7))
STEPS = np.linspace(0, 1, 9)[:, None]


def outline(box: Box, camera: Camera, pose: Pose) -> Floats:
    """Pixels along the edges, as far as they lie before the lens; `pose` takes the camera to the frame of the box."""
    at = pose.inverse().apply(boxes.corners(box))
    lines = np.concatenate([at[a] + (at[b] - at[a]) * STEPS for a, b in EDGES])
    pixels, seen = camera.project(lines[lines[:, 2] > NEAR])
    return pixels[seen]


def bounds(box: Box, camera: Camera, pose: Pose) -> tuple[Floats, float] | None:
    """(left, top, right, bottom within the picture, the share of the whole that this is); None for nothing in it."""
    pixels = outline(box, camera, pose)
    if len(pixels) < 2:
        return None
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    edge = np.array([camera.width, camera.height], dtype=np.float64)
    cut = np.concatenate([np.clip(low, 0, edge), np.clip(high, 0, edge)])
    whole, left = float(np.prod(high - low)), float(np.prod(cut[2:] - cut[:2]))
    return (cut, left / whole) if left > 0 and whole > 0 else None
