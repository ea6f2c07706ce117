"""Boxes in scenes beside those of a reference: how many are right, and how far off the right ones are, by distance.

Boxes of one label are paired in every frame so that their centres lie as near as possible together, no farther apart
than 2 m seen from above, and what is said of pairs is that of nuScenes (Caesar et al., 2020): the distance of the
centres, one minus the overlap of the sizes, the angle between the headings. Overlaps are those of pairs, seen from
above and of the volumes, at any angle. Where both are followed and the times of the frames are known, there is the
error of the velocity too; where the reference has attributes, the share of them that the other says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

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

PARTIAL = ("velocity", "attribute")
"""Sums over metres per second and over attributes, which not every pair has: each has a count of its own."""


class Seen(NamedTuple):
    """A box in a frame: `velocity` in metres per second over the ground, where it is known; attributes there."""

    label: str
    box: Box
    velocity: tuple[float, float] | None = None
    attributes: Mapping[str, Any] = MappingProxyType({})


Part = tuple[float, int]
"""A sum, and of how many."""


@dataclass(frozen=True)
class Counts:
    """Boxes that are in both, only in the reference, only in the other, and sums over those in both."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    sums: tuple[float, ...] = (0.0,) * len(ERRORS)
    parts: tuple[Part, ...] = ((0.0, 0),) * len(PARTIAL)

    def __add__(self, other: Counts) -> Counts:
        sums = tuple(a + b for a, b in zip(self.sums, other.sums, strict=True))
        parts = tuple((a + b, m + n) for (a, m), (b, n) in zip(self.parts, other.parts, strict=True))
        return Counts(self.right + other.right, self.missed + other.missed, self.extra + other.extra, sums, parts)

    def mean(self, error: str) -> float | None:
        """Of pairs; "flips" is the share of them that look the other way."""
        if error in PARTIAL:
            sum_, count = self.parts[PARTIAL.index(error)]
            return sum_ / count if count else None
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
        return [self.right, self.missed, self.extra, list(self.sums), [list(part) for part in self.parts]]

    @classmethod
    def of(cls, value: Sequence[Any]) -> Counts:
        right, missed, extra, sums, *parts = value
        found = cls(right, missed, extra, tuple(sums))
        return replace(found, parts=tuple((sum_, count) for sum_, count in parts[0])) if parts else found


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


def compared(reference: Sequence[Seen], found: Sequence[Seen], eye: Sequence[float] | None = None) -> Boxes3d:
    """The boxes of one frame beside those of the reference; `eye` is where the vehicle is."""
    pairs = _pairs(reference, found)
    taken = {one for one, _ in pairs}, {other for _, other in pairs}
    total = Boxes3d()
    for one, other in pairs:
        right, said = reference[one], found[other]
        counts = Counts(
            1, 0, 0, errors(right.box, said.box), (velocity_error(right, said), attribute_error(right, said))
        )
        total += Boxes3d({_bin(right.box, eye): counts})
    for at, each in enumerate(reference):
        if at not in taken[0]:
            total += Boxes3d({_bin(each.box, eye): Counts(missed=1)})
    for at, each in enumerate(found):
        if at not in taken[1]:
            total += Boxes3d({_bin(each.box, eye): Counts(extra=1)})
    return total


def _bin(box: Box, eye: Sequence[float] | None) -> str:
    if eye is None:
        return ALL
    away = math.hypot(box["x"] - eye[0], box["y"] - eye[1])
    return next(name for name, end in BINS if away < end)


def _pairs(reference: Sequence[Seen], found: Sequence[Seen]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    if not reference or not found:
        return []
    cost = np.array([[_cost(one, other) for other in found] for one in reference])
    rows, columns = linear_sum_assignment(cost)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if cost[row, column] < REACH]


def _cost(one: Seen, other: Seen) -> float:
    """Metres between the centres; more than anything that counts for what is no pair."""
    away = centre_distance(one.box, other.box)
    return away if one.label == other.label and away < REACH else 1e3


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


def velocity_error(reference: Seen, found: Seen) -> Part:
    """Metres per second between the velocities over the ground, where both are known."""
    if reference.velocity is None or found.velocity is None:
        return 0.0, 0
    return math.dist(reference.velocity, found.velocity), 1


def attribute_error(reference: Seen, found: Seen) -> Part:
    """Attributes of the reference of which the other says something else, or nothing. With the one attribute that
    objects of nuScenes have it is one minus its accuracy."""
    asked = {key: value for key, value in reference.attributes.items() if value is not None}
    wrong = sum(found.attributes.get(key) != value for key, value in asked.items())
    return float(wrong), len(asked)


def total(found: Iterable[Boxes3d]) -> Boxes3d:
    return sum(found, Boxes3d())
