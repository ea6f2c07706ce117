"""How well a detector learns: each part of the pictures is kept aside in turn, learned from the others, and pooled."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from annotation.prelabel.base import Picture
from annotation.prelabel.detector import calibrate, train
from annotation.prelabel.learn import examples_of
from annotation.prelabel.matching import Matched, match, measured, pooled
from benchmarks.prelabel import data

SHOWN = ("average_precision", "precision", "precision_interval", "recall", "recall_interval", "objects")
EMPTY_BETWEEN = 3
"""Pictures without a car between one that leaves and the next."""


def folds() -> dict[str, list[list[Picture]]]:
    """Name -> the parts, none of which shows a thing that another does (but the street's frames: the same, later)."""
    street = data.street()
    return {
        "cars, one passing kept aside": _passings(data.cars(3)),
        "street cars, one moment kept aside": _grouped(street, lambda picture: picture.position),
        "street cars, one camera kept aside": _grouped(street, lambda picture: picture.sequence),
    }


def measure(label: str, parts: Sequence[Sequence[Picture]]) -> dict[str, Any]:
    """Average precision at an overlap of 0.5, precision and recall with the best F1, their 95 % intervals, seconds."""
    matched, training, seconds, pictures = [], 0.0, 0.0, 0
    for number, part in enumerate(parts):
        others = [picture for index, other in enumerate(parts) if index != number for picture in other]
        began = time.monotonic()
        detector = train(label, examples_of(others, label), lambda: None)
        training += time.monotonic() - began
        found = []
        began = time.monotonic()
        for example in examples_of(part, label):
            boxes, scores = detector.scored(example.load())
            found.append(Matched(scores, match(boxes, scores, example.boxes), len(example.boxes)))
        seconds += time.monotonic() - began
        pictures += len(part)
        matched.append(calibrate(detector, pooled(found)))
    figures = measured(pooled(matched))
    shown = {key: figures[key] for key in SHOWN}
    return shown | {"training": round(training / len(parts), 1), "per_picture": round(seconds / pictures, 2)}


def _passings(pictures: Sequence[Picture]) -> list[list[Picture]]:
    """The video cut where nothing is seen for a while; ends without any car belong to the nearest."""
    parts: list[list[Picture]] = [[]]
    empty = 0
    for picture in pictures:
        if picture.labelled and empty >= EMPTY_BETWEEN and any(each.labelled for each in parts[-1]):
            parts.append([])
        empty = 0 if picture.labelled else empty + 1
        parts[-1].append(picture)
    return parts


def _grouped(pictures: Sequence[Picture], key: Callable[[Picture], Hashable]) -> list[list[Picture]]:
    groups: dict[Hashable, list[Picture]] = defaultdict(list)
    for picture in pictures:
        groups[key(picture)].append(picture)
    return list(groups.values())
