"""Does the calibration hold? How many points fall into each picture, whether it stands upright, and a picture of the
points over the first photograph, coloured by depth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.geometry3d.cameras import Camera
from annotation.geometry3d.poses import Pose

Floats = NDArray[np.float64]
FARTHEST = 80.0
"""Metres: points beyond say little about a calibration."""
UPRIGHT = 0.7
"""How far down the lower edge of a picture looks: the cosine of 45 degrees. The inverse of an extrinsic lays the
picture on its side or head, because the axes of a camera are not those of a vehicle; where they are such that the
inverse is upright too (a vehicle with x left and y backward), it also looks the same way, and nobody can tell."""
FEW = 0.05
"""Of the points that an even scan would show, below which nothing is in view."""
SAMPLE = 20_000
PREVIEW = 960
"""Longest side of a preview in pixels."""
TURBO = (
    (48, 18, 59), (65, 69, 171), (57, 162, 252), (27, 229, 181),
    (164, 252, 60), (251, 185, 56), (227, 68, 10), (122, 4, 3),
)  # fmt: skip
"""Stops of the colour map Turbo (A. Mikhailov, 2019, Apache-2.0), near to far."""


@dataclass(frozen=True, slots=True)
class View:
    """How well points and pictures of one camera fit: the share of the points that fall into the picture and the share
    that an even scan of its angle would have; how upright the camera stands, and would with the inverse extrinsic."""

    in_view: float
    expected: float
    upright: float
    inverse_upright: float

    @property
    def warning(self) -> str:
        if self.upright < UPRIGHT <= self.inverse_upright:
            return "inverted"
        if self.in_view < FEW * self.expected:
            return "nothing-in-view"
        return "not-upright" if self.upright < UPRIGHT else ""

    def json(self) -> dict[str, Any]:
        return {"in_view": round(self.in_view, 4), "warning": self.warning}


def look(camera: Camera, pose: Pose, base: Pose, points: Floats) -> View:
    """`pose` is camera to the frame of `points` (ego: z up, n x 3), `base` the frame in which it was given, to ego."""
    points = points[np.linalg.norm(points, axis=1) < FARTHEST]
    points = points[:: max(1, len(points) // SAMPLE)]
    pixels, ahead = camera.project(pose.inverse().apply(points))
    inside = float((ahead & camera.inside(pixels)).mean()) if len(points) else 0.0
    edges = np.array([[0.0, camera.height / 2], [float(camera.width), camera.height / 2]])
    left, right = camera.rays(edges)
    angle = float(np.arctan2(right[0], right[2]) - np.arctan2(left[0], left[2]))
    expected = angle / (2 * np.pi) if angle > 0 else 1.0
    inverse = base @ (base.inverse() @ pose).inverse()
    return View(inside, expected, -float(pose.rotation[2, 1]), -float(inverse.rotation[2, 1]))


def draw(path: Path, picture: Image.Image, camera: Camera, pose: Pose, points: Floats) -> None:
    """Write the picture with the points over it, the near ones on top; `pose` is camera to the frame of the points."""
    scale = min(1.0, PREVIEW / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    canvas = np.asarray(picture.convert("RGB").resize(size)).copy()
    canvas = (canvas * 0.6).astype(np.uint8)
    seen = pose.inverse().apply(points)
    pixels, ahead = camera.project(seen)
    shown = ahead & camera.inside(pixels)
    depth = np.linalg.norm(seen[shown], axis=1)
    order = np.argsort(-depth)
    at = (pixels[shown][order] * scale).astype(np.int64)
    colours = ramp(np.log(np.clip(depth[order], 2, FARTHEST) / 2) / np.log(FARTHEST / 2))
    for dx in (0, 1):
        for dy in (0, 1):
            x, y = np.clip(at[:, 0] + dx, 0, size[0] - 1), np.clip(at[:, 1] + dy, 0, size[1] - 1)
            canvas[y, x] = colours
    Image.fromarray(canvas).save(path, "JPEG", quality=85)


def ramp(values: Floats) -> NDArray[np.uint8]:
    """n x 3 colours of Turbo for values from 0 to 1."""
    stops = np.array(TURBO, dtype=np.float64)
    at = np.clip(values, 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(np.int64), len(stops) - 2)
    mixed: Floats = stops[low] + (stops[low + 1] - stops[low]) * (at - low)[:, None]
    return mixed.astype(np.uint8)
