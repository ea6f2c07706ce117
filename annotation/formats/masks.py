"""Masks as files write them: COCO's run lengths of whole images, and polygons that follow their edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Data
from annotation.kinds.geometry import Points, bounds, polygons_of, ring_area, ring_points, shape
from annotation.kinds.mask import data_of_spans, mask_data, spans_in_image
from annotation.kinds.mask_runs import BadRuns, Counts, Mask, pack, spans_of, unpack

MOST_PIXELS = 250_000_000
"""Of a picture of masks, which is held as a whole."""
MOST_COUNTED = 40_000_000_000
"""Of an image whose masks are told by run lengths."""
TOLERANCE = 0.75
"""Pixels by which a simplified outline may leave the outline of the mask's pixels."""
LEAST_OVERLAP = 0.9
"""Intersection over union below which a small outline stays unsimplified."""


class BadMask(ValueError):
    """Run lengths that make no mask."""


def counts_of(segmentation: dict[str, Any], width: int | None, height: int | None) -> tuple[Counts, int, int]:
    """The run lengths of a COCO segmentation and its width and height; raises BadMask."""
    size = segmentation.get("size")
    if not (isinstance(size, list) and len(size) == 2 and all(type(side) is int and side > 0 for side in size)):
        raise BadMask("size must be [height, width]")
    rows, columns = size
    if rows * columns > MOST_COUNTED:
        raise BadMask("the mask is too large")
    if (width and columns != width) or (height and rows != height):
        raise BadMask("its size differs from the image's")
    counts = segmentation.get("counts")
    values = _values(counts)
    if not values.size or values.min() < 0 or values.max() > MOST_COUNTED or values.sum() != rows * columns:
        raise BadMask("the counts do not add up to the size")
    return values, columns, rows


def _values(counts: object) -> Counts:
    if isinstance(counts, str):
        try:
            return unpack(counts)
        except BadRuns as error:
            raise BadMask(str(error)) from None
    if isinstance(counts, list) and all(type(count) is int and 0 <= count <= MOST_COUNTED for count in counts):
        return np.asarray(counts, dtype=np.int64)
    raise BadMask("counts must be a string or a list of integers from 0 up")


def mask_record_data(counts: Counts, height: int) -> Data | None:
    """The data of a mask record from the run lengths of a whole image of this height; None when it is empty."""
    return data_of_spans(spans_of(counts, height))


def segmentation_of(data: Data, width: int, height: int) -> dict[str, Any]:
    """COCO's run lengths of a mask in an image of this size; what lies outside is cut off."""
    spans = spans_in_image(data).within(width, height)
    counts = spans.counts(width, height) if spans.columns.size else [width * height]
    return {"size": [height, width], "counts": pack(counts)}


def pixels_in(data: Data, width: int, height: int) -> Mask:
    """The pixels of a mask record in an image of this size."""
    return spans_in_image(data).within(width, height).pixels(width, height)


Window = tuple[slice, slice]
"""Rows and columns of an image: only they are held while one of its objects is painted."""


def cropped(data: Data, width: int, height: int) -> tuple[Window, Mask]:
    """Where in an image of this size a mask or a polygon with its holes lies, and which pixels there are its own."""
    if "counts" not in data:
        return window([data["points"], *data["holes"]], width, height)
    spans = spans_in_image(data).within(width, height)
    if not spans.columns.size:
        return (slice(0, 0), slice(0, 0)), np.zeros((0, 0), dtype=np.bool_)
    left, top, right, bottom = spans.bounds()
    pixels = spans.shifted(-left, -top).pixels(right - left, bottom - top)
    return (slice(top, bottom), slice(left, right)), pixels


def window(rings: Sequence[Points], width: int, height: int) -> tuple[Window, Mask]:
    """The same of rings, of which the first one holds the others."""
    left, top, right, bottom = bounds(rings[0])
    x, y = min(max(math.floor(left), 0), width), min(max(math.floor(top), 0), height)
    across, down = max(min(math.ceil(right), width) - x, 0), max(min(math.ceil(bottom), height) - y, 0)
    inside = rasterise([[[px - x, py - y] for px, py in ring] for ring in rings], across, down)
    return (slice(y, y + down), slice(x, x + across)), inside


def outlines_in(data: Data, width: int, height: int) -> list[tuple[list[list[float]], list[list[list[float]]]]]:
    """The areas of a mask record as polygons in an image of this size, worked out in the mask's own box."""
    (rows, columns), pixels = cropped(data, width, height)
    top, left = rows.start, columns.start
    shifted = [
        [[[x + left, y + top] for x, y in each] for each in (ring, *holes)] for ring, holes in polygons_of_mask(pixels)
    ]
    return [(ring, holes) for ring, *holes in shifted]


def rasterise(rings: Sequence[Points], width: int, height: int) -> Mask:
    """The pixels whose centres lie inside the rings, by the even-odd rule (so that holes are holes)."""
    toggles = np.zeros((height + 1, width), dtype=np.int32)
    for ring in rings:
        points = np.asarray(ring, dtype=np.float64)
        for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0), strict=True):
            if x0 > x1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            first, last = max(math.ceil(x0 - 0.5), 0), min(math.ceil(x1 - 0.5), width)
            if first >= last:
                continue
            columns = np.arange(first, last)
            ys = y0 + (columns + 0.5 - x0) * (y1 - y0) / (x1 - x0)
            np.add.at(toggles, (np.clip(np.ceil(ys - 0.5).astype(np.int64), 0, height), columns), 1)
    inside: Mask = np.cumsum(toggles, axis=0)[:height] % 2 == 1
    return inside


def filled(data: Data) -> Data:
    """The pixels of a polygon with holes as a mask; it has at least one."""
    left, top, right, bottom = bounds(data["points"])
    x, y = math.floor(left), math.floor(top)
    rings = [[[px - x, py - y] for px, py in ring] for ring in (data["points"], *data["holes"])]
    pixels = rasterise(rings, math.ceil(right) - x, math.ceil(bottom) - y)
    return mask_data(pixels, x, y) or {"x": x, "y": y, "width": 1, "height": 1, "counts": pack([0, 1]), "area": 1}


def polygons_of_mask(mask: Mask) -> list[tuple[list[list[float]], list[list[list[float]]]]]:
    """The mask's areas as (ring, holes), along the edges of its pixels and then simplified within TOLERANCE."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return []
    top, left = int(rows[0]), int(columns[0])
    window = mask[top : rows[-1] + 1, left : columns[-1] + 1]
    # Pixel (i, j) becomes the lattice points 2i..2i+2, 2j..2j+2: the contour of these runs along the pixel's own edges.
    lattice = np.zeros((2 * window.shape[0] + 1, 2 * window.shape[1] + 1), dtype=np.uint8)
    for down in range(3):
        for right in range(3):
            lattice[down : down + 2 * window.shape[0] : 2, right : right + 2 * window.shape[1] : 2] |= window
    contours, tree = cv2.findContours(lattice, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    areas = []
    for index, contour in enumerate(contours):
        if tree[0][index][3] >= 0:
            continue
        holes = [contours[other] for other in range(len(contours)) if tree[0][other][3] == index]
        shift = np.array([left, top])
        areas.extend(_sound(_outline(contour, shift), [_outline(hole, shift) for hole in holes]))
    return areas


def _outline(contour: NDArray[Any], shift: NDArray[np.int64]) -> list[list[float]]:
    """A lattice contour as a ring in pixels, simplified unless that changes a small shape too much."""
    exact = contour[:, 0, :] / 2 + shift
    simple = cv2.approxPolyDP(contour, 2 * TOLERANCE, True)[:, 0, :] / 2 + shift
    whole = ring_area(exact.tolist())
    if len(simple) < 3 or abs(ring_area(simple.tolist()) - whole) > (1 - LEAST_OVERLAP) * whole:
        simple = cv2.approxPolyDP(contour, 0.1, True)[:, 0, :] / 2 + shift
    return [[float(x), float(y)] for x, y in simple]


def _sound(
    ring: list[list[float]], holes: list[list[list[float]]]
) -> list[tuple[list[list[float]], list[list[list[float]]]]]:
    """The area as polygons that do not touch themselves."""
    holes = [hole for hole in holes if len(hole) >= 3 and ring_area(hole) > 0]
    if len(ring) < 3 or ring_area(ring) == 0:
        return []
    parts = polygons_of(shape(ring, holes))
    return [(ring_points(part.exterior), [ring_points(hole) for hole in part.interiors]) for part in parts]
