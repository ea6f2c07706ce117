"""Pairs of upright boxes that overlap, found by an index, so that thousands stay quick."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from qa.checks.base import Record


def overlapping(records: list[Record]) -> Iterator[tuple[Record, Record, float, float]]:
    """Pairs of boxes that share area, each pair once, as (first, second, IoU, share of the smaller that is covered)."""
    boxes = [record for record in records if record["kind"] == "box"]
    if not boxes:
        return
    shapes = [
        shapely.box(d["x"], d["y"], d["x"] + d["width"], d["y"] + d["height"]) for d in (box["data"] for box in boxes)
    ]
    tree = shapely.STRtree(shapes)
    firsts, seconds = tree.query(shapes, predicate="intersects")
    for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
        if first < second:
            yield boxes[first], boxes[second], *_overlap(boxes[first]["data"], boxes[second]["data"])


def _overlap(a: dict[str, float], b: dict[str, float]) -> tuple[float, float]:
    width = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    height = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    shared = max(width, 0) * max(height, 0)
    areas = a["width"] * a["height"], b["width"] * b["height"]
    return shared / (sum(areas) - shared), shared / min(areas)
