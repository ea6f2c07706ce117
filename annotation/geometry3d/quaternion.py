"""Unit quaternions as (w, x, y, z), in plain floats: for single boxes and poses, not for clouds.

q turns a vector v of the inner frame into the outer one: v' = q v q*. Angles are radians.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[float, float, float]
Rows = tuple[Point, Point, Point]


class Quaternion(NamedTuple):
    w: float
    x: float
    y: float
    z: float


IDENTITY = Quaternion(1.0, 0.0, 0.0, 0.0)


def normalised(q: Quaternion) -> Quaternion:
    """The unit quaternion of the same turn. Raises ValueError for one of length 0 or without a finite length."""
    length = math.sqrt(sum(each * each for each in q))
    if not 1e-12 < length < math.inf:
        raise ValueError("a quaternion of length 0 turns nothing")
    return Quaternion(q.w / length, q.x / length, q.y / length, q.z / length)


def product(p: Quaternion, q: Quaternion) -> Quaternion:
    """First q, then p."""
    return Quaternion(
        p.w * q.w - p.x * q.x - p.y * q.y - p.z * q.z,
        p.w * q.x + p.x * q.w + p.y * q.z - p.z * q.y,
        p.w * q.y - p.x * q.z + p.y * q.w + p.z * q.x,
        p.w * q.z + p.x * q.y - p.y * q.x + p.z * q.w,
    )


def conjugate(q: Quaternion) -> Quaternion:
    return Quaternion(q.w, -q.x, -q.y, -q.z)


def from_yaw(yaw: float) -> Quaternion:
    """Turned left by `yaw` about the upright axis."""
    return Quaternion(math.cos(yaw / 2), 0.0, 0.0, math.sin(yaw / 2))


def yaw_of(q: Quaternion) -> float:
    """The direction of the turned x axis seen from above, in [-pi, pi]."""
    return math.atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z))


def angles_of(q: Quaternion) -> tuple[float, float, float]:
    """(roll, pitch, yaw): turned about x, then y, then z of the outer frame (matrix Rz(yaw) Ry(pitch) Rx(roll))."""
    roll = math.atan2(2 * (q.w * q.x + q.y * q.z), 1 - 2 * (q.x * q.x + q.y * q.y))
    pitch = math.asin(max(-1.0, min(1.0, 2 * (q.w * q.y - q.z * q.x))))
    return roll, pitch, yaw_of(q)


def from_angles(roll: float, pitch: float, yaw: float) -> Quaternion:
    """The turn Rz(yaw) Ry(pitch) Rx(roll)."""
    about_x = Quaternion(math.cos(roll / 2), math.sin(roll / 2), 0.0, 0.0)
    about_y = Quaternion(math.cos(pitch / 2), 0.0, math.sin(pitch / 2), 0.0)
    return product(from_yaw(yaw), product(about_y, about_x))


def from_xyz(x: float, y: float, z: float) -> Quaternion:
    """The turn Rx(x) Ry(y) Rz(z): the Euler order "XYZ" of three.js, by which browsers write angles."""
    about_x = Quaternion(math.cos(x / 2), math.sin(x / 2), 0.0, 0.0)
    about_y = Quaternion(math.cos(y / 2), 0.0, math.sin(y / 2), 0.0)
    return product(about_x, product(about_y, from_yaw(z)))


def xyz_of(q: Quaternion) -> tuple[float, float, float]:
    """The angles of `from_xyz`. Looking straight up or down, the first of them is 0."""
    a, b, c = rows(q)
    y = math.asin(max(-1.0, min(1.0, a[2])))
    if abs(a[2]) > 1 - 1e-12:
        return 0.0, y, math.atan2(b[0], b[1])
    return math.atan2(-b[2], c[2]), y, math.atan2(-a[1], a[0])


def slerp(a: Quaternion, b: Quaternion, t: float) -> Quaternion:
    """The turn between a (t = 0) and b (t = 1), the shorter way round, at even speed."""
    cosine = a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z
    if cosine < 0:
        b, cosine = Quaternion(-b.w, -b.x, -b.y, -b.z), -cosine
    if cosine > 0.9995:
        first, second = 1 - t, t
    else:
        angle = math.acos(cosine)
        first, second = math.sin((1 - t) * angle) / math.sin(angle), math.sin(t * angle) / math.sin(angle)
    return normalised(Quaternion(*(first * p + second * q for p, q in zip(a, b, strict=True))))


def rows(q: Quaternion) -> Rows:
    """The three rows of the rotation matrix."""
    w, x, y, z = q
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    )


def turned(q: Quaternion, p: Point) -> Point:
    """The point after the turn."""
    a, b, c = rows(q)
    x, y, z = p
    return (
        a[0] * x + a[1] * y + a[2] * z,
        b[0] * x + b[1] * y + b[2] * z,
        c[0] * x + c[1] * y + c[2] * z,
    )


def matrix(q: Quaternion) -> Floats:
    """The 3 x 3 rotation matrix."""
    return np.array(rows(q))


def from_matrix(m: Floats) -> Quaternion:
    """The turn of a 3 x 3 rotation matrix (Shepperd's method: divide by the largest component).

    Raises ValueError when the matrix is no rotation, within 1 %: a mirror, a scale, or numbers that are not finite.
    """
    if m.shape != (3, 3) or not np.isfinite(m).all() or np.abs(m @ m.T - np.eye(3)).max() > 0.01:
        raise ValueError("not a rotation matrix")
    if np.linalg.det(m) < 0:
        raise ValueError("a mirror, not a rotation: the determinant is negative")
    squares = [1 + m[0, 0] + m[1, 1] + m[2, 2], 1 + m[0, 0] - m[1, 1] - m[2, 2],
               1 - m[0, 0] + m[1, 1] - m[2, 2], 1 - m[0, 0] - m[1, 1] + m[2, 2]]  # fmt: skip
    largest = int(np.argmax(squares))
    root = math.sqrt(squares[largest])
    twice = 2 * root
    wx, wy, wz = (m[2, 1] - m[1, 2]) / twice, (m[0, 2] - m[2, 0]) / twice, (m[1, 0] - m[0, 1]) / twice
    xy, xz, yz = (m[0, 1] + m[1, 0]) / twice, (m[0, 2] + m[2, 0]) / twice, (m[1, 2] + m[2, 1]) / twice
    half = root / 2
    found = ((half, wx, wy, wz), (wx, half, xy, xz), (wy, xy, half, yz), (wz, xz, yz, half))[largest]
    return normalised(Quaternion(*(float(each) for each in found)))
