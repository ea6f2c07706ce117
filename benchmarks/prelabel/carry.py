"""How well *propagate* carries boxes to the next picture: overlap with where people (or the ground truth) put them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from annotation.kinds.box import Box
from annotation.prelabel.base import Labelled, Picture, Setup
from annotation.prelabel.propagate import Propagate
from benchmarks.prelabel import data

LEAST_SHARED = 0.2
"""Overlap from which two boxes of neighbouring video frames are taken for one car."""

Pair = tuple[Picture, Picture, list[Any]]
"""A picture with labels, the next one, and where each labelled thing is there."""


def measure(pairs: Iterator[Pair]) -> dict[str, float]:
    """objects, carried, median overlap of the carried, shares of all and of the carried with an overlap from 0.5."""
    overlaps, objects, still = [], 0, []
    for before, after, truth in pairs:
        model = Propagate(Setup(Propagate.configuration({}), {}))
        [(_, proposals)] = model.predict([replace(before, wanted=False), replace(after, labelled=())])
        found = {int(each.label): dict(each.data) for each in proposals}
        objects += len(truth)
        overlaps += [Box.similarity(found[index], each) for index, each in enumerate(truth) if index in found]
        still += [Box.similarity(dict(each.data), there) for each, there in zip(before.labelled, truth, strict=True)]
    good = sum(overlap >= 0.5 for overlap in overlaps)
    return {
        "objects": objects,
        "carried": len(overlaps),
        "median_overlap": round(float(np.median(overlaps)), 2),
        "right_of_carried": round(good / len(overlaps), 2),
        "right_of_all": round(good / objects, 2),
        "right_unmoved": round(sum(overlap >= 0.5 for overlap in still) / objects, 2),
    }


def street(apart: int) -> Iterator[Pair]:
    """All kinds of things in three cameras, `apart` times half a second later."""
    for camera, first, second in data.street_pairs(apart):
        before, after = data.projected(first, camera), data.projected(second, camera)
        both = [thing for thing in before if thing in after]
        if both:
            pictures = [
                Picture(frame, frame, *data.STREET_SIZE, partial(data.street_pixels, frame, camera), sequence=camera)
                for frame in (first, second)
            ]
            labelled = _numbered([before[thing] for thing in both])
            yield replace(pictures[0], labelled=labelled), replace(pictures[1], position=1), [after[t] for t in both]


def cars(apart: int) -> Iterator[Pair]:
    """Cars of the video, `apart` frames (of 12.5 a second) later."""
    pictures = data.cars(apart)
    for before, after in pairwise(pictures):
        pairs = []
        for each in before.labelled:
            there = max(
                (dict(other.data) for other in after.labelled),
                key=partial(Box.similarity, dict(each.data)),
                default=None,
            )
            if there is not None and Box.similarity(dict(each.data), there) >= LEAST_SHARED:
                pairs.append((dict(each.data), there))
        if pairs:
            yield replace(before, labelled=_numbered([pair[0] for pair in pairs])), after, [pair[1] for pair in pairs]


def _numbered(boxes: Sequence[Any]) -> list[Labelled]:
    return [Labelled("box", str(index), box) for index, box in enumerate(boxes)]
