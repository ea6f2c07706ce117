"""What is drawn in two answers to one picture or video: which things are the same, and how alike those are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotation.formats import keypoints
from annotation.formats.masks import pixels_in, rasterise
from annotation.kinds import KINDS
from annotation.kinds.base import Bounds
from annotation.kinds.polyline import line_distance
from qa.metrics.matching import REACH, matched, touching
from qa.metrics.shapes import Mask, boundary_iou, oks

LEAST = 0.5
"""Similarity from which two things are taken for the same."""
AREAS = frozenset({"box", "rotated_box", "polygon", "mask"})
OUTLINED = frozenset({"polygon", "mask"})
MOST_PIXELS = 50_000_000
"""Of the window around two areas, beyond which their outlines are not compared."""

Record = Mapping[str, Any]
Size = tuple[int | None, int | None]
Pair = tuple[Record, Record, float]
Sum = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Objects:
    """Counts that add up over pictures. Of each label how many are right, missing and too many; pairs (found, right) of
    labels that were confused; and of each measure the sum over the pairs and their number."""

    labels: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    measures: dict[str, Sum] = field(default_factory=dict)

    def __add__(self, other: Objects) -> Objects:
        labels = dict(self.labels)
        for label, (hits, missed, extra) in other.labels.items():
            before = labels.get(label, (0, 0, 0))
            labels[label] = before[0] + hits, before[1] + missed, before[2] + extra
        measures = dict(self.measures)
        for name, (total, count) in other.measures.items():
            measures[name] = measures.get(name, (0.0, 0))[0] + total, measures.get(name, (0.0, 0))[1] + count
        return Objects(labels, self.confusions + other.confusions, measures)

    def json(self) -> dict[str, Any]:
        return {
            "labels": {label: list(counts) for label, counts in self.labels.items()},
            "confusions": [[*pair, times] for pair, times in self.confusions.items()],
            "measures": {name: [round(total, 6), count] for name, (total, count) in self.measures.items()},
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Objects:
        """What `json` has made."""
        return cls(
            {label: (counts[0], counts[1], counts[2]) for label, counts in data.get("labels", {}).items()},
            Counter({(found, right): times for found, right, times in data.get("confusions", ())}),
            {name: (total, count) for name, (total, count) in data.get("measures", {}).items()},
        )

    @property
    def right(self) -> int:
        """Objects that both answers have under the same label."""
        return sum(hits for hits, _, _ in self.labels.values())

    @property
    def relabelled(self) -> int:
        return self.confusions.total()

    @property
    def missed(self) -> int:
        return sum(missed for _, missed, _ in self.labels.values())

    @property
    def extra(self) -> int:
        return sum(extra for _, _, extra in self.labels.values())

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; a wrong label is not."""
        found = self.right + self.relabelled + self.extra
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        there = self.right + self.relabelled + self.missed
        return self.right / there if there else None

    @property
    def f1(self) -> float | None:
        both = 2 * (self.right + self.relabelled) + self.missed + self.extra
        return 2 * self.right / both if both else None

    def f1_of(self, label: str) -> float | None:
        """Of one label; an object that was confused counts against both."""
        hits, missed, extra = self.labels.get(label, (0, 0, 0))
        wrong = missed + extra + sum(times for pair, times in self.confusions.items() for each in pair if each == label)
        return 2 * hits / (2 * hits + wrong) if hits or wrong else None

    def mean(self, measure: str) -> float | None:
        total, count = self.measures.get(measure, (0.0, 0))
        return total / count if count else None


def drawn(records: Iterable[Record]) -> list[Record]:
    """What has a place in the picture, is followed through it, or tags it."""
    return [each for each in records if _is_drawn(each["kind"])]


def _is_drawn(slug: str) -> bool:
    kind = KINDS[slug]
    return kind.spatial or kind.trackable or slug in {"tag", "track"}


def compared(reference: Iterable[Record], found: Iterable[Record], size: Size = (None, None)) -> Objects:
    """Compare an answer with the one taken for right: `size` is that of the picture, in pixels."""
    result = Objects()
    ones, others = _by_kind(reference), _by_kind(found)
    for kind in sorted({*ones, *others}):
        pairs, missed, extra = paired(ones[kind], others[kind])
        same = Counter(one["label"] for one, other, _ in pairs if one["label"] == other["label"])
        lost, more = (Counter(each["label"] for each in rest) for rest in (missed, extra))
        labels = {label: (same[label], lost[label], more[label]) for label in {*same, *lost, *more}}
        wrong = Counter((other["label"], one["label"]) for one, other, _ in pairs if one["label"] != other["label"])
        result += Objects(labels, wrong, _measures(pairs, ones, size))
    return result


def _by_kind(records: Iterable[Record]) -> defaultdict[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in drawn(records):
        found[record["kind"]].append(record)
    return found


def paired(ones: Sequence[Record], others: Sequence[Record]) -> tuple[list[Pair], list[Record], list[Record]]:
    """Records of one kind as pairs, and what is left of either. What is the same under the same label comes first, then
    what is alike under the same label, then what is alike at all."""
    unchanged = {each["id"]: each for each in others}
    pairs = [
        (one, other, 1.0)
        for one in ones
        if (other := unchanged.get(one["id"])) and one["data"] == other["data"] and one["label"] == other["label"]
    ]
    known = {one["id"] for one, _, _ in pairs}
    ones, others = ([each for each in records if each["id"] not in known] for records in (ones, others))
    for same_label in (True, False):
        near = [
            (at, other)
            for at, other in _near(ones, others)
            if not same_label or ones[at]["label"] == others[other]["label"]
        ]
        found = matched(ones, others, near, _alike, LEAST)
        pairs += [(ones[one], others[other], alike) for one, other, alike in found]
        used = {one for one, _, _ in found}, {other for _, other, _ in found}
        ones = [each for at, each in enumerate(ones) if at not in used[0]]
        others = [each for at, each in enumerate(others) if at not in used[1]]
    return pairs, list(ones), list(others)


def _alike(one: Record, other: Record) -> float:
    if KINDS[one["kind"]].whole:
        return float(one["label"] == other["label"])
    return KINDS[one["kind"]].similarity(one["data"], other["data"])


def _near(ones: Sequence[Record], others: Sequence[Record]) -> list[tuple[int, int]]:
    """Places of what may be alike at least LEAST: areas that touch, points and lines that are not far apart."""
    first, second = ([bounds_of(each) for each in side] for side in (ones, others))
    return touching(first, second, reach_of(ones[0]) if ones else REACH)


def reach_of(record: Record) -> float:
    """How far apart two of its kind may lie that are alike: nothing for areas and for bodies in space."""
    return 0.0 if _seen_as(record) in AREAS | {"cuboid"} else REACH


def bounds_of(record: Record) -> Bounds | None:
    """Where a record lies, of bodies in space seen from above; of a track, where its keyframes do."""
    data, seen = record["data"], _seen_as(record)
    places = [each["data"] for each in data["keyframes"]] if record["kind"] == "track" else [data]
    known = [place for each in places if (place := _place(seen, each))]
    if not known or len(known) < len(places):
        return None
    least, most = zip(*((each[:2], each[2:]) for each in known), strict=True)
    return min(x for x, _ in least), min(y for _, y in least), max(x for x, _ in most), max(y for _, y in most)


def _seen_as(record: Record) -> str:
    return str(record["data"]["of"] if record["kind"] == "track" else record["kind"])


def _place(kind: str, data: Mapping[str, Any]) -> Bounds | None:
    if kind != "cuboid":
        return KINDS[kind].measure(dict(data)).bounds
    # However it is turned, also on the way to another keyframe.
    x, y, reach = data["x"], data["y"], math.hypot(data["length"], data["width"], data["height"]) / 2
    return x - reach, y - reach, x + reach, y + reach


def _measures(pairs: Iterable[Pair], reference: Mapping[str, list[Record]], size: Size) -> dict[str, Sum]:
    sums: dict[str, Sum] = {}
    areas = {record["group"]: record for kind in AREAS for record in reference.get(kind, ()) if record["group"]}
    for one, other, alike in pairs:
        for name, value in _measured(one, other, alike, areas, size):
            total, count = sums.get(name, (0.0, 0))
            sums[name] = total + value, count + 1
    return sums


def _measured(
    one: Record, other: Record, alike: float, areas: Mapping[str, Record], size: Size
) -> Iterator[tuple[str, float]]:
    """How alike two things are, in the measures of their kind."""
    kind = one["kind"]
    if kind in AREAS:
        yield "iou", alike
    if kind in OUTLINED and size[0] and size[1]:
        outlines = 1.0 if one["data"] == other["data"] else _outlines(one, other, math.hypot(size[0], size[1]))
        if outlines is not None:
            yield "boundary_iou", outlines
    if kind == "points" and (area := _area(one, areas.get(one["group"]))):
        yield "oks", oks(_named(one), _named(other), area)
    if kind == "polyline":
        yield "line_distance", line_distance(one["data"]["points"], other["data"]["points"])
    if kind == "track":
        yield "track", alike


def _outlines(one: Record, other: Record, diagonal: float) -> float | None:
    bounds = [KINDS[each["kind"]].measure(each["data"]).bounds for each in (one, other)]
    left, top = (math.floor(min(each[at] for each in bounds if each)) for at in (0, 1))
    width, height = (math.ceil(max(each[at] for each in bounds if each)) - start for at, start in ((2, left), (3, top)))
    if width * height > MOST_PIXELS:
        return None
    first, second = (_pixels(each, left, top, width, height) for each in (one, other))
    return boundary_iou(first, second, diagonal)


def _pixels(record: Record, left: int, top: int, width: int, height: int) -> Mask:
    data = record["data"]
    if record["kind"] == "mask":
        return pixels_in({**data, "x": data["x"] - left, "y": data["y"] - top}, width, height)
    rings = [[[x - left, y - top] for x, y in ring] for ring in (data["points"], *data["holes"])]
    return np.asarray(rasterise(rings, width, height))


def _area(points: Record, around: Record | None) -> float:
    """The area of what is drawn of the same thing; where nothing is, of the box around the points, 0 for a lone one."""
    if around is not None:
        return KINDS[around["kind"]].measure(around["data"]).area
    left, top, right, bottom = KINDS["points"].measure(points["data"]).bounds or (0, 0, 0, 0)
    return (right - left) * (bottom - top)


def _named(record: Record) -> dict[str, list[float]]:
    """Key points by their names."""
    points = record["data"]["points"]
    marks = keypoints.parse(record["attributes"].get(keypoints.ATTRIBUTE), len(points))
    return {name: point for (name, _), point in zip(marks, points, strict=True)}
