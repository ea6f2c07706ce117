"""Plane geometry that several kinds share. Points are [x, y] in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from annotation.kinds.base import Affine, Bounds

Points = Sequence[Sequence[float]]
CLOSENESS = 10.0
"""Pixels at which the similarity of points and lines has fallen to 1/e."""


def apply(matrix: Affine, points: Points) -> list[list[float]]:
    a, b, c, d, e, f = matrix
    return [[a * x + b * y + c, d * x + e * y + f] for x, y in points]


def bounds(points: Points) -> Bounds:
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def ring_area(ring: Points) -> float:
    """Area inside a closed ring (shoelace formula), whatever its direction."""
    twice = ring[-1][0] * ring[0][1] - ring[0][0] * ring[-1][1]
    twice += sum(p[0] * q[1] - q[0] * p[1] for p, q in pairwise(ring))
    return abs(twice) / 2


def path_length(points: Points, *, closed: bool) -> float:
    total = sum(math.dist(p, q) for p, q in pairwise(points))
    return total + (math.dist(points[-1], points[0]) if closed else 0.0)


def shape(ring: Points, holes: Iterable[Points] = ()) -> BaseGeometry:
    """A valid shapely geometry of what the ring encloses; a ring that crosses itself is taken by the even-odd rule."""
    polygon = shapely.Polygon(ring, list(holes))
    return polygon if polygon.is_valid else shapely.make_valid(polygon, method="linework")


def overlap(a: BaseGeometry, b: BaseGeometry) -> float:
    """Intersection over union of two areas; 0 when both are empty."""
    shared = a.intersection(b).area
    union = a.area + b.area - shared
    return float(shared / union) if union > 0 else 0.0


def polygons_of(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons with an area in a geometry, without the points and lines that an intersection leaves."""
    parts = getattr(geometry, "geoms", [geometry])
    found = [part for part in parts if isinstance(part, shapely.Polygon) and part.area > 0]
    nested = [part for part in parts if isinstance(part, shapely.MultiPolygon | shapely.GeometryCollection)]
    return found + [polygon for part in nested for polygon in polygons_of(part)]


def ring_points(ring: shapely.LinearRing) -> list[list[float]]:
    """The points of a ring, the first not repeated at the end."""
    return [[float(x), float(y)] for x, y in list(ring.coords)[:-1]]


def resample(points: Points, count: int, *, closed: bool) -> list[list[float]]:
    """`count` points at equal distance along the line, from its first point."""
    line = np.asarray([*points, points[0]] if closed else points, dtype=np.float64)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, steps[-1], count, endpoint=not closed)
    xs = np.interp(at, steps, line[:, 0])
    ys = np.interp(at, steps, line[:, 1])
    return [[float(x), float(y)] for x, y in zip(xs, ys, strict=True)]


def blend_points(a: Points, b: Points, t: float, *, closed: bool = False) -> list[list[float]]:
    """Point by point when both have as many points, otherwise after resampling to the larger number."""
    if t <= 0 or t >= 1:
        return [list(point) for point in (a if t <= 0 else b)]
    if len(a) != len(b):
        count = max(len(a), len(b))
        a, b = resample(a, count, closed=closed), resample(b, count, closed=closed)
    return [[blend(p[0], q[0], t), blend(p[1], q[1], t)] for p, q in zip(a, b, strict=True)]


def blend(a: float, b: float, t: float) -> float:
    """Linear interpolation that returns a and b themselves at 0 and 1."""
    return a if t <= 0 else b if t >= 1 else a + (b - a) * t


def closeness(distance: float) -> float:
    """Similarity of things without an area: exp(-distance / CLOSENESS)."""
    return math.exp(-distance / CLOSENESS)


def box_iou(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of every box of `a` (n x 4: x, y, width, height) with every box of `b` (m x 4): n x m."""
    left = np.maximum(a[:, None, 0], b[None, :, 0])
    top = np.maximum(a[:, None, 1], b[None, :, 1])
    right = np.minimum(a[:, None, 0] + a[:, None, 2], b[None, :, 0] + b[None, :, 2])
    bottom = np.minimum(a[:, None, 1] + a[:, None, 3], b[None, :, 1] + b[None, :, 3])
    shared = np.clip(right - left, 0, None) * np.clip(bottom - top, 0, None)
    union = (a[:, 2] * a[:, 3])[:, None] + (b[:, 2] * b[:, 3])[None, :] - shared
    result: NDArray[np.float64] = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return result
