"""Boxes of one frame followed through others, forwards and backwards, until they are lost or leave the picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotation.kinds.base import Data
from annotation.kinds.box import sides_apart
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.thinning import thinned
from annotation.prelabel.motion import Grey
from annotation.prelabel.video.correlation import Correlation, Placed, alike, looks
from annotation.prelabel.video.frames import Frames

LOST = 5.0
"""How far the best place must stand out."""
HIDDEN = 8
"""Frames for which it is looked for where it should be, before it is given up."""
INSIDE = 0.15
"""Share of it that must be inside the picture."""
LEAST_SIDE = 6.0
LONGEST = 1280
"""Pixels of the longer side of the pictures that are looked at."""
NEAR, NEAR_SHARE = 1.0, 0.03
"""How far off its sides may be between two keyframes: pixels, and share of its larger side."""

BACK = 12
"""Times that it was seen after which it must still look alike: what is taken for it afterwards is something else."""
ALIKE, AGAIN = 0.25, 0.5
"""How alike, from -1 to 1: while it is seen, and when it comes back after it was not."""

SIDES = ("x", "y", "width", "height")
Boxes = dict[int, Data]


@dataclass(frozen=True, slots=True)
class Thing:
    """A box of the frame where all begin, and the first and last frame to which it is to be followed."""

    id: str
    box: Data
    first: int
    last: int


@dataclass(slots=True)
class Trail:
    """Where a thing was found; `ended` are the frames behind which it was lost, going back and forth."""

    boxes: Boxes = field(default_factory=dict)
    ended: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Trail:
        """From what `written` gave."""
        boxes = {frame: dict(zip(SIDES, sides, strict=True)) for frame, *sides in written["boxes"]}
        return cls(boxes, list(written["ended"]))

    def written(self) -> dict[str, Any]:
        """As JSON."""
        boxes = [[frame, *(box[side] for side in SIDES)] for frame, box in self.boxes.items()]
        return {"boxes": boxes, "ended": self.ended}

    def keyframes(self, start: int) -> list[Keyframe]:
        """What a machine may say about it: those of its frames from which the others follow, without the first."""
        keys = [keyframe(frame, self.boxes[frame], origin="rule") for frame in sorted(self.boxes)]
        if len(keys) < 2:
            return []
        largest = max(max(each["width"], each["height"]) for each in self.boxes.values())
        kept = thinned(keys, NEAR + NEAR_SHARE * largest, of="box", apart=sides_apart)
        return [each for each in kept if each["frame"] != start]


class _Walker:
    """One thing on its way in one direction, from where it was seen last."""

    def __init__(self, thing: Thing, box: Data, frames: Frames, picture: Grey) -> None:
        self.thing, self._frames = thing, frames
        self._scale = frames.shrink
        sides = (box[key] * self._scale for key in SIDES)
        self._filter = Correlation(picture, Placed.of(*sides))
        self._looks = deque([looks(picture, self._filter.place)], maxlen=BACK)
        self._missed = 0
        self.lost = False

    def step(self, picture: Grey) -> Data | None:
        """Its box in the next picture; None where it is not seen."""
        place, move = self._filter.place, self._filter.move
        sureness = self._filter.step(picture)
        box = self._inside()
        if sureness >= LOST and box is not None and self._is_it(picture):
            self._missed = 0
            return box
        self._missed += 1
        self.lost = box is None or self._missed > HIDDEN
        self._filter.coast(place, move)
        return None

    def _is_it(self, picture: Grey) -> bool:
        """Whether it looks as it did a while ago: the filter learns the ground as well that the thing has left."""
        now = looks(picture, self._filter.place)
        if alike(now, self._looks[0]) < (AGAIN if self._missed else ALIKE):
            return False
        self._looks.append(now)
        return True

    def _inside(self) -> Data | None:
        """The part of it that is in the picture, in pixels of the video; None where that is next to nothing."""
        place = self._filter.place
        edge = np.array([self._frames.width, self._frames.height])
        start, stop = ((place.centre + side * place.size / 2) / self._scale for side in (-1, 1))
        left, top = np.clip(start, 0, edge)
        width, height = np.clip(stop, 0, edge) - (left, top)
        if width * height < INSIDE * np.prod(stop - start) or min(width, height) < LEAST_SIDE:
            return None
        return {"x": round(float(left), 1), "y": round(float(top), 1), "width": round(float(width), 1),
                "height": round(float(height), 1)}  # fmt: skip


def follow(
    frames: Frames,
    things: Sequence[Thing],
    start: int,
    step: Callable[[int, int], None],
    trails: dict[str, Trail] | None = None,
) -> Mapping[str, Trail]:
    """The trail of every thing. `step(done, total)` is called between frames, and may raise to stop. With `trails` of a
    time before it goes on where they end, and carries them on."""
    trails = {} if trails is None else trails
    for thing in things:
        trails.setdefault(thing.id, Trail({start: thing.box}))
    first = max(0, min((thing.first for thing in things), default=start))
    last = min(len(frames) - 1, max((thing.last for thing in things), default=start))
    total = (last - start) + (start - first)
    for end, by in ((last, 1), (first, -1)):
        before = last - start if by < 0 else 0
        for number in _one_way(frames, things, range(start, end + by, by), trails):
            step(before + abs(number - start), total)
    return trails


def _one_way(frames: Frames, things: Sequence[Thing], way: range, trails: Mapping[str, Trail]) -> Iterator[int]:
    """Yields the frames that are looked at, before they are."""
    waiting: dict[int, list[Thing]] = {}
    for thing in things:
        trail = trails[thing.id]
        seen = max(trail.boxes) if way.step > 0 else min(trail.boxes)
        if not any(frame in way for frame in trail.ended) and seen != way[-1]:
            waiting.setdefault(seen, []).append(thing)
    if not waiting:
        return
    walkers: list[_Walker] = []
    for number, picture in frames.read(way[min(way.index(each) for each in waiting) :]):
        yield number
        walkers = [each for each in walkers if each.thing.first <= number <= each.thing.last]
        for each in walkers:
            box = each.step(picture)
            if box is not None:
                trails[each.thing.id].boxes[number] = box
            elif each.lost:
                trails[each.thing.id].ended.append(number)
        walkers = [each for each in walkers if not each.lost]
        walkers += [_Walker(each, trails[each.id].boxes[number], frames, picture) for each in waiting.pop(number, ())]
        if not walkers and not waiting:
            return
