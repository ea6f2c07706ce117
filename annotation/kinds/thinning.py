"""Fewer keyframes of a tracked cuboid that say the same: those that the others give are left out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from annotation.geometry3d import boxes
from annotation.kinds.base import Data
from annotation.kinds.cuboid import Cuboid
from annotation.kinds.keyframes import Keyframe, state_at


def thinned(keys: list[Keyframe], near: float) -> list[Keyframe]:
    """Keyframes of one stretch of frames; every corner keeps its way to `near` metres, and what is said its frame."""
    said = {at for at in range(1, len(keys)) if _differ(keys[at - 1], keys[at])}
    kept = {0, len(keys) - 1} | said
    waiting = [(a, b) for a, b in pairwise(sorted(kept)) if b - a > 1]
    while waiting:
        first, last = waiting.pop()
        track = {"of": "cuboid", "keyframes": [keys[first], keys[last]]}
        off = [_off(track, keys[at]) for at in range(first + 1, last)]
        worst = int(np.argmax(off))
        if off[worst] > near:
            middle = first + 1 + worst
            kept.add(middle)
            waiting += [(a, b) for a, b in ((first, middle), (middle, last)) if b - a > 1]
    return [keys[at] for at in sorted(kept)]


def _differ(a: Keyframe, b: Keyframe) -> bool:
    return bool(a["occluded"] != b["occluded"] or a["attributes"] != b["attributes"])


def _off(track: Data, key: Keyframe) -> float:
    between = state_at(track, key["frame"], Cuboid.interpolate)
    assert between is not None
    return boxes.apart(between["data"], key["data"])
