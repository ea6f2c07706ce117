"""Boxes of single frames joined into things that move: a Kalman filter of constant velocity for each, in the world, and
the cheapest assignment of boxes to them (after Weng et al., "3D multi-object tracking: a baseline", 2020).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

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
class Thing:
    """One thing on its way: place and velocity in the plane with their uncertainty."""

    state: Floats
    covariance: Floats
    time: float
    seen: list[Seen] = field(default_factory=list)

    @classmethod
    def of(cls, first: Seen, time: float) -> Thing:
        state = np.array([first.box["x"], first.box["y"], 0.0, 0.0])
        return cls(state, np.diag([PLACE**2, PLACE**2, HASTE**2, HASTE**2]), time, [first])

    def at(self, time: float) -> tuple[Floats, Floats]:
        step = time - self.time
        move = np.eye(4)
        move[0, 2] = move[1, 3] = step
        push = np.array([[step**4 / 4, step**3 / 2], [step**3 / 2, step**2]]) * PUSH**2
        noise = np.zeros((4, 4))
        noise[np.ix_([0, 2], [0, 2])] = noise[np.ix_([1, 3], [1, 3])] = push
        return move @ self.state, move @ self.covariance @ move.T + noise

    def take(self, each: Seen, time: float) -> None:
        state, covariance = self.at(time)
        gain = covariance[:, :2] @ np.linalg.inv(covariance[:2, :2] + np.eye(2) * PLACE**2)
        self.state = state + gain @ (np.array([each.box["x"], each.box["y"]]) - state[:2])
        self.covariance = covariance - gain @ covariance[:2]
        self.time = time
        self.seen.append(each)


def joined(frames: Sequence[Sequence[Seen]], times: Sequence[float], *, least: int = 2) -> list[list[Seen]]:
    """The boxes of every thing in order; things that were seen in fewer than `least` frames are left out."""
    living: list[Thing] = []
    found: list[Thing] = []
    for number, (seen, time) in enumerate(zip(frames, times, strict=True)):
        taken = _assigned(living, seen, time)
        for thing, each in taken:
            thing.take(each, time)
        known = {id(each) for _, each in taken}
        born = [Thing.of(each, time) for each in seen if id(each) not in known]
        found += born
        living = [thing for thing in [*living, *born] if number - thing.seen[-1].frame < DEATH]
    return [thing.seen for thing in found if len(thing.seen) >= least]


def _assigned(living: Sequence[Thing], seen: Sequence[Seen], time: float) -> list[tuple[Thing, Seen]]:
    from scipy.optimize import linear_sum_assignment

    if not living or not seen:
        return []
    cost = np.array([[_cost(thing, each, time) for each in seen] for thing in living])
    rows, columns = linear_sum_assignment(np.minimum(cost, 1e6))
    return [(living[row], seen[column]) for row, column in zip(rows, columns, strict=True) if cost[row, column] < 1]


def _cost(thing: Thing, each: Seen, time: float) -> float:
    """The distance from where it is expected, in parts of how far it may be; infinite for another kind of thing."""
    if each.kind != thing.seen[-1].kind:
        return math.inf
    state, covariance = thing.at(time)
    away = math.hypot(each.box["x"] - state[0], each.box["y"] - state[1])
    unsure = math.sqrt(max(covariance[0, 0], covariance[1, 1]))
    haste = HASTE * (time - thing.time) if len(thing.seen) == 1 else 0.0
    return away / (GATE + each.box["length"] / 4 + max(unsure, min(haste, 2.0)))


MOVES = 1.0
"""Metres per second from which a thing heads where it goes."""
STILL = 0.8
"""Metres within which a thing that seems to move stands."""
WINDOW = 3
"""Sightings before and after one, by which its place is smoothed."""


def smoothed(seen: Sequence[Seen], times: Sequence[float]) -> tuple[list[dict[str, float]], bool]:
    """(the boxes of one thing with one size on a smooth way, whether it stands).

    What stands is the same box all the time; what moves heads where it goes. `times` are those of the sightings.
    """
    weights = np.array([each.score * math.sqrt(max(each.points, 1)) for each in seen])
    places = np.array([[each.box[axis] for axis in "xyz"] for each in seen])
    size = _size(seen, weights)
    at = np.asarray(times, dtype=np.float64)
    way = _way(places, at, weights)
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


def _way(places: Floats, times: Floats, weights: Floats) -> Floats:
    """Every place by the straight line through those around it."""
    way = np.empty_like(places)
    for at in range(len(places)):
        near = slice(max(0, at - WINDOW), at + WINDOW + 1)
        offset, weight = times[near] - times[at], weights[near]
        mean, middle = np.average(offset, weights=weight), np.average(places[near], axis=0, weights=weight)
        spread = (weight * (offset - mean) ** 2).sum()
        slope = (weight[:, None] * (offset - mean)[:, None] * (places[near] - middle)).sum(axis=0)
        way[at] = middle - mean * slope / spread if spread > 1e-9 else middle
    return way


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
