"""One detector per label: boosted trees over channels, trained with mirrored examples and mined hard negatives."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.geometry import box_iou
from annotation.prelabel.base import Pixels
from annotation.prelabel.boosting import Bytes, Forest, boost
from annotation.prelabel.channels import CELL, MARGIN, Pyramid, Shape, pyramid, view
from annotation.prelabel.geometry import Boxes, clip, suppress
from annotation.prelabel.matching import Matched

TREES = (32, 128, 512)
"""After each but the last, false alarms are looked for and learned from."""
CELLS = (120.0, 320.0)
"""About so many cells make a window: enough shape, and still quick."""
RANDOM_PER_PICTURE = 100
HARD_PER_PICTURE = 150
MOST_NEGATIVES = 8000
MOST_POSITIVES = 3000
ENOUGH_POSITIVES = 400
"""Fewer examples are also shown slightly moved and resized."""
WOBBLE = 0.06
"""By so much of their size."""
SUPPRESS = 0.35
MOST_PER_PICTURE = 100
BACKGROUND = 0.3
"""Overlap with an object below which a window counts as background."""
SAME_STRETCH = 1.3
"""Objects whose width to height differs by less are found by the same window."""


@dataclass(frozen=True, slots=True)
class Example:
    """A picture to learn from: how to load it, the boxes of the label, and boxes that may not be called background."""

    load: Callable[[], Pixels]
    boxes: Boxes
    others: Boxes


@dataclass(slots=True)
class Detector:
    """A trained forest, the sizes and shapes that occur, and score of the forest -> probability."""

    label: str
    shape: Shape
    heights: tuple[float, float]
    stretches: tuple[float, ...]
    forest: Forest
    slope: float = 1.0
    offset: float = 0.0
    least: float = 0.5
    """Probability from which a detection is proposed."""

    def detect(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float64]]:
        """Boxes and probabilities after suppression, cut at the picture's edge."""
        boxes, values = self.scored(pixels)
        return boxes, self.probability(values)

    def scored(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float64]]:
        """The same with the forest's scores, which have no bounds."""
        seen = pyramid(pixels, self.shape, self.heights, self.stretches)
        windows, values = self.windows(seen)
        boxes = clip(seen.boxes[windows], pixels.shape[1], pixels.shape[0])
        kept = suppress(boxes, values, SUPPRESS, MOST_PER_PICTURE)
        return boxes[kept], values[kept]

    def windows(self, seen: Pyramid) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Indices of the windows that may show the label, with the forest's scores."""
        windows, values = self.forest.search(seen.flat, seen.starts, seen.offsets(self.shape))
        return windows, values.astype(np.float64)

    def probability(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * values + self.offset, -50, 50))))

    def json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "shape": [self.shape.rows, self.shape.columns, self.shape.margin],
            "heights": list(self.heights),
            "stretches": list(self.stretches),
            "slope": self.slope,
            "offset": self.offset,
            "least": self.least,
        }


def train(label: str, examples: Sequence[Example], check: Callable[[], None]) -> Detector:
    """Train on pictures with boxes of the label. `check` is called between pictures and trees."""
    boxes = np.concatenate([example.boxes for example in examples])
    aspects = boxes[:, 2] / boxes[:, 3]
    middle = float(np.median(aspects))
    shape = Shape.of(middle, _cells(boxes))
    low, high = np.percentile(boxes[:, 3], [3, 97])
    heights = (float(max(low * 0.9, 10)), float(high * 1.1))
    detector = Detector(label, shape, heights, _stretches(aspects / middle), _nothing())
    random = np.random.default_rng(7)
    right = _views(detector, examples, random, check)
    wrong = _negatives(detector, examples, random, check, hard=False)
    for trees in TREES:
        detector.forest = boost(right, wrong, trees, random, check)
        if trees != TREES[-1]:
            found = _negatives(detector, examples, random, check, hard=True)
            wrong = np.concatenate([found, wrong])[:MOST_NEGATIVES]
    return detector


def calibrate(detector: Detector, matched: Matched) -> Matched:
    """Learn what a score of the forest means: the probability that it is right (Platt, 1999). Returns `matched` so."""
    from sklearn.linear_model import LogisticRegression  # slow to load, and only training needs it

    if 0 < matched.right.sum() < len(matched.right):
        model = LogisticRegression(C=10.0).fit(matched.scores.reshape(-1, 1), matched.right)
        detector.slope, detector.offset = float(max(model.coef_[0, 0], 0.05)), float(model.intercept_[0])
    return Matched(detector.probability(matched.scores), matched.right, matched.objects)


def _nothing() -> Forest:
    """A forest that finds nothing out: every window passes."""
    return Forest(
        np.zeros((0, 3), np.int32), np.zeros((0, 3), np.uint8), np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
    )


def _cells(boxes: Boxes) -> float:
    """Small objects have small windows, so that pictures need not be enlarged to find them."""
    area = float(np.percentile(boxes[:, 2] * boxes[:, 3], 20))
    return float(np.clip(area * MARGIN**2 / CELL**2, *CELLS))


def _stretches(relative: NDArray[np.float64]) -> tuple[float, ...]:
    """Widths to heights that are searched, as multiples of the window's: as many as the examples are different."""
    low, high = (float(value) for value in np.percentile(relative, [5, 95]))
    count = 1 + int(np.log(high / low) / np.log(SAME_STRETCH))
    return (1.0,) if count == 1 else tuple(float(value) for value in np.geomspace(low, high, count))


def _views(
    detector: Detector, examples: Sequence[Example], random: np.random.Generator, check: Callable[[], None]
) -> Bytes:
    """The examples, each also mirrored; few ones also a little moved and resized."""
    total = sum(len(example.boxes) for example in examples)
    repeats = max(1, min(5, round(ENOUGH_POSITIVES / total)))
    views: list[Bytes] = []
    for example in examples:
        if not len(example.boxes) or len(views) >= MOST_POSITIVES:
            continue
        check()
        pixels = example.load()
        for box in np.concatenate([example.boxes, *[_wobbled(example.boxes, random) for _ in range(repeats - 1)]]):
            views += [view(pixels, box, detector.shape, mirrored=mirrored) for mirrored in (False, True)]
    return np.stack(views)[:MOST_POSITIVES]


def _wobbled(boxes: Boxes, random: np.random.Generator) -> Boxes:
    moves = random.uniform(-WOBBLE, WOBBLE, boxes.shape) * np.tile(boxes[:, 2:], 2)
    return boxes + moves


def _negatives(
    detector: Detector,
    examples: Sequence[Example],
    random: np.random.Generator,
    check: Callable[[], None],
    *,
    hard: bool,
) -> Bytes:
    """Windows without an object of the label: at random places, or those that the detector takes for one."""
    found = [np.zeros((0, 1), dtype=np.uint8)]
    for example in examples:
        check()
        seen = pyramid(example.load(), detector.shape, detector.heights, detector.stretches)
        windows, values = detector.windows(seen)
        if hard:
            kept = suppress(seen.boxes[windows], values, 0.6, 2 * HARD_PER_PICTURE)
            windows, most = windows[kept], HARD_PER_PICTURE
        else:
            windows, most = random.permutation(windows)[: 2 * RANDOM_PER_PICTURE], RANDOM_PER_PICTURE
        wrong = windows[_is_background(seen.boxes[windows], example)][:most]
        found.append(seen.values(detector.shape, wrong))
    return np.concatenate([part for part in found if len(part)] or [np.zeros((1, found[-1].shape[1]), np.uint8)])


def _is_background(boxes: Boxes, example: Example) -> NDArray[np.bool_]:
    taken = np.concatenate([example.boxes, example.others])
    if not len(taken):
        return np.ones(len(boxes), dtype=bool)
    background: NDArray[np.bool_] = box_iou(boxes, taken).max(axis=1) < BACKGROUND
    return background


def dump(detectors: Sequence[Detector]) -> bytes:
    """Detectors as an .npz of plain arrays and JSON text; nothing in it is ever unpickled."""
    stream = io.BytesIO()
    about = json.dumps([detector.json() for detector in detectors]).encode()
    arrays: dict[str, Any] = {
        f"{name}_{index}": getattr(detector.forest, name)
        for index, detector in enumerate(detectors)
        for name in Forest.__slots__
    }
    np.savez_compressed(stream, about=np.frombuffer(about, dtype=np.uint8), **arrays)
    return stream.getvalue()


def load(data: bytes) -> list[Detector]:
    """The inverse of `dump`; raises ValueError."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        about: list[Mapping[str, Any]] = json.loads(stored["about"].tobytes())
        return [
            Detector(
                entry["label"],
                Shape(*entry["shape"]),
                (entry["heights"][0], entry["heights"][1]),
                tuple(entry["stretches"]),
                Forest(*[stored[f"{name}_{index}"] for name in Forest.__slots__]),
                entry["slope"],
                entry["offset"],
                entry["least"],
            )
            for index, entry in enumerate(about)
        ]
