"""Put a box that was carried to another picture back on the edges that a person had put it on.

Along each side, a strip of the source picture as it would look after the motion is slid across the target picture; the
side goes where the strip fits best (normalised cross-correlation). So the side keeps its meaning (bumper, not shadow),
which a search for the strongest gradient would not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Bounds
from annotation.prelabel.motion import Grey, Motion
from annotation.prelabel.opencv import cv

REACH = 0.08
"""How far a side may go, as a share of the box's size."""
FARTHEST = 12
BAND = 6
"""Pixels of a strip on either side of the edge."""
LEAST_GAIN = 0.01
"""Correlation that a move must win, so that flat strips do not wander."""


def refit(source: Grey, target: Grey, motion: Motion, bounds: Bounds) -> tuple[Bounds, float]:
    """The bounds (in the target) with each side moved to its best fit, and how well the whole patch fits (-1 to 1)."""
    matrix = np.array([[motion.scale, 0, motion.dx], [0, motion.scale, motion.dy]], dtype=np.float64)
    left, top, right, bottom = bounds
    pad = FARTHEST + BAND + 2
    x, y = int(np.floor(left)) - pad, int(np.floor(top)) - pad
    width, height = int(np.ceil(right)) + pad - x, int(np.ceil(bottom)) + pad - y
    shift = np.array([[0, 0, -x], [0, 0, -y]], dtype=np.float64)
    # The source as it would look in the target, and the target, both in a window around the box.
    was = cv.warpAffine(source, matrix + shift, (width, height), borderMode=cv.BORDER_REPLICATE)
    now = cv.warpAffine(
        target, np.array([[1, 0, -x], [0, 1, -y]], dtype=np.float64), (width, height), borderMode=cv.BORDER_REPLICATE
    )
    columns, rows = (left - x, right - x), (top - y, bottom - y)
    moved_x = [_slide(was, now, column, rows, right - left) for column in columns]
    moved_y = [_slide(was.T, now.T, row, columns, bottom - top) for row in rows]
    inner = (slice(int(rows[0]), int(np.ceil(rows[1]))), slice(int(columns[0]), int(np.ceil(columns[1]))))
    fit = _correlation(was[inner].astype(np.float64), now[inner].astype(np.float64))
    result = (left + moved_x[0], top + moved_y[0], right + moved_x[1], bottom + moved_y[1])
    sound = result[2] - result[0] > 2 and result[3] - result[1] > 2
    return (result if sound else bounds), fit


def _slide(was: Grey, now: Grey, column: float, rows: tuple[float, float], extent: float) -> float:
    """By how many pixels the upright edge at `column` moves to fit best."""
    reach = int(min(FARTHEST, max(1, round(REACH * extent))))
    inset = 0.1 * (rows[1] - rows[0])
    span = slice(int(rows[0] + inset), max(int(rows[1] - inset), int(rows[0] + inset) + 2))
    at = round(column)
    strip = was[span, at - BAND : at + BAND].astype(np.float32)
    field = now[span, at - BAND - reach : at + BAND + reach].astype(np.float32)
    if strip.size == 0 or field.shape[1] < strip.shape[1] or strip.std() < 2:
        return 0.0
    scores = cv.matchTemplate(np.ascontiguousarray(field), np.ascontiguousarray(strip), cv.TM_CCOEFF_NORMED)[0]
    best = int(np.argmax(scores))
    if scores[best] - scores[reach] < LEAST_GAIN:
        return 0.0
    return best - reach + _between(scores, best)


def _between(scores: NDArray[np.float32], best: int) -> float:
    """Where between the samples the maximum lies, by a parabola through three of them."""
    if not 0 < best < len(scores) - 1:
        return 0.0
    before, here, after = (float(value) for value in scores[best - 1 : best + 2])
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, 0.5 * (before - after) / bend))


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    a, b = a - a.mean(), b - b.mean()
    norm = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum() / norm) if norm > 1e-9 else 0.0
