"""Learn from this project: detectors trained on the worker from the project's own accepted boxes."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from annotation.kinds import KINDS
from annotation.prelabel.base import Field, Learned, Picture, Prelabeler, PrelabelError, Proposal, Setup
from annotation.prelabel.detector import Detector, Example, calibrate, dump, load, train
from annotation.prelabel.geometry import Boxes, as_data
from annotation.prelabel.matching import Matched, match, measured, pooled, recall_at
from annotation.prelabel.registry import PRELABELERS
from core.text import Text

LEAST_PICTURES = 8
LEAST_OBJECTS = 20
LEAST_SIDE = 8.0
"""Pixels; smaller boxes have no shape to learn."""
KEPT_ASIDE = 0.25
WORTH_PRECISION = 0.5
WORTH_RECALL = 0.3
"""From here on correcting proposals is quicker than drawing."""
LEAST_HALF = 10
"""Boxes of half the pictures from which the other half's gain can be told."""
MOST_TIMES = 30
"""More boxes than so many times those there are, nobody draws to save drawing."""


@PRELABELERS.register
class Learn(Prelabeler):
    """Boosted trees over aggregated channels with mined hard negatives, one detector per label.

    It is measured on pictures kept aside: whole sequences, or the end of one, since neighbours look alike. What is
    measured is what is used; nothing is trained again on the pictures kept aside.
    """

    slug = "learn"
    title = Text(en="Learn from this project", zh="从本项目学习")
    description = Text(
        en="Trains a small detector on the accepted boxes of this project, and measures it on accepted images kept"
        " aside. Best for rigid things seen from like directions; needs some hundred boxes."
        " Offered only where it helps.",
        zh="用本项目已验收的矩形框训练小型检测器，并在预留的已验收图片上测量效果。"
        "适合形状固定、视角相近的目标，需数百个框；仅在确有帮助时提供。",
    )
    kinds = frozenset({"box"})
    learns = True
    fields = (
        Field("labels", Text(en="Labels (all when empty)", zh="标签（留空为全部）"), "labels", []),
        Field(
            "threshold",
            Text(en="Least score (best F1 when empty)", zh="最低置信度（留空取最佳 F1）"),
            "number",
            least=0,
            most=1,
        ),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        if setup.file is None:
            raise PrelabelError("not-trained", "This model has not been trained yet.")
        try:
            self._detectors = load(setup.file.read_bytes())
        except (KeyError, ValueError):
            raise PrelabelError("not-trained", "This model was trained by another release; train it again.") from None

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            if picture.wanted:
                self.setup.check()
                yield picture, self._detect(picture)

    def _detect(self, picture: Picture) -> list[Proposal]:
        pixels = picture.load()
        found = []
        for detector in self._detectors:
            chosen = self.setup.config.get("threshold")
            least = detector.least if chosen is None else chosen
            boxes, scores = detector.detect(pixels)
            for box, score in zip(boxes, scores, strict=True):
                if score >= least:
                    found.append(Proposal("box", detector.label, as_data(box), float(score)))
        return found

    @classmethod
    def learn(cls, setup: Setup, pictures: Sequence[Picture]) -> Learned:
        began = time.monotonic()
        training, aside = split(pictures)
        wanted = set(setup.config.get("labels") or setup.labels)
        detectors, results, seconds = [], {}, 0.0
        for label in sorted(wanted):
            examples, tests = examples_of(training, label), examples_of(aside, label)
            if missing := _missing(examples, tests):
                results[label] = {"skipped": "too-few", "more": missing, **_sizes(examples, tests)}
                continue
            detector = train(label, examples, setup.check)
            matched, spent = _measure(detector, tests, setup)
            seconds += spent
            figures = measured(calibrate(detector, matched))
            detector.least = figures["threshold"]
            worth = figures["precision"] >= WORTH_PRECISION and figures["recall"] >= WORTH_RECALL
            results[label] = {**figures, **_sizes(examples, tests), "worth_it": worth}
            if worth:
                detectors.append(detector)
            else:
                results[label]["more"] = _more(label, examples, tests, matched, setup)
        if all("skipped" in result for result in results.values()):
            raise PrelabelError(
                "too-few-examples",
                f"At least {LEAST_PICTURES} accepted images and {LEAST_OBJECTS} boxes of a label are needed.",
                pictures=LEAST_PICTURES,
                objects=LEAST_OBJECTS,
            )
        metrics = {
            "labels": results,
            "training_pictures": len(training),
            "measured_pictures": len(aside),
            "training_seconds": round(time.monotonic() - began, 1),
            "seconds_per_picture": round(seconds, 3),
            "needed": {"precision": WORTH_PRECISION, "recall": WORTH_RECALL},
        }
        return Learned(dump(detectors), metrics, bool(detectors))


def split(pictures: Sequence[Picture]) -> tuple[list[Picture], list[Picture]]:
    """Pictures to train on and pictures kept aside: whole sequences if there are three, else the end of each.

    Pictures without a sequence are one each. Raises PrelabelError "too-few-examples".
    """
    if len(pictures) < LEAST_PICTURES:
        raise PrelabelError(
            "too-few-examples",
            f"At least {LEAST_PICTURES} accepted images are needed; there are {len(pictures)}.",
            pictures=LEAST_PICTURES,
            objects=LEAST_OBJECTS,
        )
    groups: dict[str, list[Picture]] = defaultdict(list)
    for picture in sorted(pictures, key=lambda picture: (picture.sequence, picture.position, picture.key)):
        groups[picture.sequence or picture.key].append(picture)
    if len(groups) >= 3:
        return _by_group(list(groups.values()), round(KEPT_ASIDE * len(pictures)) or 1)
    training: list[Picture] = []
    aside: list[Picture] = []
    for found in groups.values():
        cut = len(found) - max(1, round(KEPT_ASIDE * len(found)))
        training += found[:cut]
        aside += found[cut:]
    return training, aside


def _by_group(groups: list[list[Picture]], wanted: int) -> tuple[list[Picture], list[Picture]]:
    """Every few groups one is kept aside until there are enough pictures; at least one group remains for training."""
    training: list[Picture] = []
    aside: list[Picture] = []
    every = max(2, round(1 / KEPT_ASIDE))
    for index, found in enumerate(groups):
        (aside if index % every == every - 1 or (index == len(groups) - 1 and not aside) else training).extend(found)
    return training, aside


def examples_of(pictures: Sequence[Picture], label: str) -> list[Example]:
    """The pictures with the label's boxes; pictures without any teach what is background."""
    examples = []
    for picture in pictures:
        boxes = _boxes([each for each in picture.labelled if each.label == label])
        small = np.minimum(boxes[:, 2], boxes[:, 3]) < LEAST_SIDE
        examples.append(Example(picture.load, boxes[~small], boxes[small]))
    return examples


def _boxes(labelled: Sequence[Any]) -> Boxes:
    """Bounding boxes of whatever has an area."""
    rows = []
    for each in labelled:
        if each.kind in {"box", "rotated_box", "polygon"}:
            left, top, right, bottom = KINDS[each.kind].measure(each.data).bounds or (0, 0, 0, 0)
            rows.append([left, top, right - left, bottom - top])
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _sizes(examples: Sequence[Example], tests: Sequence[Example]) -> dict[str, int]:
    """Boxes learned from and boxes measured on."""
    return {"examples": _count(examples), "objects": _count(tests)}


def _count(examples: Sequence[Example]) -> int:
    return sum(len(example.boxes) for example in examples)


def _missing(examples: Sequence[Example], tests: Sequence[Example]) -> int:
    """How many more boxes are needed before anything can be learned and measured; 0 when there are enough."""
    missing = max(0, LEAST_OBJECTS - _count(examples))
    return math.ceil(missing / (1 - KEPT_ASIDE)) if missing else int(not _count(tests))


def _more(
    label: str, examples: Sequence[Example], tests: Sequence[Example], matched: Matched, setup: Setup
) -> int | None:
    """How many more boxes it would take to be worth it, None when more would hardly help.

    It is trained on every other picture as well; what the other half of the boxes gained, each doubling may gain again.
    """
    now = recall_at(matched, WORTH_PRECISION)
    half = [example for example in examples if len(example.boxes)][::2]
    half += [example for example in examples if not len(example.boxes)]
    if _count(half) < LEAST_HALF:
        return _count(examples)
    before, _ = _measure(train(label, half, setup.check), tests, setup)
    gained = (now - recall_at(before, WORTH_PRECISION)) / math.log2(_count(examples) / _count(half))
    if gained <= 0:
        return None
    times = 2 ** ((WORTH_RECALL - now) / gained) - 1
    return max(1, round(times * _count(examples))) if times <= MOST_TIMES else None


def _measure(detector: Detector, tests: Sequence[Example], setup: Setup) -> tuple[Matched, float]:
    """The forest's scores on the pictures kept aside, and seconds per picture."""
    parts = []
    began = time.monotonic()
    for example in tests:
        setup.check()
        boxes, scores = detector.scored(example.load())
        parts.append(Matched(scores, match(boxes, scores, example.boxes), len(example.boxes)))
    return pooled(parts), (time.monotonic() - began) / max(1, len(tests))
