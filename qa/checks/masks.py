"""Masks of a picture, for the checks that look at their pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import shapely

from annotation.kinds.mask import overlap_of, spans_in_image
from annotation.kinds.mask_runs import Mask
from qa.checks.base import Record


def masks_of(records: list[Record]) -> list[Record]:
    return [record for record in records if record["kind"] == "mask"]


def pixels_of(data: dict[str, Any]) -> Mask:
    """The pixels of a mask within its own box."""
    return spans_in_image(data).shifted(-data["x"], -data["y"]).pixels(data["width"], data["height"])


def parts(pixels: Mask) -> list[tuple[int, Mask]]:
    """(pixels, which) of every piece that hangs together over its sides, the largest first."""
    count, labels, facts, _ = cv2.connectedComponentsWithStats(pixels.astype(np.uint8), connectivity=4)
    areas = [(int(facts[index][cv2.CC_STAT_AREA]), index) for index in range(1, count)]
    return [(area, labels == index) for area, index in sorted(areas, reverse=True)]


def holes(pixels: Mask) -> list[tuple[int, Mask]]:
    """(pixels, which) of every hole, the largest first."""
    around = np.pad(~pixels, 1, constant_values=True)
    outside = around.shape[0] * around.shape[1]
    found = [(area, which) for area, which in parts(around) if not which[0, 0]]
    return [(area, which[1:-1, 1:-1]) for area, which in found if area < outside]


def overlapping(records: list[Record]) -> Iterator[tuple[Record, Record, int]]:
    """Pairs of masks that share pixels, each pair once, and how many."""
    if not records:
        return
    boxes = [
        shapely.box(d["x"], d["y"], d["x"] + d["width"], d["y"] + d["height"]) for d in (r["data"] for r in records)
    ]
    firsts, seconds = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
        if first < second and (shared := overlap_of(records[first]["data"], records[second]["data"])):
            yield records[first], records[second], shared
