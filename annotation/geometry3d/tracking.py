"""Boxes of single frames joined into things that move in the plane of the world (after Weng et al., "3D multi-object
tracking: a baseline", 2020)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotation import association
from annotation.association import Motion, Rules, smooth_way
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw

Floats = NDArray[np.float64]

GATE = 1.5
"""Metres beside the expected place; half of a thing's length and what its speed may be off by come on top."""
HASTE = 12.0
"""Metres per second that a thing may go which has been seen once."""
DEATH = 3
"""Frames without a box after which a thing is gone."""
PLACE, PUSH = 0.3, 3.0
"""How far a box is off (metres), and how much a thing speeds up (metres per second squared)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A box in the world that was found in a frame."""

    frame: int
    box: dict[str, float]
    score: float
    kind: str
    points: int = 0
    range: float = 0.0


@dataclass
class Moving:
    """One thing on its way in the plane."""

    motion: Motion
    seen: list[Seen] = field(default_factory=list)

    @classmethod
    def of(cls, first: Seen, time: float) -> Moving:
        return cls(Motion.begun(_place(first), time, off=PLACE, push=PUSH, haste=HASTE), [first])

    def take(self, each: Seen, time: float) -> None:
        self.motion.take(_place(each), time)
        self.seen.append(each)

    def cost(self, each: Seen, time: float) -> float:
        """The distance from where it is expected, in parts of how far it may be."""
        if each.kind != self.seen[-1].kind:
            return math.inf
        state, covariance = self.motion.at(time)
        away = math.dist(_place(each), state[:2])
        unsure = math.sqrt(max(covariance[0, 0], covariance[1, 1]))
        haste = HASTE * (time - self.motion.time) if len(self.seen) == 1 else 0.0
        return away / (GATE + each.box["length"] / 4 + max(unsure, min(haste, 2.0)))


def _place(each: Seen) -> tuple[float, float]:
    return each.box["x"], each.box["y"]


def joined(frames: Sequence[Sequence[Seen]], times: Sequence[float], *, least: int = 2) -> list[list[Seen]]:
    """The boxes of every thing in order; things that were seen in fewer than `least` frames are left out."""
    return association.joined(frames, times, Rules(Moving.of, DEATH, least))


MOVES = 1.0
"""Metres per second from which a thing heads where it goes."""
STILL = 0.8
"""Metres within which a thing that seems to move stands."""


def smoothed(seen: Sequence[Seen], times: Sequence[float]) -> tuple[list[dict[str, float]], bool]:
    """(the boxes of one thing with one size on a smooth way, whether it stands).

    What stands is the same box all the time; what moves heads where it goes. `times` are those of the sightings.
    """
    weights = np.array([each.score * math.sqrt(max(each.points, 1)) for each in seen])
    places = np.array([[each.box[axis] for axis in "xyz"] for each in seen])
    size = _size(seen, weights)
    at = np.asarray(times, dtype=np.float64)
    way = smooth_way(places, at, weights)
    gone = float(np.linalg.norm(way[-1, :2] - way[0, :2]))
    pace = gone / max(float(at[-1] - at[0]), 1e-6)
    if gone < STILL or pace < MOVES / 2:
        box = _box(np.average(places, axis=0, weights=weights), _axis(seen, weights), size)
        return [box for _ in seen], True
    headings = _headings(way, at, _axis(seen, weights))
    return [_box(place, yaw, size) for place, yaw in zip(way, headings, strict=True)], False


def _size(seen: Sequence[Seen], weights: Floats) -> list[float]:
    """The median of the better half of the sightings."""
    best = np.argsort(-weights)[: max(1, (len(seen) + 1) // 2)]
    return [float(np.median([seen[at].box[key] for at in best])) for key in boxes.SIZE]


def _axis(seen: Sequence[Seen], weights: Floats) -> float:
    """The mean of the axes, which have no front: angles are doubled for it."""
    doubled = np.array([2 * boxes.yaw(each.box) for each in seen])
    return float(np.arctan2((weights * np.sin(doubled)).sum(), (weights * np.cos(doubled)).sum()) / 2)


def _headings(way: Floats, times: Floats, otherwise: float) -> list[float]:
    """Where it goes between the neighbours of each place; where it hardly moves, what was last."""
    found: list[float] = []
    last: float | None = None
    for at in range(len(way)):
        before, after = max(0, at - 1), min(len(way) - 1, at + 1)
        step = way[after, :2] - way[before, :2]
        if np.linalg.norm(step) > MOVES * (times[after] - times[before]):
            last = math.atan2(step[1], step[0])
        found.append(math.nan if last is None else last)
    first = next((each for each in found if not math.isnan(each)), otherwise)
    return [first if math.isnan(each) else each for each in found]


def _box(place: Floats, yaw: float, size: Sequence[float]) -> dict[str, float]:
    length, width, height = size
    x, y, z = (float(each) for each in place)
    return boxes.made(Pose((x, y, z), from_yaw(yaw)), length, width, height)
