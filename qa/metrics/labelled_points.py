"""Labels of points beside those of a reference: overlap of classes, and panoptic quality (Kirillov et al., 2019).

Points that the reference leaves without a label do not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.uint32]
CLASS = 0xFFFF
SAME = 0.5
"""Overlap above which two segments are the same: no other segment can have it too."""


@dataclass(frozen=True)
class Panoptic:
    """By label: points in both and in either; segments that are right, missing and too many, and the overlaps of the
    right ones. Those of several frames are added."""

    points: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    segments: Mapping[str, tuple[int, int, int, float]] = field(default_factory=dict)

    def __add__(self, other: Panoptic) -> Panoptic:
        return Panoptic(_added(self.points, other.points), _added(self.segments, other.segments))

    @property
    def iou(self) -> dict[str, float]:
        return {label: both / either for label, (both, either) in self.points.items() if either}

    @property
    def mean_iou(self) -> float | None:
        return float(np.mean(list(self.iou.values()))) if self.iou else None

    @property
    def quality(self) -> float | None:
        """The mean over labels of overlap of the right ones times their share."""
        found = [
            overlap / (right + (missed + extra) / 2)
            for right, missed, extra, overlap in self.segments.values()
            if right + missed + extra
        ]
        return float(np.mean(found)) if found else None

    def json(self) -> dict[str, Any]:
        return {
            "points": {label: list(each) for label, each in self.points.items()},
            "segments": {label: list(each) for label, each in self.segments.items()},
        }

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Panoptic:
        points = {label: (int(both), int(either)) for label, (both, either) in value.get("points", {}).items()}
        segments = {
            label: (int(a), int(b), int(c), float(d)) for label, (a, b, c, d) in value.get("segments", {}).items()
        }
        return cls(points, segments)


def _added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(one)
    for label, counts in other.items():
        found[label] = tuple(a + b for a, b in zip(found[label], counts, strict=True)) if label in found else counts
    return found


def compared(
    reference: Values, reference_labels: Sequence[str], found: Values, found_labels: Sequence[str]
) -> Panoptic:
    """One frame. Values are those of `point_labels`: the class, from 1, below 16 bits, the instance above."""
    names = list(dict.fromkeys([*reference_labels, *found_labels]))
    known = (reference & CLASS) > 0
    right = _coded(reference[known], reference_labels, names)
    said = _coded(found[known], found_labels, names)
    pairs, counts = np.unique(np.stack([right, said], axis=1), axis=0, return_counts=True)
    sizes = [dict(zip(*np.unique(codes, return_counts=True), strict=True)) for codes in (right, said)]
    return Panoptic(_points(pairs, counts, names), _segments(pairs, counts, sizes, names))


def alike(one: Values, one_labels: Sequence[str], other: Values, other_labels: Sequence[str]) -> float:
    """The share of the points labelled in either that have the same label in both."""
    names = list(dict.fromkeys([*one_labels, *other_labels]))
    first, second = (
        _coded(values, labels, names) >> 32 for values, labels in ((one, one_labels), (other, other_labels))
    )
    either = (first > 0) | (second > 0)
    return float((first[either] == second[either]).mean()) if either.any() else 1.0


def _coded(values: Values, labels: Sequence[str], names: Sequence[str]) -> NDArray[np.int64]:
    """The label as its place in `names` from 1 on above 32 bits, the instance below."""
    place = np.array([0, *(names.index(label) + 1 for label in labels)], dtype=np.int64)
    classes = place[values & CLASS]
    instance = np.where(classes > 0, values >> 16, 0).astype(np.int64)
    coded: NDArray[np.int64] = (classes << 32) | instance
    return coded


def _points(pairs: NDArray[np.int64], counts: NDArray[Any], names: Sequence[str]) -> dict[str, tuple[int, int]]:
    right, said = pairs[:, 0] >> 32, pairs[:, 1] >> 32
    found = {}
    for at, name in enumerate(names, 1):
        either = int(counts[(right == at) | (said == at)].sum())
        if either:
            found[name] = (int(counts[(right == at) & (said == at)].sum()), either)
    return found


def _segments(
    pairs: NDArray[np.int64], counts: NDArray[Any], sizes: Sequence[Mapping[int, int]], names: Sequence[str]
) -> dict[str, tuple[int, int, int, float]]:
    found: dict[str, list[float]] = {}
    matched: tuple[set[int], set[int]] = (set(), set())
    for (one, other), shared in zip(pairs.tolist(), counts.tolist(), strict=True):
        overlap = shared / (sizes[0][one] + sizes[1][other] - shared)
        if one >> 32 == other >> 32 and overlap > SAME:
            counted = found.setdefault(names[(one >> 32) - 1], [0, 0, 0, 0.0])
            counted[0] += 1
            counted[3] += overlap
            matched[0].add(one)
            matched[1].add(other)
    for side in (0, 1):
        for code in sizes[side]:
            if code >> 32 and code not in matched[side]:
                found.setdefault(names[(code >> 32) - 1], [0, 0, 0, 0.0])[side + 1] += 1
    return {name: (int(a), int(b), int(c), d) for name, (a, b, c, d) in found.items()}
