"""Who spoke when: the diarization error rate, as NIST defines it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

Turn = tuple[float, float, str]
"""Start, stop, speaker."""
Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Diarization:
    """Speech of the reference, counted once for each speaker of a moment, and what is wrong with it, in its unit."""

    speech: float = 0.0
    missed: float = 0.0
    false_alarm: float = 0.0
    confusion: float = 0.0

    @property
    def rate(self) -> float | None:
        """(missed + false alarm + confusion) / speech; None without any speech."""
        return (self.missed + self.false_alarm + self.confusion) / self.speech if self.speech else None

    def __add__(self, other: Diarization) -> Diarization:
        return Diarization(
            self.speech + other.speech,
            self.missed + other.missed,
            self.false_alarm + other.false_alarm,
            self.confusion + other.confusion,
        )


def diarization(
    reference: Sequence[Turn],
    found: Sequence[Turn],
    *,
    collar: float = 0.0,
    overlap: bool = True,
    region: Sequence[Stretch] | None = None,
) -> Diarization:
    """Errors under the best one-to-one mapping of speakers.

    Nothing counts within `collar` of an end of a turn of the reference, on either side of it; where two speak at once
    unless `overlap`; outside `region` (the UEM) where there is one.
    """
    moments = list(_moments(reference, found, collar, overlap, region))
    mapping = _mapping(moments)
    result = Diarization()
    for length, truth, guess in moments:
        right = sum(mapping.get(each) in truth for each in guess)
        result += Diarization(
            speech=length * len(truth),
            missed=length * max(0, len(truth) - len(guess)),
            false_alarm=length * max(0, len(guess) - len(truth)),
            confusion=length * (min(len(truth), len(guess)) - right),
        )
    return result


Moment = tuple[float, frozenset[str], frozenset[str]]
"""How long nothing changes, who speaks, who is thought to speak."""


def _moments(
    reference: Sequence[Turn],
    found: Sequence[Turn],
    collar: float,
    overlap: bool,
    region: Sequence[Stretch] | None,
) -> Iterable[Moment]:
    ends = [place for start, stop, _ in reference for place in (start, stop)] if collar else []
    tracks = (
        *((start, stop, ("truth", who)) for start, stop, who in reference),
        *((start, stop, ("guess", who)) for start, stop, who in found),
        *((place - collar, place + collar, ("near", "")) for place in ends),
        *((start, stop, ("inside", "")) for start, stop in region or ()),
    )
    changes: dict[float, list[tuple[tuple[str, str], int]]] = defaultdict(list)
    for start, stop, who in tracks:
        if stop > start:
            changes[start].append((who, 1))
            changes[stop].append((who, -1))
    speaking: dict[tuple[str, str], int] = defaultdict(int)
    for place, following in pairwise(sorted(changes)):
        for who, step in changes[place]:
            speaking[who] += step
        now = {who for who, count in speaking.items() if count}
        truth, guess = (frozenset(name for side, name in now if side == wanted) for wanted in ("truth", "guess"))
        outside = region is not None and ("inside", "") not in now
        if not outside and ("near", "") not in now and (overlap or len(truth) < 2):
            yield following - place, truth, guess


def _mapping(moments: Iterable[Moment]) -> dict[str, str]:
    """Each found speaker -> the speaker of the reference that it shares most time with, nobody twice."""
    from scipy.optimize import linear_sum_assignment

    shared: dict[tuple[str, str], float] = defaultdict(float)
    for length, truth, guess in moments:
        for one in truth:
            for two in guess:
                shared[one, two] += length
    truths, guesses = (sorted({pair[side] for pair in shared}) for side in (0, 1))
    table = np.array([[shared.get((one, two), 0.0) for two in guesses] for one in truths])
    if not table.size:
        return {}
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {guesses[column]: truths[row] for row, column in zip(rows, columns, strict=True)}
