"""How alike two shapes are, beyond the overlap that their kinds know: outlines of masks, key points by their spread."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Point = Sequence[float]

OUTLINE = 0.02
"""Width of the outline as a share of the image's diagonal."""
SIGMA = 0.05
"""Spread of key points that COCO does not know: about the mean of those that it does."""
SIGMAS: Mapping[str, float] = MappingProxyType(
    {"nose": 0.026}
    | {
        f"{side}_{part}": sigma
        for part, sigma in {
            "eye": 0.025,
            "ear": 0.035,
            "shoulder": 0.079,
            "elbow": 0.072,
            "wrist": 0.062,
            "hip": 0.107,
            "knee": 0.087,
            "ankle": 0.089,
        }.items()
        for side in ("left", "right")
    }
)
"""Of COCO's key points: the standard deviation of several people's clicks, by the root of the object's area."""


def outline(mask: Mask, width: int) -> Mask:
    """The pixels of a mask that are less than `width` steps, diagonal ones too, from what is not the mask."""
    padded = np.pad(mask.astype(np.uint8), 1)
    inner = cv2.erode(padded, np.ones((3, 3), np.uint8), iterations=width)[1:-1, 1:-1]
    result: Mask = mask & (inner == 0)
    return result


def boundary_iou(one: Mask, other: Mask, diagonal: float) -> float:
    """Intersection over union of the outlines of two masks of one image (Cheng et al., 2021): how well the edge fits,
    which the overlap of a large area hardly tells. `diagonal` is that of the image, in pixels."""
    width = max(1, round(OUTLINE * diagonal))
    first, second = outline(one, width), outline(other, width)
    union = int((first | second).sum())
    return int((first & second).sum()) / union if union else 0.0


def oks(reference: Mapping[str, Point], found: Mapping[str, Point], area: float) -> float:
    """Object key point similarity (COCO): the mean of exp(-d^2 / (2 s^2 k^2)) over the points of the reference, where
    s^2 is the object's area and k twice the spread of the point. Points go by name; one not found counts 0."""
    if not reference:
        return 0.0
    total = 0.0
    for name, place in reference.items():
        if name in found:
            spread = 2 * SIGMAS.get(name, SIGMA)
            total += math.exp(-(math.dist(place, found[name]) ** 2) / (2 * max(area, np.spacing(1)) * spread**2))
    return total / len(reference)
