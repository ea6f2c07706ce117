"""Carry the labels of one picture to its neighbours in the sequence."""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotation.kinds import KINDS
from annotation.prelabel.base import Field, Labelled, Picture, Prelabeler, PrelabelError, Proposal, Setup
from annotation.prelabel.geometry import as_data
from annotation.prelabel.motion import STILL, Flow, Grey, Motion
from annotation.prelabel.opencv import cv
from annotation.prelabel.refit import refit
from annotation.prelabel.registry import PRELABELERS
from core.text import Text

CACHED = 6
"""Grey pictures and flows kept in memory."""
LEAST_SIDE = 4.0
"""Pixels below which a carried thing is too small to be followed."""
LEAST_INSIDE = 0.5
"""Share of a carried thing that must remain inside the picture."""
CARRIED = frozenset({"box", "rotated_box", "ellipse", "polygon", "mask", "polyline", "points", "skeleton", "cuboid2d"})


@PRELABELERS.register
class Propagate(Prelabeler):
    """Optical flow from picture to picture, checked forth and back, then fitted to the edges again."""

    slug = "propagate"
    title = Text(en="Carry labels along the sequence", zh="沿序列传播标注")
    description = Text(
        en="Carries the labels that people made to neighbouring images of the sequence by optical flow, and fits"
        " boxes to the edges again. Needs nothing but a few labelled images.",
        zh="通过光流将人工标注传播到序列中的相邻图片，并重新贴合边缘。只需少量已标注图片。",
    )
    kinds = CARRIED
    uses_neighbours = True
    fields = (
        Field("reach", Text(en="Images to carry on", zh="传播图片数"), "number", 5, 1, 100),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._grey: OrderedDict[str, Grey] = OrderedDict()
        self._flows: OrderedDict[tuple[str, str], Flow] = OrderedDict()

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        sequences: dict[str, list[Picture]] = defaultdict(list)
        for picture in pictures:
            sequences[picture.sequence].append(picture)
        if set(sequences) <= {""}:
            raise PrelabelError("no-sequence", "These images belong to no sequence, so there are no neighbours.")
        for name, found in sequences.items():
            if name:
                yield from self._sequence(sorted(found, key=lambda picture: picture.position))

    def _sequence(self, pictures: list[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for index, picture in enumerate(pictures):
            if not picture.wanted:
                continue
            self.setup.check()
            source = self._nearest(pictures, index)
            yield picture, self._carry(pictures, source, index) if source is not None else []

    def _nearest(self, pictures: list[Picture], index: int) -> int | None:
        """The nearest labelled picture within reach, an earlier one before a later one as near."""
        for away in range(1, int(self.setup.config["reach"]) + 1):
            for other in (index - away, index + away):
                if 0 <= other < len(pictures) and pictures[other].labelled:
                    return other
        return None

    def _carry(self, pictures: list[Picture], source: int, target: int) -> list[Proposal]:
        step = 1 if target > source else -1
        path = [pictures[at] for at in range(source, target + step, step)]
        carried = (self._carry_one(each, path) for each in path[0].labelled if each.kind in CARRIED)
        return [proposal for proposal in carried if proposal]

    def _carry_one(self, each: Labelled, path: list[Picture]) -> Proposal | None:
        """One thing along the path, or None when it is lost or leaves the picture."""
        kind = KINDS[each.kind]
        bounds = kind.measure(each.data).bounds
        if bounds is None:
            return None
        motion, here = STILL, bounds
        for before, after in pairwise(path):
            step = self._flow(before, after).of(_at_least(here))
            if step is None:
                return None
            motion, here = motion.then(step), step.apply(here)
        return self._settle(each, path, motion)

    def _settle(self, each: Labelled, path: list[Picture], motion: Motion) -> Proposal | None:
        kind, target = KINDS[each.kind], path[-1]
        data = kind.transform(each.data, motion.matrix)
        bounds = kind.measure(data).bounds
        assert bounds is not None
        score = motion.trust
        if each.kind == "box":
            before, after = self._load(path[0]), self._load(target)
            bounds, fit = refit(before, after, motion, bounds)
            data = {"x": bounds[0], "y": bounds[1], "width": bounds[2] - bounds[0], "height": bounds[3] - bounds[1]}
            score = math.sqrt(motion.trust * max(0.0, fit))
        area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
        parts = kind.clip(data, target.width, target.height)
        if score < self.setup.config["threshold"] or not parts:
            return None
        if each.kind == "box":
            inside = parts[0]["width"] * parts[0]["height"]
            if inside < LEAST_INSIDE * area or min(parts[0]["width"], parts[0]["height"]) < LEAST_SIDE:
                return None
            return Proposal("box", each.label, as_data(list(parts[0].values())), score, each.attributes)
        return Proposal(each.kind, each.label, parts[0], score, each.attributes) if len(parts) == 1 else None

    def _flow(self, before: Picture, after: Picture) -> Flow:
        key = (before.key, after.key)
        if key not in self._flows:
            self._flows[key] = Flow(self._load(before), self._load(after))
            if len(self._flows) > CACHED:
                self._flows.popitem(last=False)
        return self._flows[key]

    def _load(self, picture: Picture) -> Grey:
        if picture.key not in self._grey:
            self._grey[picture.key] = cv.cvtColor(picture.load(), cv.COLOR_BGR2GRAY)
            if len(self._grey) > CACHED:
                self._grey.popitem(last=False)
        return self._grey[picture.key]


def _at_least(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Bounds widened to a size in which points can be followed: points and upright lines have none."""
    left, top, right, bottom = bounds
    wide, high = max(0.0, 24 - (right - left)) / 2, max(0.0, 24 - (bottom - top)) / 2
    return left - wide, top - high, right + wide, bottom + high
