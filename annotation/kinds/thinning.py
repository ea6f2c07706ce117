"""Fewer keyframes of a track that say the same: those that the others give are left out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from annotation.kinds.base import Data
from annotation.kinds.keyframes import Keyframe, state_at
from annotation.kinds.registry import KINDS


def thinned(keys: list[Keyframe], near: float, *, of: str, apart: Callable[[Data, Data], float]) -> list[Keyframe]:
    """Keyframes of one stretch of frames of a track of the kind `of`; what lies between those that are kept is at most
    `near` from where it was, as `apart` measures it, and what is said keeps its frame."""
    said = {at for at in range(1, len(keys)) if _differ(keys[at - 1], keys[at])}
    kept = {0, len(keys) - 1} | said
    waiting = [(a, b) for a, b in pairwise(sorted(kept)) if b - a > 1]
    while waiting:
        first, last = waiting.pop()
        track = {"of": of, "keyframes": [keys[first], keys[last]]}
        off = [_off(track, keys[at], apart) for at in range(first + 1, last)]
        worst = int(np.argmax(off))
        if off[worst] > near:
            middle = first + 1 + worst
            kept.add(middle)
            waiting += [(a, b) for a, b in ((first, middle), (middle, last)) if b - a > 1]
    return [keys[at] for at in sorted(kept)]


def _differ(a: Keyframe, b: Keyframe) -> bool:
    return bool(a["occluded"] != b["occluded"] or a["attributes"] != b["attributes"])


def _off(track: Data, key: Keyframe, apart: Callable[[Data, Data], float]) -> float:
    between = state_at(track, key["frame"], KINDS[track["of"]].interpolate)
    assert between is not None
    return apart(between["data"], key["data"])
