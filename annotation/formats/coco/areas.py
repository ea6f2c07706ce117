"""The polygons and masks of one object as COCO's segmentation: lists of points where they will do, else run lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotation.formats.base import Item
from annotation.formats.masks import Window, cropped, segmentation_of
from annotation.formats.report import Report
from annotation.kinds import KINDS, Data
from annotation.kinds.mask import mask_data
from annotation.kinds.mask_runs import Mask, pack
from annotation.kinds.record import Record


def segmentation(records: Sequence[Record], item: Item, report: Report, *, crowd: bool) -> tuple[Any, float]:
    """The segmentation of an object and its area; ([], 0) where it has neither polygon nor mask."""
    if any(record["kind"] == "mask" for record in records):
        return _run_lengths(records, *_size(records, item))
    holes = any(record["data"]["holes"] for record in records)
    if records and (crowd or holes) and item.width and item.height:
        report.loss("crowd-as-mask" if crowd else "holes-as-mask")
        return _run_lengths(records, item.width, item.height)
    if holes:
        report.loss("holes-dropped")
    points = [[n for point in record["data"]["points"] for n in point] for record in records]
    return points, sum(KINDS["polygon"].measure(record["data"]).area for record in records)


def _size(records: Sequence[Record], item: Item) -> tuple[int, int]:
    """The size of the image, or, where nobody knows it, of one that holds them all."""
    if item.width and item.height:
        return item.width, item.height
    reach = [KINDS[record["kind"]].measure(record["data"]).bounds or (0, 0, 1, 1) for record in records]
    return max(1, *(int(bounds[2]) + 1 for bounds in reach)), max(1, *(int(bounds[3]) + 1 for bounds in reach))


def _run_lengths(records: Sequence[Record], width: int, height: int) -> tuple[dict[str, Any], int]:
    if len(records) == 1 and records[0]["kind"] == "mask":
        data = records[0]["data"]
        return segmentation_of(data, width, height), data["area"]
    whole = _union([cropped(record["data"], width, height) for record in records])
    if whole is None:
        return {"size": [height, width], "counts": pack([width * height])}, 0
    return segmentation_of(whole, width, height), whole["area"]


def _union(parts: Sequence[tuple[Window, Mask]]) -> Data | None:
    """All parts as one mask, painted in the box that holds them; None when they have no pixel."""
    there = [(where, mask) for where, mask in parts if mask.size]
    if not there:
        return None
    top, left = (min(where[axis].start for where, _ in there) for axis in (0, 1))
    bottom, right = (max(where[axis].stop for where, _ in there) for axis in (0, 1))
    union: Mask = np.zeros((bottom - top, right - left), dtype=np.bool_)
    for (rows, columns), mask in there:
        union[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] |= mask
    return mask_data(union, left, top)
