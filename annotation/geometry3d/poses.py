"""Where a frame stands in another one: outer = R(q) inner + t, metres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotation.geometry3d.quaternion import (
    IDENTITY,
    Quaternion,
    conjugate,
    from_matrix,
    matrix,
    normalised,
    product,
    slerp,
)

Floats = NDArray[np.float64]
NAMES = ("x", "y", "z", "qw", "qx", "qy", "qz")


@dataclass(frozen=True)
class Pose:
    """The place and turn of an inner frame in an outer one. `q` is a unit quaternion."""

    t: tuple[float, float, float] = (0.0, 0.0, 0.0)
    q: Quaternion = IDENTITY

    @classmethod
    def of(cls, t: ArrayLike, q: Quaternion) -> Pose:
        """Raises ValueError when a number is not finite or the quaternion has no length."""
        place = np.asarray(t, dtype=np.float64).reshape(3)
        if not np.isfinite(place).all():
            raise ValueError("a place must be finite")
        return cls((float(place[0]), float(place[1]), float(place[2])), normalised(q))

    @classmethod
    def from_matrix(cls, m: ArrayLike) -> Pose:
        """From a 4 x 4 or 3 x 4 matrix. Raises ValueError when its turn is no rotation."""
        values = np.asarray(m, dtype=np.float64)
        if values.shape not in {(4, 4), (3, 4)}:
            raise ValueError("a pose is a 4 x 4 or 3 x 4 matrix")
        return cls.of(values[:3, 3], from_matrix(values[:3, :3]))

    @classmethod
    def from_json(cls, value: Mapping[str, float]) -> Pose:
        x, y, z, *q = (float(value[name]) for name in NAMES)
        return cls.of((x, y, z), Quaternion(*q))

    def json(self) -> dict[str, float]:
        return dict(zip(NAMES, (*self.t, *self.q), strict=True))

    @cached_property
    def rotation(self) -> Floats:
        return matrix(self.q)

    @cached_property
    def matrix(self) -> Floats:
        """4 x 4."""
        result = np.eye(4)
        result[:3, :3], result[:3, 3] = self.rotation, self.t
        return result

    def __matmul__(self, inner: Pose) -> Pose:
        """First `inner`, then this one."""
        return Pose.of(self.apply(np.array([inner.t]))[0], product(self.q, inner.q))

    def inverse(self) -> Pose:
        back = conjugate(self.q)
        return Pose.of(-(matrix(back) @ np.array(self.t)), back)

    def apply(self, points: Floats) -> Floats:
        """n x 3 points of the inner frame in the outer one."""
        moved: Floats = points @ self.rotation.T + np.array(self.t)
        return moved

    def between(self, other: Pose, t: float) -> Pose:
        """From this one (t = 0) to `other` (t = 1): straight on, turning evenly."""
        start, end = np.array(self.t), np.array(other.t)
        return Pose.of(start + (end - start) * t, slerp(self.q, other.q, t))
