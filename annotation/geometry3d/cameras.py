"""Cameras: where points fall in a picture, and where a pixel looks. Vectorised over points.

The camera's frame is OpenCV's optical one: x right, y down, z forward, metres. Pictures have their origin at the
top-left corner of the top-left pixel, half a pixel up and left of where calibrations count from. The models are those
of OpenCV's calib3d: pinhole, Brown-Conrady with up to eight coefficients (k1 k2 p1 p2 k3 k4 k5 k6), fisheye (k1 k2 k3
k4, after Kannala and Brandt, 2006).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Model = Literal["pinhole", "brown", "fisheye"]
NEAR = 0.1
"""Metres before the lens at which a picture begins."""
COEFFICIENTS: dict[str, tuple[int, ...]] = {"pinhole": (0,), "brown": (4, 5, 8), "fisheye": (4,)}
WIDEST = 10.0
"""The tangent of the widest angle that a Brown-Conrady lens is followed to: 84 degrees."""
ROUNDS = 20


@dataclass(frozen=True)
class Camera:
    """Intrinsics in pixels as calibrated, with the middle of the first pixel at (0, 0)."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    model: Model = "pinhole"
    distortion: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.model not in COEFFICIENTS or len(self.distortion) not in COEFFICIENTS[self.model]:
            raise ValueError(f"a {self.model} camera cannot have {len(self.distortion)} coefficients of distortion")
        numbers = (self.fx, self.fy, self.cx, self.cy, *self.distortion)
        if not all(map(math.isfinite, numbers)) or self.fx <= 0 or self.fy <= 0:
            raise ValueError("the focal lengths must be greater than 0 and all numbers finite")
        if not (0 < self.width < 2**20 and 0 < self.height < 2**20):
            raise ValueError("a picture has a width and a height")

    @cached_property
    def reach(self) -> float | None:
        """Where the distortion folds back: the largest r = tan(angle) of a Brown-Conrady lens, the largest angle of a
        fisheye; None when it does not. What lies beyond is not in the picture though the formula would put it there."""
        if self.model == "pinhole":
            return None
        ends = np.linspace(0, math.pi if self.model == "fisheye" else WIDEST, 4001)
        grown = ends * (self._fisheye(ends) if self.model == "fisheye" else self._radial(ends**2))
        falls = np.flatnonzero(~(np.diff(grown) > 0))
        return float(ends[falls[0]]) if len(falls) else None

    def project(self, points: Floats) -> tuple[Floats, Mask]:
        """(n x 2 pixels, which of them are before the lens and within reach of it) of n x 3 points of its frame."""
        with np.errstate(all="ignore"):
            if self.model == "fisheye":
                across = np.hypot(points[:, 0], points[:, 1])
                angle = np.arctan2(across, points[:, 2])
                scale = np.where(across > 1e-12, angle * self._fisheye(angle) / across, 0.0)
                flat, seen = points[:, :2] * scale[:, None], angle <= (self.reach or math.pi)
                seen &= np.linalg.norm(points, axis=1) > NEAR
            else:
                flat = points[:, :2] / points[:, 2:3]
                seen = points[:, 2] > NEAR
                if self.model == "brown":
                    seen &= (flat**2).sum(axis=1) <= (self.reach or math.inf) ** 2
                    flat = self._bent(flat)
            pixels = flat * (self.fx, self.fy) + (self.cx + 0.5, self.cy + 0.5)
        return pixels, seen & np.isfinite(pixels).all(axis=1)

    def inside(self, pixels: Floats) -> Mask:
        """Which pixels lie in the picture."""
        with np.errstate(invalid="ignore"):
            inside: Mask = np.all((pixels >= 0) & (pixels <= (self.width, self.height)), axis=1)
            return inside

    def rays(self, pixels: Floats) -> Floats:
        """n x 3 unit vectors of the camera's frame along which n x 2 pixels look."""
        flat = (pixels - (self.cx + 0.5, self.cy + 0.5)) / (self.fx, self.fy)
        if self.model == "fisheye":
            return self._fisheye_rays(flat)
        if self.model == "brown":
            flat = self._straightened(flat)
        rays = np.concatenate([flat, np.ones((len(flat), 1))], axis=1)
        unit: Floats = rays / np.linalg.norm(rays, axis=1, keepdims=True)
        return unit

    def _radial(self, square: Floats) -> Floats:
        k1, k2, _, _, k3, k4, k5, k6 = self._eight
        return (1 + square * (k1 + square * (k2 + square * k3))) / (1 + square * (k4 + square * (k5 + square * k6)))

    @cached_property
    def _eight(self) -> tuple[float, ...]:
        return (*self.distortion, *([0.0] * (8 - len(self.distortion))))

    def _bent(self, flat: Floats) -> Floats:
        _, _, p1, p2, *_ = self._eight
        x, y = flat[:, 0], flat[:, 1]
        square = x * x + y * y
        radial = self._radial(square)
        return np.stack(
            [
                x * radial + 2 * p1 * x * y + p2 * (square + 2 * x * x),
                y * radial + p1 * (square + 2 * y * y) + 2 * p2 * x * y,
            ],
            axis=1,
        )

    def _straightened(self, bent: Floats) -> Floats:
        """The inverse of `_bent` by Newton's method with a numeric derivative, within the reach of the lens."""
        flat = bent.copy()
        step = 1e-6
        east, south = np.array([step, 0.0]), np.array([0.0, step])
        for _ in range(ROUNDS):
            off = self._bent(flat) - bent
            along_x = (self._bent(flat + east) - self._bent(flat - east)) / (2 * step)
            along_y = (self._bent(flat + south) - self._bent(flat - south)) / (2 * step)
            determinant = along_x[:, 0] * along_y[:, 1] - along_x[:, 1] * along_y[:, 0]
            determinant = np.where(np.abs(determinant) < 1e-9, np.inf, determinant)
            flat[:, 0] -= (off[:, 0] * along_y[:, 1] - off[:, 1] * along_y[:, 0]) / determinant
            flat[:, 1] -= (off[:, 1] * along_x[:, 0] - off[:, 0] * along_x[:, 1]) / determinant
        return flat

    def _fisheye(self, angle: Floats) -> Floats:
        """By how much an angle is stretched."""
        k1, k2, k3, k4 = self.distortion
        square = angle * angle
        return 1 + square * (k1 + square * (k2 + square * (k3 + square * k4)))

    def _fisheye_rays(self, flat: Floats) -> Floats:
        wanted = np.hypot(flat[:, 0], flat[:, 1])
        most = self.reach or math.pi
        low, high = np.zeros(len(flat)), np.full(len(flat), most)
        for _ in range(60):
            middle = (low + high) / 2
            short = middle * self._fisheye(middle) < wanted
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        angle = (low + high) / 2
        direction = flat / np.maximum(wanted, 1e-12)[:, None]
        return np.concatenate([direction * np.sin(angle)[:, None], np.cos(angle)[:, None]], axis=1)

    def json(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "height": self.height,
            "model": self.model,
            "fx": self.fx,
            "fy": self.fy,
            "cx": self.cx,
            "cy": self.cy,
            "distortion": list(self.distortion),
            "reach": self.reach,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Camera:
        """Raises ValueError when it is none."""
        numbers = {name: float(value[name]) for name in ("fx", "fy", "cx", "cy")}
        distortion = tuple(float(each) for each in value["distortion"])
        return cls(int(value["width"]), int(value["height"]), **numbers, model=value["model"], distortion=distortion)
