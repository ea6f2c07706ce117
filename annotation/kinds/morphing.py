"""What lies between two masks: each pixel by how far it is from both edges, with their middles laid upon each other.

The browser does the same (`frontend/src/kinds/parts/morph.ts`), to the pixel: distances are roots of whole numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.mask_runs import Mask, Spans

Floats = NDArray[np.float64]
MOST_PIXELS = 4_000_000
"""Of the area that both cover together; beyond it a mask stays as it is until the next."""


class Pair(NamedTuple):
    """Signed distances of two masks from their edges, on the same pixels. `x` and `y` are where these begin from the
    middle; the middles are in pixels of the image."""

    one: Floats
    other: Floats
    x: int
    y: int
    middles: tuple[tuple[int, int], tuple[int, int]]

    def at(self, t: float) -> tuple[Mask, int, int]:
        """Pixels in between, and where their corner lies."""
        mask: Mask = self.one + (self.other - self.one) * t > 0
        (ax, ay), (bx, by) = self.middles
        return mask, self.x + math.floor(ax + (bx - ax) * t + 0.5), self.y + math.floor(ay + (by - ay) * t + 0.5)


def pair_of(one: Spans, other: Spans) -> Pair | None:
    """None where there is too much to compare."""
    middles = _middle(one), _middle(other)
    laid = [spans.shifted(-x, -y) for spans, (x, y) in zip((one, other), middles, strict=True)]
    edges = np.array([spans.bounds() for spans in laid])
    # A pixel of nothing all around, so that everything has an edge.
    left, top = (int(each) - 1 for each in edges[:, :2].min(axis=0))
    right, bottom = (int(each) + 1 for each in edges[:, 2:].max(axis=0))
    width, height = right - left, bottom - top
    if width * height > MOST_PIXELS:
        return None
    signed = [_signed(spans.shifted(-left, -top).pixels(width, height)) for spans in laid]
    return Pair(signed[0], signed[1], left, top, middles)


def _middle(spans: Spans) -> tuple[int, int]:
    """The mean pixel, rounded."""
    lengths = (spans.bottoms - spans.tops).astype(np.int64)
    area = int(lengths.sum())
    across = int((spans.columns * lengths).sum())
    down = int(((spans.tops + spans.bottoms - 1) * lengths).sum()) / 2
    return math.floor(across / area + 0.5), math.floor(down / area + 0.5)


def _signed(mask: Mask) -> Floats:
    """How far inside a pixel lies, negative outside."""
    from scipy.ndimage import distance_transform_edt

    inside, outside = distance_transform_edt(mask), distance_transform_edt(~mask)
    whole = np.rint(np.square(inside)) - np.rint(np.square(outside))
    signed: Floats = np.sign(whole) * np.sqrt(np.abs(whole))
    return signed
