"""Areas in space: crossings, parking places, drivable ground. The ring need not be flat."""

from __future__ import annotations

import numpy as np

from annotation.kinds.base import Data, Measure
from annotation.kinds.paths3d import Path3d, path_length
from annotation.kinds.registry import KINDS
from core.text import Text


@KINDS.register
class Polygon3d(Path3d):
    slug = "polygon3d"
    title = Text(en="3D polygon", zh="三维多边形")
    least = 3
    closed = True
    schema = Path3d.schema_of(least)

    @classmethod
    def measure(cls, data: Data) -> Measure:
        """Length of the outline, and the area of the largest of its shadows on a plane (Newell's normal), m²."""
        ring = np.asarray(data["points"], dtype=np.float64)
        ring = ring - ring[0]
        normal = np.cross(ring, np.roll(ring, -1, axis=0)).sum(axis=0)
        return Measure(area=float(np.linalg.norm(normal)) / 2, length=path_length(data["points"], closed=True))
