"""One detector per label: windows of a shape, trained with mirrored examples and mined hard negatives."""

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
from annotation.prelabel.geometry import Boxes, clip, suppress
from annotation.prelabel.hog import Window, crop, features, search
from annotation.prelabel.matching import match

ROUNDS = 2
"""Times that false alarms are looked for and learned from."""
HARD_PER_PICTURE = 60
RANDOM_PER_PICTURE = 40
MOST_NEGATIVES = 6000
MOST_POSITIVES = 1500
COST = 0.02
SUPPRESS = 0.35
MOST_PER_PICTURE = 100
BACKGROUND = 0.3
"""Overlap with an object below which a window counts as background."""
LEAST_VALUE = -0.6
"""Distance from the classifier's plane from which windows are looked at."""


@dataclass(frozen=True, slots=True)
class Example:
    """A picture to learn from: how to load it, the boxes of the label, and boxes that may not be called background."""

    load: Callable[[], Pixels]
    boxes: Boxes
    others: Boxes


@dataclass(slots=True)
class Detector:
    """A trained classifier: weights and bias of the plane, sizes that occur, and value -> probability."""

    label: str
    window: Window
    weights: NDArray[np.float32]
    heights: tuple[float, float]
    slope: float = 1.0
    offset: float = 0.0
    least: float = 0.5
    """Score from which a detection is proposed."""

    def detect(self, pixels: Pixels, *, least: float = LEAST_VALUE) -> tuple[Boxes, NDArray[np.float64]]:
        """Boxes and scores (0 to 1) after suppression, cut at the picture's edge."""
        boxes, values = self.windows(pixels, least=least)
        boxes = clip(boxes, pixels.shape[1], pixels.shape[0])
        kept = suppress(boxes, values, SUPPRESS, MOST_PER_PICTURE)
        return boxes[kept], 1 / (1 + np.exp(-(self.slope * values[kept] + self.offset)))

    def windows(self, pixels: Pixels, *, least: float) -> tuple[Boxes, NDArray[np.float64]]:
        descriptor = self.window.descriptor()
        descriptor.setSVMDetector(self.weights)
        return search(descriptor, self.window, pixels, self.heights, least)

    def json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "window": [self.window.width, self.window.height],
            "heights": list(self.heights),
            "slope": self.slope,
            "offset": self.offset,
            "least": self.least,
        }


def train(label: str, examples: Sequence[Example], check: Callable[[], None]) -> Detector:
    """Train on pictures with boxes of the label. `check` is called between pictures."""
    boxes = np.concatenate([example.boxes for example in examples])
    aspect = float(np.median(boxes[:, 2] / boxes[:, 3]))
    window = Window.of_shape(aspect)
    low, high = np.percentile(boxes[:, 3], [3, 97])
    detector = Detector(label, window, np.zeros(0, dtype=np.float32), (float(max(low * 0.9, 10)), float(high * 1.1)))
    descriptor = window.descriptor()
    random = np.random.default_rng(7)
    right, wrong = _first_views(descriptor, window, examples, detector.heights, random, check)
    for round_number in range(ROUNDS + 1):
        detector.weights = _fit(right, wrong)
        if round_number < ROUNDS:
            hard = [_false_alarms(detector, descriptor, example, check) for example in examples]
            wrong = np.concatenate([*[views for views in hard if len(views)], wrong])[:MOST_NEGATIVES]
    return detector


def calibrate(detector: Detector, examples: Sequence[Example], check: Callable[[], None]) -> None:
    """Learn what a window's value means: the probability that it is right, by logistic regression (Platt, 1999)."""
    from sklearn.linear_model import LogisticRegression  # slow to load, and only training needs it

    values, right = [], []
    for example in examples:
        check()
        pixels = example.load()
        boxes, scores = detector.windows(pixels, least=LEAST_VALUE)
        kept = suppress(boxes, scores, SUPPRESS, MOST_PER_PICTURE)
        values.append(scores[kept])
        right.append(match(boxes[kept], scores[kept], example.boxes))
    inputs, answers = np.concatenate(values).reshape(-1, 1), np.concatenate(right)
    if 0 < answers.sum() < len(answers):
        model = LogisticRegression(C=10.0).fit(inputs, answers)
        detector.slope, detector.offset = float(max(model.coef_[0, 0], 0.1)), float(model.intercept_[0])


def _first_views(
    descriptor: Any,
    window: Window,
    examples: Sequence[Example],
    heights: tuple[float, float],
    random: np.random.Generator,
    check: Callable[[], None],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The examples, each also mirrored, and windows at random places without any."""
    right: list[NDArray[np.float32]] = []
    wrong: list[NDArray[np.float32]] = []
    for example in examples:
        check()
        pixels = example.load()
        views = [crop(pixels, box, window, mirrored=mirrored) for box in example.boxes for mirrored in (False, True)]
        if views and len(right) < MOST_POSITIVES:
            right.append(features(descriptor, views))
        anywhere = _random_boxes(pixels, window, heights, random)
        background = anywhere[_is_background(anywhere, example)]
        if len(background):
            wrong.append(features(descriptor, [crop(pixels, box, window) for box in background]))
    if not wrong:
        wrong = [np.zeros((1, right[0].shape[1]), dtype=np.float32)]
    return np.concatenate(right)[:MOST_POSITIVES], np.concatenate(wrong)


def _random_boxes(pixels: Pixels, window: Window, heights: tuple[float, float], random: np.random.Generator) -> Boxes:
    high = np.exp(random.uniform(np.log(heights[0]), np.log(heights[1]), RANDOM_PER_PICTURE))
    wide = high * window.width / window.height
    x = random.uniform(0, 1, RANDOM_PER_PICTURE) * np.maximum(pixels.shape[1] - wide, 0)
    y = random.uniform(0, 1, RANDOM_PER_PICTURE) * np.maximum(pixels.shape[0] - high, 0)
    return np.stack([x, y, wide, high], axis=1)


def _is_background(boxes: Boxes, example: Example) -> NDArray[np.bool_]:
    taken = np.concatenate([example.boxes, example.others])
    if not len(taken):
        return np.ones(len(boxes), dtype=bool)
    background: NDArray[np.bool_] = box_iou(boxes, taken).max(axis=1) < BACKGROUND
    return background


def _false_alarms(
    detector: Detector, descriptor: Any, example: Example, check: Callable[[], None]
) -> NDArray[np.float32]:
    """Views that the detector takes for the label and that are not, the surest first."""
    check()
    pixels = example.load()
    boxes, values = detector.windows(pixels, least=LEAST_VALUE)
    background = _is_background(boxes, example) if len(boxes) else np.zeros(0, dtype=bool)
    boxes, values = boxes[background], values[background]
    worst = suppress(boxes, values, 0.6, HARD_PER_PICTURE)
    if not worst:
        return np.zeros((0, 0), dtype=np.float32)
    return features(descriptor, [crop(pixels, boxes[index], detector.window) for index in worst])


def _fit(right: NDArray[np.float32], wrong: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weights and bias of the plane between examples and background."""
    from sklearn.svm import LinearSVC  # slow to load, and only training needs it

    inputs = np.concatenate([right, wrong])
    answers = np.concatenate([np.ones(len(right)), np.zeros(len(wrong))])
    model = LinearSVC(C=COST, class_weight="balanced", dual=False, tol=1e-3).fit(inputs, answers)
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


def dump(detectors: Sequence[Detector]) -> bytes:
    """Detectors as an .npz of plain arrays and JSON text; nothing in it is ever unpickled."""
    stream = io.BytesIO()
    about = json.dumps([detector.json() for detector in detectors]).encode()
    arrays: dict[str, Any] = {f"weights_{index}": detector.weights for index, detector in enumerate(detectors)}
    np.savez_compressed(stream, about=np.frombuffer(about, dtype=np.uint8), **arrays)
    return stream.getvalue()


def load(data: bytes) -> list[Detector]:
    """The inverse of `dump`; raises ValueError."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        about: list[Mapping[str, Any]] = json.loads(stored["about"].tobytes())
        return [
            Detector(
                entry["label"],
                Window(*entry["window"]),
                stored[f"weights_{index}"],
                (entry["heights"][0], entry["heights"][1]),
                entry["slope"],
                entry["offset"],
                entry["least"],
            )
            for index, entry in enumerate(about)
        ]
