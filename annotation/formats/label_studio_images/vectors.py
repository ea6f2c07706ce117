"""Label Studio's vectors: points in percent that each name the one before them, and curves between them.

See https://labelstud.io/tags/vectorlabels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annotation.formats.gathering import number
from annotation.kinds import Data

STEPS = 12
"""Straight pieces of a curve."""
Point = tuple[float, float]
Vertex = dict[str, Any]


def shapes_of(value: dict[str, Any], across: float, down: float) -> Iterator[tuple[str, Data]]:
    """A closed vector as a polygon; an open one as a line, or as several where it branches."""
    listed = value.get("vertices")
    vertices = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    if value.get("closed") is True:
        points = _drawn([*vertices, *vertices[:1]], across, down)[:-1]
        yield "polygon", {"points": points, "holes": []}
        return
    for chain in _chains(vertices) or [[]]:
        yield "polyline", {"points": _drawn(chain, across, down)}


def vector_of(points: Sequence[Sequence[float]], across: float, down: float) -> dict[str, Any]:
    """A line as an open vector."""
    vertices: list[Vertex] = []
    for at, (x, y) in enumerate(points):
        before = f"point-{at}" if at else None
        place = {"x": x * across, "y": y * down}
        vertices.append({"id": f"point-{at + 1}", **place, "prevPointId": before, "isBezier": False})
    return {"vertices": vertices, "closed": False}


def _chains(vertices: Sequence[Vertex]) -> list[list[Vertex]]:
    """Each from its beginning, or from where it leaves another, to its end."""
    known: dict[object, Vertex] = {}
    chains: list[list[Vertex]] = []
    for at, each in enumerate(vertices):
        before = known.get(each.get("prevPointId")) if each.get("prevPointId") else None
        if before is None and at and "prevPointId" not in each:
            before = vertices[at - 1]
        if before is not None and chains and chains[-1][-1] is before:
            chains[-1].append(each)
        else:
            chains.append([each] if before is None else [before, each])
        known[each.get("id") or at] = each
    return chains


def _drawn(vertices: Sequence[Vertex], across: float, down: float) -> list[list[float]]:
    found: list[Point] = []
    for at, each in enumerate(vertices):
        end = _place(each)
        bend = [_handle(vertices[at - 1], "controlPoint2"), _handle(each, "controlPoint1")] if at else [None, None]
        if at and any(bend):
            found += _curve(_place(vertices[at - 1]), bend[0], bend[1], end)
        found.append(end)
    return [[x * across, y * down] for x, y in found]


def _place(vertex: Vertex) -> Point:
    return number(vertex.get("x")), number(vertex.get("y"))


def _handle(vertex: Vertex, key: str) -> Point | None:
    """Where a handle is; None where there is none, or one that bends nothing."""
    found = vertex.get(key)
    if vertex.get("isBezier") is not True or not isinstance(found, dict):
        return None
    return _place(found) if _place(found) != _place(vertex) else None


def _curve(start: Point, out: Point | None, into: Point | None, end: Point) -> Iterator[Point]:
    """What lies between the ends."""
    bends = start, out or start, into or end, end
    for step in range(1, STEPS):
        t = step / STEPS
        share = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        yield (
            sum(part * point[0] for part, point in zip(share, bends, strict=True)),
            sum(part * point[1] for part, point in zip(share, bends, strict=True)),
        )
