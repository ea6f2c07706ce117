"""Lines in space: lanes, curbs, cables."""

from __future__ import annotations

from annotation.kinds.paths3d import Path3d
from annotation.kinds.registry import KINDS
from core.text import Text


@KINDS.register
class Polyline3d(Path3d):
    slug = "polyline3d"
    title = Text(en="3D polyline", zh="三维折线")
    least = 2
    closed = False
    schema = Path3d.schema_of(least)
