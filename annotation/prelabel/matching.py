"""How good detections are: matched with what people labelled, as precision and recall over all thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.geometry import box_iou
from annotation.prelabel.geometry import Boxes

SAME = 0.5
"""Intersection over union from which a detection counts as found (PASCAL VOC)."""
MOST_POINTS = 60
Z = 1.96
"""Standard deviations that hold 95 %."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Scores of all detections, whether each is right, and how many objects there were."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    objects: int


def match(found: Boxes, scores: NDArray[np.float64], truth: Boxes) -> NDArray[np.bool_]:
    """Which detections of one picture are right: the best first, each object found once."""
    right = np.zeros(len(found), dtype=bool)
    if not len(found) or not len(truth):
        return right
    overlaps = box_iou(found, truth)
    taken = np.zeros(len(truth), dtype=bool)
    for index in np.argsort(-scores, kind="stable"):
        best = int(np.argmax(np.where(taken, -1.0, overlaps[index])))
        if not taken[best] and overlaps[index, best] >= SAME:
            right[index] = taken[best] = True
    return right


def pooled(parts: list[Matched]) -> Matched:
    if not parts:
        return Matched(np.zeros(0), np.zeros(0, dtype=bool), 0)
    return Matched(
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.right for part in parts]),
        sum(part.objects for part in parts),
    )


def recall_at(matched: Matched, precision: float) -> float:
    """The largest share of the objects found by any threshold with at least this precision."""
    hits = np.cumsum(matched.right[np.argsort(-matched.scores, kind="stable")])
    enough = hits >= precision * np.arange(1, len(hits) + 1)
    return float(hits[enough].max() / matched.objects) if enough.any() and matched.objects else 0.0


def interval(good: int, of: int) -> list[float]:
    """Between which shares the true one lies with 95 % confidence (Wilson, 1927)."""
    if not of:
        return [0.0, 1.0]
    share, square = good / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * float(np.sqrt(share * (1 - share) / of + square / 4 / of))
    return [round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)]


def measured(matched: Matched) -> dict[str, Any]:
    """Average precision (area under the interpolated curve), the curve, and the threshold with the best F1.

    Keys: objects, detections, average_precision, threshold, precision, recall, f1, precision_interval, recall_interval
    (95 %), curve [[threshold, precision, recall], ...].
    """
    order = np.argsort(-matched.scores, kind="stable")
    right, scores = matched.right[order], matched.scores[order]
    hits = np.cumsum(right)
    precision = hits / np.arange(1, len(hits) + 1) if len(hits) else np.zeros(0)
    recall = hits / matched.objects if matched.objects else np.zeros(len(hits))
    result: dict[str, Any] = {"objects": matched.objects, "detections": len(scores), "average_precision": 0.0}
    result.update(threshold=1.0, precision=0.0, recall=0.0, f1=0.0, curve=[])
    result.update(precision_interval=[0.0, 1.0], recall_interval=interval(0, matched.objects))
    if not len(hits) or not matched.objects:
        return result
    # Only where the score changes can a threshold lie.
    ends = np.flatnonzero(np.append(np.diff(scores) != 0, True))
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    best = ends[int(np.argmax(f1[ends]))]
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    area = float(np.sum(np.diff(np.concatenate([[0.0], recall])) * envelope))
    shown = ends[np.unique(np.linspace(0, len(ends) - 1, MOST_POINTS).astype(int))]
    result.update(
        average_precision=round(area, 4),
        threshold=round(float(scores[best]), 4),
        precision=round(float(precision[best]), 4),
        recall=round(float(recall[best]), 4),
        f1=round(float(f1[best]), 4),
        precision_interval=interval(int(hits[best]), int(best) + 1),
        recall_interval=interval(int(hits[best]), matched.objects),
        curve=[[round(float(v), 4) for v in (scores[at], precision[at], recall[at])] for at in shown],
    )
    return result
