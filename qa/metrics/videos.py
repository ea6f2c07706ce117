"""Tracks of two answers to one video or scene, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from annotation.kinds import KINDS
from annotation.kinds.track import at
from qa.metrics.matching import REACH, touching
from qa.metrics.tracks import Moment

SAMPLES = 300
"""Frames that are looked at, spread evenly over a longer video."""

Record = Mapping[str, Any]
State = tuple[int, Record, Any]
"""Number of a track, the track, and its data in a frame."""


def tracks_of(records: Iterable[Record]) -> list[Record]:
    return [record for record in records if record["kind"] == "track"]


def moments(reference: Sequence[Record], found: Sequence[Record], most: int = SAMPLES) -> Iterator[Moment]:
    """The frames in which something is there. Tracks of different labels or kinds are never alike."""
    every = [record["data"]["keyframes"] for record in (*reference, *found)]
    if not every:
        return
    first, last = min(frames[0]["frame"] for frames in every), max(frames[-1]["frame"] for frames in every)
    for frame in _sampled(first, last, most):
        ones, others = (_there(records, frame) for records in (reference, found))
        alike = np.zeros((len(ones), len(others)))
        for one, other in _near(ones, others):
            (a, left), (b, right) = ones[one][1:], others[other][1:]
            if a["label"] == b["label"] and a["data"]["of"] == b["data"]["of"]:
                alike[one, other] = KINDS[a["data"]["of"]].similarity(left, right)
        if ones or others:
            yield Moment([each[0] for each in ones], [each[0] for each in others], alike)


def _sampled(first: int, last: int, most: int) -> Iterable[int]:
    if last - first < most:
        return range(first, last + 1)
    return sorted({first + (last - first) * each // (most - 1) for each in range(most)})


def _there(records: Sequence[Record], frame: int) -> list[State]:
    states = ((number, record, at(record["data"], frame)) for number, record in enumerate(records))
    return [(number, record, state["data"]) for number, record, state in states if state]


def _near(ones: Sequence[State], others: Sequence[State]) -> list[tuple[int, int]]:
    """Places of those that may be alike at all."""
    first, second = (
        [KINDS[each["data"]["of"]].measure(data).bounds for _, each, data in side] for side in (ones, others)
    )
    return touching(first, second, REACH)
