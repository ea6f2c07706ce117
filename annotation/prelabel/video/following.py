"""Boxes of one frame followed through others, forwards and backwards, until they are lost or leave the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from annotation.kinds.base import Data
from annotation.kinds.box import sides_apart
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.thinning import thinned
from annotation.prelabel.motion import Grey
from annotation.prelabel.video.correlation import Correlation, Placed
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

    def keyframes(self, start: int) -> list[Keyframe]:
        """What a machine may say about it: those of its frames from which the others follow, without the first."""
        keys = [keyframe(frame, self.boxes[frame], origin="rule") for frame in sorted(self.boxes)]
        if len(keys) < 2:
            return []
        largest = max(max(each["width"], each["height"]) for each in self.boxes.values())
        kept = thinned(keys, NEAR + NEAR_SHARE * largest, of="box", apart=sides_apart)
        return [each for each in kept if each["frame"] != start]


class _Walker:
    """One thing on its way in one direction."""

    def __init__(self, thing: Thing, frames: Frames, picture: Grey) -> None:
        self.thing, self._frames = thing, frames
        self._scale = frames.shrink
        box = (thing.box[key] * self._scale for key in ("x", "y", "width", "height"))
        self._filter = Correlation(picture, Placed.of(*box))
        self._missed = 0
        self.lost = False

    def step(self, picture: Grey) -> Data | None:
        """Its box in the next picture; None where it is not seen."""
        place, move = self._filter.place, self._filter.move
        sureness = self._filter.step(picture)
        box = self._inside()
        if sureness >= LOST and box is not None:
            self._missed = 0
            return box
        self._missed += 1
        self.lost = box is None or self._missed > HIDDEN
        self._filter.coast(place, move)
        return None

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
    frames: Frames, things: Sequence[Thing], start: int, step: Callable[[int, int], None]
) -> Mapping[str, Trail]:
    """The trail of every thing. `step(done, total)` is called between frames, and may raise to stop."""
    trails = {thing.id: Trail({start: thing.box}) for thing in things}
    first = max(0, min((thing.first for thing in things), default=start))
    last = min(len(frames) - 1, max((thing.last for thing in things), default=start))
    total = (last - start) + (start - first)
    done = 0
    for numbers in (range(start, last + 1), range(start, first - 1, -1)):
        for count in _one_way(frames, things, numbers, trails):
            step(done + count, total)
        done += len(numbers) - 1
    return trails


def _one_way(frames: Frames, things: Sequence[Thing], numbers: range, trails: Mapping[str, Trail]) -> Iterator[int]:
    """Yields how many frames have been looked at."""
    walkers: list[_Walker] = []
    if len(numbers) < 2:
        return
    for count, (number, picture) in enumerate(frames.read(numbers)):
        if count == 0:
            walkers = [_Walker(thing, frames, picture) for thing in things]
        yield count
        walkers = [each for each in walkers if each.thing.first <= number <= each.thing.last]
        for each in walkers if count else []:
            box = each.step(picture)
            if box is not None:
                trails[each.thing.id].boxes[number] = box
            elif each.lost:
                trails[each.thing.id].ended.append(number)
        walkers = [each for each in walkers if not each.lost]
        if not walkers:
            return
