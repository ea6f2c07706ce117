"""Boxes in scenes beside those of a reference: how many are right, and how far off the right ones are, by distance.

Boxes of one label are paired in every frame so that their centres lie as near as possible together, no farther apart
than 2 m seen from above, and what is said of pairs is that of nuScenes (Caesar et al., 2020): the distance of the
centres, one minus the overlap of the sizes, the angle between the headings. Overlaps are those of pairs, seen from
above and of the volumes, at any angle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.boxes import Box
from annotation.geometry3d.footprint import overlap
from annotation.kinds.cuboid import Cuboid

REACH = 2.0
BINS = (("near", 30.0), ("middle", 50.0), ("far", math.inf))
"""Distance from the vehicle, up to which a bin goes; without a vehicle everything is "all"."""
ALL = "all"
ERRORS = ("bev", "volume", "distance", "scale", "heading", "flips")
"""Sums over pairs of overlap seen from above, overlap of volumes, metres, scale error, radians and turns round."""

Labelled = tuple[str, Box]


@dataclass(frozen=True)
class Counts:
    """Boxes that are in both, only in the reference, only in the other, and sums over those in both."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    sums: tuple[float, ...] = (0.0,) * len(ERRORS)

    def __add__(self, other: Counts) -> Counts:
        sums = tuple(a + b for a, b in zip(self.sums, other.sums, strict=True))
        return Counts(self.right + other.right, self.missed + other.missed, self.extra + other.extra, sums)

    def mean(self, error: str) -> float | None:
        """Of pairs; "flips" is the share of them that look the other way."""
        return self.sums[ERRORS.index(error)] / self.right if self.right else None

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        both = 2 * self.right + self.missed + self.extra
        return 2 * self.right / both if both else None

    def json(self) -> list[Any]:
        return [self.right, self.missed, self.extra, list(self.sums)]

    @classmethod
    def of(cls, value: Sequence[Any]) -> Counts:
        right, missed, extra, sums = value
        return cls(right, missed, extra, tuple(sums))


@dataclass(frozen=True)
class Boxes3d:
    """Counts by distance; those of several scenes are added."""

    bins: Mapping[str, Counts] = field(default_factory=dict)

    def __add__(self, other: Boxes3d) -> Boxes3d:
        names = [*self.bins, *(name for name in other.bins if name not in self.bins)]
        return Boxes3d({name: self.bins.get(name, Counts()) + other.bins.get(name, Counts()) for name in names})

    @property
    def whole(self) -> Counts:
        return sum(self.bins.values(), Counts())

    def json(self) -> dict[str, Any]:
        return {name: counts.json() for name, counts in self.bins.items()}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Boxes3d:
        return cls({name: Counts.of(counts) for name, counts in value.items()})


def compared(reference: Sequence[Labelled], found: Sequence[Labelled], eye: Sequence[float] | None = None) -> Boxes3d:
    """The boxes of one frame beside those of the reference; `eye` is where the vehicle is."""
    pairs = _pairs(reference, found)
    taken = {one for one, _ in pairs}, {other for _, other in pairs}
    total = Boxes3d()
    for one, other in pairs:
        box = reference[one][1]
        total += Boxes3d({_bin(box, eye): Counts(1, 0, 0, errors(box, found[other][1]))})
    for at, (_, box) in enumerate(reference):
        if at not in taken[0]:
            total += Boxes3d({_bin(box, eye): Counts(missed=1)})
    for at, (_, box) in enumerate(found):
        if at not in taken[1]:
            total += Boxes3d({_bin(box, eye): Counts(extra=1)})
    return total


def _bin(box: Box, eye: Sequence[float] | None) -> str:
    if eye is None:
        return ALL
    away = math.hypot(box["x"] - eye[0], box["y"] - eye[1])
    return next(name for name, end in BINS if away < end)


def _pairs(reference: Sequence[Labelled], found: Sequence[Labelled]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    if not reference or not found:
        return []
    cost = np.array([[_cost(one, other) for other in found] for one in reference])
    rows, columns = linear_sum_assignment(cost)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if cost[row, column] < REACH]


def _cost(one: Labelled, other: Labelled) -> float:
    """Metres between the centres; more than anything that counts for what is no pair."""
    away = centre_distance(one[1], other[1])
    return away if one[0] == other[0] and away < REACH else 1e3


def errors(reference: Box, found: Box) -> tuple[float, ...]:
    """In the order of `ERRORS`."""
    heading = heading_error(reference, found)
    return (
        overlap(reference, found),
        Cuboid.similarity(dict(reference), dict(found)),
        centre_distance(reference, found),
        scale_error(reference, found),
        heading,
        float(heading > math.pi / 2),
    )


def centre_distance(a: Box, b: Box) -> float:
    """Metres seen from above."""
    return math.hypot(a["x"] - b["x"], a["y"] - b["y"])


def scale_error(a: Box, b: Box) -> float:
    """One minus the overlap when both stand in one place and look one way."""
    shared = math.prod(min(a[side], b[side]) for side in boxes.SIZE)
    return 1 - shared / (math.prod(a[side] for side in boxes.SIZE) + math.prod(b[side] for side in boxes.SIZE) - shared)


def heading_error(a: Box, b: Box) -> float:
    """Radians between the headings, from 0 to pi."""
    return abs(math.remainder(boxes.yaw(a) - boxes.yaw(b), 2 * math.pi))


def total(found: Iterable[Boxes3d]) -> Boxes3d:
    return sum(found, Boxes3d())
