"""What was found in single frames joined into things that move: a Kalman filter of constant velocity for each, and the
cheapest assignment of what is found to what is known. Shared by scenes and videos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Found = TypeVar("Found")


@dataclass
class Motion:
    """Place and velocity in n directions, with their uncertainty. `off` is how far off what is found may be, `push` how
    much a thing speeds up in a second."""

    state: Floats
    covariance: Floats
    time: float
    off: float
    push: float

    @classmethod
    def begun(cls, place: Sequence[float], time: float, *, off: float, push: float, haste: float) -> Motion:
        """`haste` is how fast a thing may be that has been seen once."""
        still = np.zeros(len(place))
        spread = np.repeat([off**2, haste**2], len(place))
        return cls(np.concatenate([place, still]), np.diag(spread), time, off, push)

    @property
    def directions(self) -> int:
        return len(self.state) // 2

    def at(self, time: float) -> tuple[Floats, Floats]:
        step, n = time - self.time, self.directions
        move = np.eye(2 * n)
        move[:n, n:] = step * np.eye(n)
        push = np.array([[step**4 / 4, step**3 / 2], [step**3 / 2, step**2]]) * self.push**2
        return move @ self.state, move @ self.covariance @ move.T + np.kron(push, np.eye(n))

    def take(self, place: Sequence[float], time: float) -> None:
        n = self.directions
        state, covariance = self.at(time)
        gain = covariance[:, :n] @ np.linalg.inv(covariance[:n, :n] + np.eye(n) * self.off**2)
        self.state = state + gain @ (np.asarray(place) - state[:n])
        self.covariance = covariance - gain @ covariance[:n]
        self.time = time


class Thing(Protocol[Found]):
    """One thing on its way."""

    seen: list[Found]

    def take(self, each: Found, time: float) -> None:
        """It was found."""

    def cost(self, each: Found, time: float) -> float:
        """From 0 to below 1 where it may be the same thing; infinite for another kind of thing."""


@dataclass(frozen=True, slots=True)
class Rules(Generic[Found]):
    """How things are begun and given up."""

    begin: Callable[[Found, float], Thing[Found]]
    patience: int
    """Frames without being found after which a thing is gone."""
    least: int
    """Times that a thing must be found; others are left out."""
    sure: Callable[[Found], bool] = lambda _: True
    """What is unsure goes on with things that are left, and begins none (Zhang et al., 2022)."""


def joined(frames: Sequence[Sequence[Found]], times: Sequence[float], rules: Rules[Found]) -> list[list[Found]]:
    """What was found of every thing, in order."""
    living: list[tuple[int, Thing[Found]]] = []
    known: list[Thing[Found]] = []
    for number, (found, time) in enumerate(zip(frames, times, strict=True)):
        sure = [each for each in found if rules.sure(each)]
        taken = _assigned([thing for _, thing in living], sure, time)
        busy, used = {id(thing) for thing, _ in taken}, {id(each) for _, each in taken}
        rest = [each for each in found if not rules.sure(each)]
        taken += _assigned([thing for _, thing in living if id(thing) not in busy], rest, time)
        for thing, each in taken:
            thing.take(each, time)
        born = [rules.begin(each, time) for each in sure if id(each) not in used]
        known += born
        now = [*(thing for thing, _ in taken), *born]
        busy = {id(thing) for thing in now}
        waiting = [(last, thing) for last, thing in living if id(thing) not in busy and number - last < rules.patience]
        living = [*waiting, *((number, thing) for thing in now)]
    return [thing.seen for thing in known if len(thing.seen) >= rules.least]


def _assigned(living: Sequence[Thing[Found]], found: Sequence[Found], time: float) -> list[tuple[Thing[Found], Found]]:
    from scipy.optimize import linear_sum_assignment

    if not living or not found:
        return []
    cost = np.array([[thing.cost(each, time) for each in found] for thing in living])
    # What is not the same thing costs as much however far it is, or a thing that is gone would push others aside.
    rows, columns = linear_sum_assignment(np.minimum(cost, 1.0))
    return [(living[row], found[column]) for row, column in zip(rows, columns, strict=True) if cost[row, column] < 1]


WINDOW = 3
"""Sightings before and after one, by which its place is smoothed."""


def smooth_way(places: Floats, times: Floats, weights: Floats) -> Floats:
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
