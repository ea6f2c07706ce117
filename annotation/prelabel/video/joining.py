"""What a detector found in single frames of a video, joined into tracks: boxes, and shapes by the boxes around them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from annotation import association
from annotation.association import Motion, Rules, smooth_way
from annotation.kinds import KINDS
from annotation.kinds.base import Data
from annotation.kinds.box import Box, sides_apart
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.thinning import thinned
from annotation.prelabel.base import Proposal

LEAST_SHARED = 0.2
"""Overlap with where a thing is expected, from which a box may be the thing."""
SURE = 0.5
"""Score from which a box may begin a track."""
PATIENCE = 1.0
"""Seconds for which a thing may not be found."""
LEAST = 3
"""Times that a thing must be found."""
OFF, PUSH, HASTE = 0.1, 1.0, 2.0
"""In sides of the box: how far off it is, how much faster it gets and how fast it may be, in a second."""
NEAR, NEAR_SHARE = 1.0, 0.03
"""How far off sides of boxes may be between two keyframes: pixels, and share of the larger side."""
UNLIKE = 0.1
"""How far other shapes may be from being the same there."""
SIDES = ("x", "y", "width", "height")


@dataclass(frozen=True, slots=True)
class Seen:
    """Something in the frame of this number; `box` is what is around it."""

    frame: int
    label: str
    box: Data
    score: float
    kind: str = "box"
    shape: Data | None = None
    """What it is if not a box."""

    @classmethod
    def of(cls, frame: int, found: Proposal) -> Seen | None:
        """None for what cannot be in one place in one frame and in another in the next."""
        kind, data = KINDS[found.kind], dict(found.data)
        around = kind.measure(data).bounds
        if not kind.trackable or around is None:
            return None
        if found.kind == "box":
            return cls(frame, found.label, data, found.score)
        left, top, right, bottom = around
        box = {"x": left, "y": top, "width": max(1.0, right - left), "height": max(1.0, bottom - top)}
        return cls(frame, found.label, box, found.score, found.kind, data)


def _centre(box: Data) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@dataclass
class Moving:
    motion: Motion
    seen: list[Seen] = field(default_factory=list)

    @classmethod
    def of(cls, first: Seen, time: float) -> Moving:
        side = math.sqrt(first.box["width"] * first.box["height"])
        motion = Motion.begun(_centre(first.box), time, off=OFF * side, push=PUSH * side, haste=HASTE * side)
        return cls(motion, [first])

    def take(self, each: Seen, time: float) -> None:
        self.motion.take(_centre(each.box), time)
        self.seen.append(each)

    def cost(self, each: Seen, time: float) -> float:
        last = self.seen[-1]
        if (each.label, each.kind) != (last.label, last.kind):
            return math.inf
        (x, y), box = self.motion.at(time)[0][:2], last.box
        expected = {**box, "x": float(x) - box["width"] / 2, "y": float(y) - box["height"] / 2}
        return (1 - Box.similarity(expected, each.box)) / (1 - LEAST_SHARED)


def tracks_of(frames: Sequence[Sequence[Seen]], times: Sequence[float], *, end: int, every: int) -> list[Proposal]:
    """Tracks of what was found in every `every`th frame; the video has `end` frames. `times` are those of the frames
    looked at, in seconds."""
    step = (times[-1] - times[0]) / max(1, len(times) - 1) if times else 0.0
    patience = max(2, round(PATIENCE / step)) if step > 0 else 2
    things = association.joined(
        frames, times, Rules(Moving.of, patience, min(LEAST, len(frames)), lambda each: each.score >= SURE)
    )
    return [_proposal(seen, end, every) for seen in things]


def _proposal(seen: Sequence[Seen], end: int, every: int) -> Proposal:
    kind = seen[0].kind
    kept = _boxes(seen) if kind == "box" else _shapes(seen)
    # Gone by the next frame that was looked at.
    gone = seen[-1].frame + every
    if gone < end:
        kept.append({**kept[-1], "frame": gone, "outside": True})
    score = float(np.mean([each.score for each in seen]))
    return Proposal("track", seen[0].label, {"of": kind, "keyframes": kept}, score)


def _boxes(seen: Sequence[Seen]) -> list[Keyframe]:
    rows = np.array([[each.box[side] for side in SIDES] for each in seen], dtype=np.float64)
    scores = np.array([each.score for each in seen])
    way = smooth_way(rows, np.array([float(each.frame) for each in seen]), scores)
    places = [dict(zip(SIDES, np.round(row, 1).tolist(), strict=True)) for row in way]
    keys = [keyframe(each.frame, box, origin="model") for each, box in zip(seen, places, strict=True)]
    return thinned(keys, NEAR + NEAR_SHARE * float(way[:, 2:].max()), of="box", apart=sides_apart)


def _shapes(seen: Sequence[Seen]) -> list[Keyframe]:
    """As they were seen."""
    kind = KINDS[seen[0].kind]
    keys = [keyframe(each.frame, each.shape or each.box, origin="model") for each in seen]
    return thinned(keys, UNLIKE, of=kind.slug, apart=lambda a, b: 1 - kind.similarity(a, b))
